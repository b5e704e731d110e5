"""(Extremely) low-level import machinery bits as used by importlib."""

import sys as _sys

check_hash_based_pycs = "default"
pyc_magic_number_token = 0x0A0D0E2A


def lock_held():
    return False


def acquire_lock():
    pass


def release_lock():
    pass


def extension_suffixes():
    return []


def is_builtin(name):
    if name in _sys.builtin_module_names:
        return 1
    return 0


def is_frozen(name):
    return False


def is_frozen_package(name):
    raise ImportError(f"No such frozen object named {name}", name=name)


def find_frozen(name, /, *, withdata=False):
    return None


def get_frozen_object(name, data=None, /):
    raise ImportError(f"No such frozen object named {name}", name=name)


def init_frozen(name):
    return None


def create_builtin(spec):
    return __import__(spec.name)


def exec_builtin(module):
    return 0


exec_dynamic = exec_builtin


def _fix_co_filename(code, path):
    pass


def source_hash(key, source):
    value = key
    for byte in source:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value.to_bytes(8, "little")


def _override_frozen_modules_for_tests(override):
    pass


def _override_multi_interp_extensions_check(override):
    return 0


def _frozen_module_names():
    return []
