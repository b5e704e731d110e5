"""The functions in this module allow compression and decompression using the zlib library."""

import _compress_engine as _engine

MAX_WBITS, DEFLATED, DEF_MEM_LEVEL, DEF_BUF_SIZE = 15, 8, 8, 16384
Z_BEST_COMPRESSION, Z_BEST_SPEED, Z_DEFAULT_COMPRESSION, Z_NO_COMPRESSION = 9, 1, -1, 0
Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED = 0, 1, 2, 3, 4
Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH, Z_BLOCK, Z_TREES = range(7)
ZLIB_VERSION = ZLIB_RUNTIME_VERSION = "1.3.1"


class error(Exception):
    pass


error.__module__ = "zlib"


def crc32(data, value=0, /):
    """Compute a CRC-32 checksum of data."""
    return _engine.crc32(data, value & 0xFFFFFFFF)


def adler32(data, value=1, /):
    """Compute an Adler-32 checksum of data."""
    return _engine.adler32(data, value & 0xFFFFFFFF)


class Compress:
    """Object returned by zlib.compressobj."""

    def __init__(self, level, wbits):
        self._gzip = wbits > 15
        self._stream = _engine.compressor(level, 0 if self._gzip else wbits)
        self._finished = False
        self._head = b"\x1f\x8b\x08\0\0\0\0\0\0\x03" if self._gzip else b""
        self._crc = self._size = 0

    def compress(self, data, /):
        """Returns a bytes object containing compressed data."""
        return self._run(data, Z_NO_FLUSH)

    def _run(self, data, mode):
        if self._finished:
            raise error("Error -2 while compressing data: inconsistent stream state")
        head, self._head = self._head, b""
        if self._gzip:
            self._crc = _engine.crc32(data, self._crc)
            self._size += len(memoryview(data).cast("B"))
        return head + self._stream.compress(data, mode)

    def flush(self, mode=Z_FINISH, /):
        """Return a bytes object containing any remaining compressed data."""
        if mode == Z_NO_FLUSH:
            return b""
        result = self._run(b"", mode)
        if mode == Z_FINISH:
            self._finished = True
            if self._gzip:
                result += self._crc.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little")
        return result


class Decompress:
    """Object returned by zlib.decompressobj."""

    def __init__(self, wbits):
        self._wbits = wbits
        self._stream = None
        self._head = b""
        self._tail = None
        self._waiting = b""
        self.unused_data = b""
        self.unconsumed_tail = b""
        self.eof = False

    def _open(self, data):
        """Passes the header; the data behind it, or None if more is needed."""
        data = self._head + data
        wbits = self._wbits
        if wbits > 31 and data[:1] != b"\x1f":
            wbits = 15
        if wbits > 15:
            end = _gzip_header(data)
            if end is None:
                self._head = data
                return None
            self._stream = _engine.decompressor(0)
            self._tail = b""
            return data[end:]
        self._stream = _engine.decompressor(wbits)
        return data

    def decompress(self, data, /, max_length=0):
        """Return a bytes object containing the decompressed version of the data."""
        if max_length < 0:
            raise ValueError("max_length must be non-negative")
        data = bytes(data)
        if self.eof:
            self.unused_data += data
            return b""
        if self._stream is None:
            data = self._open(data)
            if data is None:
                return b""
        data = self._waiting + data
        try:
            output, used, ended = self._stream.decompress(data, max_length)
        except ValueError:
            raise error("Error -3 while decompressing data: invalid data") from None
        rest = data[used:]
        self._waiting = b""
        if ended:
            self.eof = True
            self.unused_data += rest[8:] if self._tail is not None else rest
            self.unconsumed_tail = b""
        elif max_length:
            self.unconsumed_tail = rest
        else:
            self._waiting = rest
        return output

    def flush(self, length=DEF_BUF_SIZE, /):
        """Return a bytes object containing any remaining decompressed data."""
        if length <= 0:
            raise ValueError("length must be greater than zero")
        if self._stream is None:
            return b""
        tail, self.unconsumed_tail = self.unconsumed_tail, b""
        return self.decompress(tail)


def _gzip_header(data):
    """The end of the header, or None if it is not all there."""
    if data[:2] not in (b"\x1f\x8b", b"\x1f", b""):
        raise error("Error -3 while decompressing data: incorrect header check")
    if len(data) < 10:
        return None
    flags, position = data[3], 10
    if flags & 4:
        if len(data) < 12:
            return None
        position += 2 + int.from_bytes(data[10:12], "little")
    for bit in (8, 16):
        if flags & bit:
            end = data.find(b"\0", position)
            if end < 0:
                return None
            position = end + 1
    if flags & 2:
        position += 2
    return position if position <= len(data) else None


def compressobj(level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,
                strategy=Z_DEFAULT_STRATEGY, zdict=None):
    """Return a compressor object."""
    if zdict is not None:
        raise NotImplementedError("preset dictionaries are not available")
    if not (8 <= abs(wbits) <= 15 or 25 <= wbits <= 31):
        raise ValueError("Invalid initialization option")
    return Compress(level, wbits)


def decompressobj(wbits=MAX_WBITS, zdict=b""):
    """Return a decompressor object."""
    if zdict:
        raise NotImplementedError("preset dictionaries are not available")
    return Decompress(wbits)


def compress(data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS):
    """Returns a bytes object containing compressed data."""
    if not -1 <= level <= 9:
        raise error("Bad compression level")
    stream = compressobj(level, wbits=wbits)
    return stream.compress(data) + stream.flush()


def decompress(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE):
    """Returns a bytes object containing the uncompressed data."""
    stream = Decompress(wbits)
    data = bytes(data)
    if wbits <= 15 and wbits > 0 and len(data) >= 2 and (data[0] & 15 != 8 or int.from_bytes(data[:2], "big") % 31):
        raise error("Error -3 while decompressing data: incorrect header check")
    output = stream.decompress(data)
    if not stream.eof:
        raise error("Error -5 while decompressing data: incomplete or truncated stream")
    return output
