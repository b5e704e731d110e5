"""This module contains functions that can read and write Python values in a binary format."""

import struct as _struct

version = 5
_depth_limit = 2000


def dumps(value, version=version, /, *, allow_code=True):
    """Return the bytes object that would be written to a file by dump(value, file)."""
    output = []
    _write(value, output.append, 0, version)
    return b"".join(output)


def dump(value, file, version=version, /, *, allow_code=True):
    """Write the value on the open file."""
    file.write(dumps(value, version))


def _long(value):
    return value.to_bytes(4, "little", signed=True)


def _write(value, put, depth, version):
    if depth > _depth_limit:
        raise ValueError("object too deeply nested to marshal")
    kind = type(value)
    if value is None:
        put(b"N")
    elif value is True:
        put(b"T")
    elif value is False:
        put(b"F")
    elif value is StopIteration:
        put(b"S")
    elif value is ...:
        put(b".")
    elif kind is int:
        if -0x80000000 <= value < 0x80000000:
            put(b"i" + _long(value))
        else:
            digits = []
            rest = abs(value)
            while rest:
                digits.append(rest & 0x7FFF)
                rest >>= 15
            put(b"l" + _long(len(digits) if value > 0 else -len(digits)))
            put(b"".join([digit.to_bytes(2, "little") for digit in digits]))
    elif kind is float:
        if version > 1:
            put(b"g" + _struct.pack("<d", value))
        else:
            text = repr(value).encode()
            put(b"f" + bytes((len(text),)) + text)
    elif kind is complex:
        put(b"y" + _struct.pack("<dd", value.real, value.imag))
    elif kind is str:
        if version >= 4 and value.isascii():
            if len(value) < 256:
                put(b"z" + bytes((len(value),)) + value.encode())
            else:
                put(b"a" + _long(len(value)) + value.encode())
        else:
            data = value.encode("utf-8", "surrogatepass")
            put(b"u" + _long(len(data)) + data)
    elif kind is bytes:
        put(b"s" + _long(len(value)) + value)
    elif kind is tuple:
        if version >= 4 and len(value) < 256:
            put(b")" + bytes((len(value),)))
        else:
            put(b"(" + _long(len(value)))
        for item in value:
            _write(item, put, depth + 1, version)
    elif kind is list:
        put(b"[" + _long(len(value)))
        for item in value:
            _write(item, put, depth + 1, version)
    elif kind is dict:
        put(b"{")
        for key, item in value.items():
            _write(key, put, depth + 1, version)
            _write(item, put, depth + 1, version)
        put(b"0")
    elif kind is set or kind is frozenset:
        put((b"<" if kind is set else b">") + _long(len(value)))
        for item in value:
            _write(item, put, depth + 1, version)
    elif kind is slice and version >= 5:
        put(b":")
        for item in (value.start, value.stop, value.step):
            _write(item, put, depth + 1, version)
    elif isinstance(value, (bytearray, memoryview)):
        data = bytes(value)
        put(b"s" + _long(len(data)) + data)
    else:
        raise ValueError("unmarshallable object")


def loads(bytes, /, *, allow_code=True):
    """Convert the bytes-like object to a value."""
    return _Reader(memoryview(bytes).tobytes()).value()


def load(file, /, *, allow_code=True):
    """Read one value from the open file and return it."""
    data = file.read()
    if not isinstance(data, bytes):
        raise TypeError(f"file.read() returned not bytes but {type(data).__name__}")
    reader = _Reader(data)
    result = reader.value()
    if reader.position < len(data):
        file.seek(reader.position - len(data), 1)
    return result


_null = object()


class _Reader:
    def __init__(self, data):
        self.data = data
        self.position = 0
        self.references = []
        self.depth = 0

    def take(self, count):
        if count < 0:
            raise ValueError("bad marshal data (size out of range)")
        end = self.position + count
        if end > len(self.data):
            raise EOFError("marshal data too short")
        part = self.data[self.position:end]
        self.position = end
        return part

    def long(self):
        return int.from_bytes(self.take(4), "little", signed=True)

    def size(self):
        size = self.long()
        if size < 0:
            raise ValueError("bad marshal data (size out of range)")
        return size

    def value(self):
        result = self.object()
        if result is _null:
            raise TypeError("NULL object in marshal data for object")
        return result

    def items(self, count):
        return [self.value() for _ in range(count)]

    def object(self):
        if self.position >= len(self.data):
            raise EOFError("EOF read where object expected")
        code = self.take(1)[0]
        shared = code & 0x80
        code = chr(code & 0x7F)
        self.depth += 1
        if self.depth > _depth_limit:
            raise ValueError("recursion limit exceeded")
        index = None
        if shared and code in "([{<>):":
            index = len(self.references)
            self.references.append(None)
        result = self.read(code, index)
        if shared and code not in "NTFS.0r":
            if index is None:
                self.references.append(result)
            else:
                self.references[index] = result
        self.depth -= 1
        return result

    def read(self, code, index):
        if code == "0":
            return _null
        if code == "N":
            return None
        if code == "T":
            return True
        if code == "F":
            return False
        if code == "S":
            return StopIteration
        if code == ".":
            return ...
        if code == "i":
            return self.long()
        if code == "l":
            count = self.long()
            total = 0
            for place in range(abs(count)):
                digit = int.from_bytes(self.take(2), "little")
                if digit > 0x7FFF:
                    raise ValueError("bad marshal data (digit out of range in long)")
                total |= digit << (15 * place)
            return -total if count < 0 else total
        if code == "g":
            return _struct.unpack("<d", self.take(8))[0]
        if code == "f":
            return float(self.take(self.take(1)[0]))
        if code == "y":
            return complex(*_struct.unpack("<dd", self.take(16)))
        if code in "zZ":
            return self.take(self.take(1)[0]).decode("latin-1")
        if code in "aA":
            return self.take(self.size()).decode("latin-1")
        if code in "ut":
            return self.take(self.size()).decode("utf-8", "surrogatepass")
        if code == "s":
            return self.take(self.size())
        if code == ")":
            return tuple(self.items(self.take(1)[0]))
        if code == "(":
            return tuple(self.items(self.size()))
        if code == "[":
            return self.items(self.size())
        if code == "{":
            result = {}
            if index is not None:
                self.references[index] = result
            while True:
                key = self.object()
                if key is _null:
                    return result
                result[key] = self.value()
        if code == "<":
            return set(self.items(self.size()))
        if code == ">":
            return frozenset(self.items(self.size()))
        if code == ":":
            return slice(*self.items(3))
        if code == "r":
            place = self.long()
            if not 0 <= place < len(self.references):
                raise ValueError("bad marshal data (invalid reference)")
            return self.references[place]
        raise ValueError("bad marshal data (unknown type code)")
