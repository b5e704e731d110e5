"""Specs, finders and loaders over the machine's own importer.

The machine imports by itself; this module is loaded when a program asks for specs, or has finders of its own.
"""

import _import_engine as _engine
import sys

_ROOT = "<frozen>"


class FrozenLibraryImporter:
    """Finds the modules of the standard library, which is part of the program."""

    _machine_default = True

    @classmethod
    def _locate(cls, fullname):
        base = f"{_ROOT}/{fullname.replace('.', '/')}"
        for path, is_package in ((f"{base}/__init__.py", True), (f"{base}.py", False)):
            source = _engine.frozen_source(path)
            if source is not None:
                return path, is_package, source
        return None

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        found = cls._locate(fullname)
        if found is None:
            return None
        from importlib._bootstrap import spec_from_loader
        file, is_package, _ = found
        spec = spec_from_loader(fullname, cls, origin=file, is_package=is_package)
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [file.rpartition("/")[0]]
        return spec

    @staticmethod
    def create_module(spec):
        return None

    @classmethod
    def exec_module(cls, module):
        exec(cls.get_code(module.__spec__.name), module.__dict__)

    @classmethod
    def _need(cls, fullname):
        found = cls._locate(fullname)
        if found is None:
            raise ImportError(f"{fullname!r} is not a module of the library", name=fullname)
        return found

    @classmethod
    def get_code(cls, fullname):
        """Return the code object of the module."""
        path, _, source = cls._need(fullname)
        return compile(source, path, "exec", dont_inherit=True)

    @classmethod
    def get_source(cls, fullname):
        """Return the source of the module."""
        return cls._need(fullname)[2].decode()

    @classmethod
    def get_filename(cls, fullname):
        """Return the path that __file__ shows."""
        return cls._need(fullname)[0]

    @classmethod
    def is_package(cls, fullname):
        """Is the module a package?"""
        return cls._need(fullname)[1]

    @classmethod
    def get_data(cls, path):
        """Return the bytes of a file of the library."""
        source = _engine.frozen_source(path)
        if source is None:
            raise FileNotFoundError(2, "No such file or directory", path)
        return source

    @classmethod
    def get_resource_reader(cls, fullname):
        return None


def install():
    """Completes importlib: what the machine does by itself becomes visible in sys.meta_path and sys.path_hooks."""
    import importlib._bootstrap as bootstrap
    import importlib._bootstrap_external as external
    bootstrap.BuiltinImporter._machine_default = True
    external.PathFinder._machine_default = True
    sys.modules["_frozen_importlib"] = bootstrap
    sys.modules["_frozen_importlib_external"] = external
    bootstrap._bootstrap_external = external
    present = list(sys.meta_path)
    for finder in (bootstrap.BuiltinImporter, FrozenLibraryImporter, external.PathFinder):
        if finder not in present:
            sys.meta_path.append(finder)
    sys.path_hooks.append(_zip_hook)
    sys.path_hooks.append(external.FileFinder.path_hook((external.SourceFileLoader, external.SOURCE_SUFFIXES)))

    def import_by_name(name, package=None, level=0):
        bootstrap._sanity_check(name, package, level)
        if level > 0:
            name = bootstrap._resolve_name(name, package, level)
        return _engine.import_module(name)

    bootstrap._gcd_import = import_by_name


def know_sources(linecache):
    """Lets linecache show the lines of the library and of the program itself without reading files."""
    update = linecache.updatecache

    def updatecache(filename, module_globals=None):
        source = _engine.known_source(filename) if isinstance(filename, str) else None
        if source is None:
            return update(filename, module_globals)
        lines = source.splitlines(True)
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        linecache.cache[filename] = (len(source), None, lines, filename)
        return lines

    linecache.updatecache = updatecache


def _zip_hook(path):
    if path.startswith(_ROOT) or not path.endswith((".zip", ".egg", ".pyz", ".whl")):
        raise ImportError("not a Zip file", path=path)
    from zipimport import zipimporter
    return zipimporter(path)


def load_with(finder, name, path):
    """Loads a module through a finder of the program's own. None: it does not know the module."""
    find_spec = getattr(finder, "find_spec", None)
    if find_spec is None:
        return None
    spec = find_spec(name, path, None)
    if spec is None:
        return None
    import importlib
    return importlib._bootstrap._load_unlocked(spec)


def load_from_hook(entry, name):
    """Loads a module from an entry of the search path that is no folder. None: it is not there."""
    import importlib
    finder = importlib._bootstrap_external.PathFinder._path_importer_cache(entry)
    if finder is None:
        return None
    spec = finder.find_spec(name)
    if spec is None or spec.loader is None:
        return None
    return importlib._bootstrap._load_unlocked(spec)


def describe(module, wanted):
    """The __spec__ or __loader__ of a module that the machine imported by itself; both are remembered."""
    import importlib
    bootstrap = importlib._bootstrap
    names = module.__dict__
    name = names.get("__name__")
    file = names.get("__file__")
    path = names.get("__path__")
    if file is None and path is not None:
        spec = bootstrap.ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = path
        spec.loader = importlib._bootstrap_external.NamespaceLoader(name, path, lambda *_: None)
    elif file is None or name in sys.builtin_module_names:
        spec = bootstrap.ModuleSpec(name, bootstrap.BuiltinImporter, origin="built-in")
    elif file.startswith(_ROOT):
        spec = FrozenLibraryImporter.find_spec(name)
    else:
        spec = importlib._bootstrap_external.spec_from_file_location(
            name, file, submodule_search_locations=None if path is None else list(path))
    if spec is not None:
        names["__spec__"] = spec
        names["__loader__"] = spec.loader
    return names.get(wanted)
