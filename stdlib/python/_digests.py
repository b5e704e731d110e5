"""The hash objects of hashlib, over the machine's digests."""

import _hash_engine as _engine


class _Hash:
    """A hash is an object used to calculate a checksum of a string of information."""

    __slots__ = ("_state", "name", "digest_size", "block_size")

    def update(self, obj, /):
        """Update this hash object's state with the provided string."""
        self._state.update(obj)

    def digest(self):
        """Return the digest value as a bytes object."""
        return self._state.digest(0)

    def hexdigest(self):
        """Return the digest value as a string of hexadecimal digits."""
        return self._state.digest(0).hex()

    def copy(self):
        """Return a copy of the hash object."""
        new = object.__new__(type(self))
        new._state = self._state.copy()
        new.name, new.digest_size, new.block_size = self.name, self.digest_size, self.block_size
        return new

    def __repr__(self):
        return f"<{self.name} {type(self).__module__}.{type(self).__name__} object @ {id(self):#x}>"


class _Shake(_Hash):
    __slots__ = ()

    def digest(self, length, /):
        """Return the digest value as a bytes object."""
        return self._state.digest(length)

    def hexdigest(self, length, /):
        """Return the digest value as a string of hexadecimal digits."""
        return self._state.digest(length).hex()


def _make(kind, name, size, block, data):
    self = object.__new__(kind)
    self._state = _engine.new(name, size)
    self.name, self.digest_size, self.block_size = name, size, block
    if data is not None and data != b"":
        self._state.update(data)
    return self


def constructor(name, size, block, kind=_Hash):
    """A function like hashlib.md5."""

    def construct(data=b"", *, usedforsecurity=True, string=None):
        return _make(kind, name, size, block, data if string is None else string)

    construct.__name__ = construct.__qualname__ = name
    construct.__doc__ = f"Return a new {name} hash object; optionally initialized with a string."
    return construct


def shake(name, block):
    return constructor(name, 0, block, _Shake)


def blake2(name, most, block, salt_size, person_size):
    """blake2b or blake2s; keys, salts, personalization and trees are not available."""

    class Blake2(_Hash):
        __slots__ = ()
        MAX_DIGEST_SIZE = MAX_KEY_SIZE = most
        SALT_SIZE, PERSON_SIZE = salt_size, person_size

        def __new__(cls, data=b"", /, *, digest_size=most, key=b"", salt=b"", person=b"", fanout=1, depth=1, leaf_size=0,
                    node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True):
            if not 1 <= digest_size <= most:
                raise ValueError(f"digest_size for {name} must be between 1 and {most} bytes, here it is {digest_size}")
            if key or salt or person or (fanout, depth, leaf_size, node_offset, node_depth, inner_size) != (1, 1, 0, 0, 0, 0) \
                    or last_node:
                raise NotImplementedError(f"{name} is available without key, salt, person and tree parameters only")
            return _make(cls, name, digest_size, block, data)

    Blake2.__name__ = Blake2.__qualname__ = name
    Blake2.__module__ = "_blake2"
    return Blake2
