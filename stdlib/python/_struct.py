"""Functions to convert between Python values and C structs."""

import _struct_engine as _engine


class error(Exception):
    pass


error.__module__ = "struct"


class Struct:
    """Create a compiled struct object."""

    __slots__ = ("format", "size", "_values", "__weakref__")

    def __init__(self, format):
        self.size, self._values = _engine.calculate(format)
        self.format = format if isinstance(format, str) else bytes(format).decode("ascii")

    def pack(self, /, *values):
        """Return a bytes object containing values packed according to the format string S.format."""
        return _engine.pack(self.format, values)

    def pack_into(self, buffer, offset, /, *values):
        """Pack values and write the packed bytes into the writable buffer."""
        _engine.pack_into(self.format, buffer, offset, values)

    def unpack(self, buffer, /):
        """Return a tuple containing unpacked values."""
        return _engine.unpack(self.format, buffer, 0, True)

    def unpack_from(self, /, buffer, offset=0):
        """Return a tuple containing unpacked values, starting at offset."""
        return _engine.unpack(self.format, buffer, offset, False)

    def iter_unpack(self, buffer, /):
        """Return an iterator yielding tuples."""
        return unpack_iterator(self.format, self.size, buffer)

    def __sizeof__(self):
        return 56 + 32 * self._values

    def __repr__(self):
        return f"{type(self).__module__}.{type(self).__name__}({self.format!r})"


Struct.__module__ = "_struct"


class unpack_iterator:
    def __init__(self, format, size, buffer):
        if size == 0:
            raise error("cannot iteratively unpack with a struct of length 0")
        view = memoryview(buffer)
        if len(view) % size:
            raise error(f"iterative unpacking requires a buffer of a multiple of {size} bytes")
        self._format = format
        self._size = size
        self._buffer = bytes(view)
        self._offset = 0

    def __iter__(self):
        return self

    def __length_hint__(self):
        return (len(self._buffer) - self._offset) // self._size

    def __next__(self):
        if self._offset >= len(self._buffer):
            raise StopIteration
        values = _engine.unpack(self._format, self._buffer, self._offset, False)
        self._offset += self._size
        return values


def calcsize(format, /):
    """Return size in bytes of the struct described by the format string."""
    return _engine.calculate(format)[0]


def pack(format, /, *values):
    """Return a bytes object containing the values packed according to the format string."""
    return _engine.pack(format, values)


def pack_into(format, buffer, offset, /, *values):
    """Pack values according to the format string and write them into the writable buffer."""
    _engine.pack_into(format, buffer, offset, values)


def unpack(format, buffer, /):
    """Return a tuple containing values unpacked according to the format string."""
    return _engine.unpack(format, buffer, 0, True)


def unpack_from(format, /, buffer, offset=0):
    """Return a tuple containing values unpacked according to the format string."""
    return _engine.unpack(format, buffer, offset, False)


def iter_unpack(format, buffer, /):
    """Return an iterator yielding tuples unpacked from the given bytes."""
    return unpack_iterator(format, calcsize(format), buffer)


def _clearcache():
    """Clear the internal cache."""
