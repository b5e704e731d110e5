"""This module defines an object type which can efficiently represent an array of basic values."""

import struct as _struct
from types import GenericAlias as _GenericAlias

typecodes = "bBuwhHiIlLqQfd"
_formats = {"b": "b", "B": "B", "u": "w", "w": "w", "h": "h", "H": "H", "i": "i", "I": "I", "l": "l", "L": "L", "q": "q",
            "Q": "Q", "f": "f", "d": "d"}


class array:
    """array(typecode [, initializer]) -> array"""

    __slots__ = ("_data", "_format", "typecode", "itemsize", "__weakref__")

    def __new__(cls, typecode, initializer=(), /):
        if not isinstance(typecode, str) or len(typecode) != 1:
            raise TypeError("array() argument 1 must be a unicode character, not " +
                            (f"a string of length {len(typecode)}" if isinstance(typecode, str)
                             else type(typecode).__name__))
        if typecode not in _formats:
            raise ValueError("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)")
        self = object.__new__(cls)
        self.typecode = typecode
        self._format = _formats[typecode]
        self.itemsize = 4 if self._format == "w" else _struct.calcsize(self._format)
        self._data = bytearray()
        if isinstance(initializer, str):
            if self._format != "w":
                raise TypeError(f"cannot use a str to initialize an array with typecode '{typecode}'")
            self.fromunicode(initializer)
        elif isinstance(initializer, (bytes, bytearray)):
            self.frombytes(initializer)
        else:
            self.extend(initializer)
        return self

    def _pack(self, value):
        if self._format == "w":
            if not isinstance(value, str) or len(value) != 1:
                raise TypeError("array item must be a unicode character, not " + type(value).__name__)
            return ord(value).to_bytes(4, "little")
        if self._format in "fd":
            if not isinstance(value, float) and not hasattr(type(value), "__float__") and not hasattr(type(value), "__index__"):
                raise TypeError(f"must be real number, not {type(value).__name__}")
            return _struct.pack(self._format, value)
        if not hasattr(type(value), "__index__"):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        try:
            return _struct.pack(self._format, value)
        except _struct.error:
            kind = {"b": "signed char", "B": "unsigned byte integer", "h": "signed short integer",
                    "H": "unsigned short"}.get(self._format)
            if kind is None:
                raise OverflowError("Python int too large to convert to C " +
                                    {"i": "int", "I": "unsigned int", "l": "long"}.get(self._format, "unsigned long")) from None
            side = "less than minimum" if value < 0 else "greater than maximum"
            raise OverflowError(f"{kind} is {side}") from None

    def _unpack(self, data):
        if self._format == "w":
            return chr(int.from_bytes(data, "little"))
        return _struct.unpack(self._format, data)[0]

    def __len__(self):
        return len(self._data) // self.itemsize

    def _index(self, key, what):
        index = key.__index__()
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(f"{what} index out of range")
        return index * self.itemsize

    def _new(self, data):
        new = array(self.typecode)
        new._data += data
        return new

    def __getitem__(self, key):
        size = self.itemsize
        if isinstance(key, slice):
            start, stop, step = key.indices(len(self))
            if step == 1:
                return self._new(self._data[start * size:max(start, stop) * size])
            return self._new(b"".join([self._data[i * size:(i + 1) * size] for i in range(start, stop, step)]))
        if not hasattr(type(key), "__index__"):
            raise TypeError("array indices must be integers")
        place = self._index(key, "array")
        return self._unpack(self._data[place:place + size])

    def __setitem__(self, key, value):
        size = self.itemsize
        if isinstance(key, slice):
            if not isinstance(value, array):
                raise TypeError(f"can only assign array (not \"{type(value).__name__}\") to array slice")
            if value.typecode != self.typecode:
                raise TypeError("bad argument type for built-in operation")
            start, stop, step = key.indices(len(self))
            data = bytes(value._data)
            if step == 1:
                self._data[start * size:max(start, stop) * size] = data
                return
            places = range(start, stop, step)
            if len(places) != len(value):
                raise ValueError(f"attempt to assign array of size {len(value)} to extended slice of size {len(places)}")
            for number, index in enumerate(places):
                self._data[index * size:(index + 1) * size] = data[number * size:(number + 1) * size]
            return
        if not hasattr(type(key), "__index__"):
            raise TypeError("array indices must be integers")
        place = self._index(key, "array assignment")
        self._data[place:place + size] = self._pack(value)

    def __delitem__(self, key):
        size = self.itemsize
        if isinstance(key, slice):
            for index in sorted(range(*key.indices(len(self))), reverse=True):
                del self._data[index * size:(index + 1) * size]
            return
        place = self._index(key, "array assignment")
        del self._data[place:place + size]

    def __iter__(self):
        index = 0
        while index < len(self):
            yield self[index]
            index += 1

    def __contains__(self, value):
        return any(item == value for item in self)

    def __eq__(self, other):
        if not isinstance(other, array):
            return NotImplemented
        if self.typecode == other.typecode and self._format not in "fd":
            return self._data == other._data
        return self.tolist() == other.tolist()

    def __lt__(self, other):
        return self.tolist() < other.tolist() if isinstance(other, array) else NotImplemented

    def __le__(self, other):
        return self.tolist() <= other.tolist() if isinstance(other, array) else NotImplemented

    def __gt__(self, other):
        return self.tolist() > other.tolist() if isinstance(other, array) else NotImplemented

    def __ge__(self, other):
        return self.tolist() >= other.tolist() if isinstance(other, array) else NotImplemented

    __hash__ = None

    def __add__(self, other):
        if not isinstance(other, array):
            raise TypeError(f"can only append array (not \"{type(other).__name__}\") to array")
        if other.typecode != self.typecode:
            raise TypeError("bad argument type for built-in operation")
        return self._new(self._data + other._data)

    def __iadd__(self, other):
        if not isinstance(other, array):
            raise TypeError(f"can only extend with array (not \"{type(other).__name__}\")")
        self.extend(other)
        return self

    def __mul__(self, count):
        if not hasattr(type(count), "__index__"):
            return NotImplemented
        return self._new(self._data * max(0, count.__index__()))

    __rmul__ = __mul__

    def __imul__(self, count):
        self._data *= max(0, count.__index__())
        return self

    def __buffer__(self, flags, /):
        view = memoryview(self._data)
        return view.cast("I" if self._format == "w" else self._format) if len(self._data) else view

    def append(self, v, /):
        """Append new value v to the end of the array."""
        self._data += self._pack(v)

    def extend(self, bb, /):
        """Append items to the end of the array."""
        if isinstance(bb, array):
            if bb.typecode != self.typecode:
                raise TypeError("can only extend with array of same kind")
            self._data += bytes(bb._data)
            return
        pack = self._pack
        for value in bb:
            self._data += pack(value)

    def fromlist(self, list, /):
        """Append items to array from list."""
        if not isinstance(list, _list):
            raise TypeError("arg must be list")
        self._data += b"".join([self._pack(value) for value in list])

    def frombytes(self, buffer, /):
        """Appends items from the string, interpreting it as an array of machine values."""
        data = memoryview(buffer).tobytes()
        if len(data) % self.itemsize:
            raise ValueError("bytes length not a multiple of item size")
        self._data += data

    def fromfile(self, f, n, /):
        """Read n objects from the file object f and append them to the end of the array."""
        if n < 0:
            raise ValueError("negative count")
        data = f.read(n * self.itemsize)
        if not isinstance(data, bytes):
            raise TypeError("read() didn't return bytes")
        self.frombytes(data[:len(data) // self.itemsize * self.itemsize])
        if len(data) < n * self.itemsize:
            raise EOFError("read() didn't return enough bytes")

    def fromunicode(self, ustr, /):
        """Extends this array with data from the unicode string ustr."""
        if self._format != "w":
            raise ValueError("fromunicode() may only be called on unicode type arrays ('u' or 'w')")
        self._data += b"".join([ord(character).to_bytes(4, "little") for character in ustr])

    def tobytes(self):
        """Convert the array to an array of machine values and return the bytes representation."""
        return bytes(self._data)

    def tofile(self, f, /):
        """Write all items (as machine values) to the file object f."""
        f.write(self.tobytes())

    def tolist(self):
        """Convert array to an ordinary list with the same items."""
        if self._format == "w":
            return [*self]
        return [*_struct.unpack(f"{len(self)}{self._format}", self._data)]

    def tounicode(self):
        """Extends this array with data from the unicode string ustr."""
        if self._format != "w":
            raise ValueError("tounicode() may only be called on unicode type arrays ('u' or 'w')")
        return "".join(self)

    def buffer_info(self):
        """Return a tuple (address, length): there are no addresses here."""
        return 0, len(self)

    def byteswap(self):
        """Byteswap all items of the array."""
        size = self.itemsize
        for place in range(0, len(self._data), size):
            self._data[place:place + size] = self._data[place:place + size][::-1]

    def count(self, v, /):
        """Return number of occurrences of v in the array."""
        return sum(1 for item in self if item == v)

    def index(self, v, start=0, stop=9223372036854775807, /):
        """Return index of first occurrence of v in the array."""
        length = len(self)
        start = max(0, start + length) if start < 0 else start
        stop = stop + length if stop < 0 else min(stop, length)
        for place in range(start, stop):
            if self[place] == v:
                return place
        raise ValueError("array.index(x): x not in array")

    def insert(self, i, v, /):
        """Insert a new item v into the array before position i."""
        length = len(self)
        i = max(0, i + length) if i < 0 else min(i, length)
        place = i * self.itemsize
        self._data[place:place] = self._pack(v)

    def pop(self, i=-1, /):
        """Return the i-th element and delete it from the array."""
        if not self._data:
            raise IndexError("pop from empty array")
        place = self._index(i, "pop")
        part = self._data[place:place + self.itemsize]
        del self._data[place:place + self.itemsize]
        return self._unpack(part)

    def remove(self, v, /):
        """Remove the first occurrence of v in the array."""
        for place in range(len(self)):
            if self[place] == v:
                del self[place]
                return
        raise ValueError("array.remove(x): x not in array")

    def reverse(self):
        """Reverse the order of the items in the array."""
        self._data[:] = b"".join([self._pack(value) for value in reversed(self.tolist())])

    def clear(self):
        """Remove all items from the array."""
        self._data.clear()

    def __copy__(self):
        return self._new(self._data)

    def __deepcopy__(self, memo, /):
        return self._new(self._data)

    def __reduce_ex__(self, protocol, /):
        return type(self), (self.typecode, self.tolist())

    def __sizeof__(self):
        return 64 + len(self._data)

    __class_getitem__ = classmethod(_GenericAlias)

    def __repr__(self):
        if not self._data:
            return f"array('{self.typecode}')"
        shown = repr(self.tounicode()) if self._format == "w" else repr(self.tolist())
        return f"array('{self.typecode}', {shown})"


_list = list
array.__module__ = "array"
ArrayType = array
