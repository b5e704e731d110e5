"""Utilities to compile possibly incomplete Python source code."""

import __future__

from _import_engine import is_incomplete as _is_incomplete

__all__ = ["compile_command", "Compile", "CommandCompiler"]

_features = [getattr(__future__, name) for name in __future__.all_feature_names]
PyCF_DONT_IMPLY_DEDENT = 0x200
PyCF_ALLOW_INCOMPLETE_INPUT = 0x4000


def _maybe_compile(compiler, source, filename, symbol):
    for line in source.split("\n"):
        line = line.strip()
        if line and line[0] != "#":
            break
    else:
        # Nothing but comments and blank lines.
        if symbol != "eval":
            source = "pass"
    if symbol == "single" and _is_incomplete(source, filename):
        return None
    return compiler(source, filename, symbol)


def compile_command(source, filename="<input>", symbol="single"):
    """Compile a command and determine whether it is incomplete: then the result is None."""
    return _maybe_compile(Compile(), source, filename, symbol)


class Compile:
    """Compiles, remembering `from __future__` statements for what comes later."""

    def __init__(self):
        self.flags = 0

    def __call__(self, source, filename, symbol, flags=0, **kwargs):
        code = compile(source, filename, symbol, self.flags | flags, True)
        for feature in _features:
            if code.co_flags & feature.compiler_flag:
                self.flags |= feature.compiler_flag
        return code


class CommandCompiler:
    """Like compile_command, remembering `from __future__` statements."""

    def __init__(self):
        self.compiler = Compile()

    def __call__(self, source, filename="<input>", symbol="single"):
        return _maybe_compile(self.compiler, source, filename, symbol)
