"""The implementation of the io module: files through the doors of the virtual machine, and files in memory."""

import _host
from errno import EISDIR

DEFAULT_BUFFER_SIZE = 128 * 1024
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
BlockingIOError = BlockingIOError


class UnsupportedOperation(OSError, ValueError):
    """The operation is not supported by the file."""


UnsupportedOperation.__module__ = "io"


def text_encoding(encoding, stacklevel=2, /):
    """A helper function to choose the text encoding."""
    return "utf-8" if encoding is None else encoding


class _IOBase:
    """The abstract base class for all I/O classes."""

    _closed = False

    def _unsupported(self, name):
        raise UnsupportedOperation(name)

    def _check_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    @property
    def closed(self):
        return self._closed

    def close(self):
        """Flush and close the IO object."""
        if not self._closed:
            try:
                self.flush()
            finally:
                self._closed = True

    def __del__(self):
        try:
            self.close()
        except Exception:
            pass

    def __enter__(self):
        self._check_open()
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        self._check_open()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def flush(self):
        """Flush write buffers, if applicable."""
        self._check_open()

    def fileno(self):
        """Return underlying file descriptor if one exists."""
        self._unsupported("fileno")

    def isatty(self):
        """Return whether this is an 'interactive' stream."""
        self._check_open()
        return False

    def readable(self):
        """Return whether object was opened for reading."""
        return False

    def writable(self):
        """Return whether object was opened for writing."""
        return False

    def seekable(self):
        """Return whether object supports random access."""
        return False

    def seek(self, offset, whence=0, /):
        """Change the stream position to the given byte offset."""
        self._unsupported("seek")

    def tell(self):
        """Return current stream position."""
        return self.seek(0, 1)

    def truncate(self, size=None, /):
        """Truncate file to size bytes."""
        self._unsupported("truncate")

    def _checkReadable(self, message=None):
        if not self.readable():
            raise UnsupportedOperation("File or stream is not readable." if message is None else message)

    def _checkWritable(self, message=None):
        if not self.writable():
            raise UnsupportedOperation("File or stream is not writable." if message is None else message)

    def _checkSeekable(self, message=None):
        if not self.seekable():
            raise UnsupportedOperation("File or stream is not seekable." if message is None else message)

    def _checkClosed(self, message=None):
        self._check_open()

    def readline(self, size=-1, /):
        """Read and return a line from the stream."""
        size = -1 if size is None else size
        line = bytearray()
        while size < 0 or len(line) < size:
            byte = self.read(1)
            if not byte:
                break
            line += byte
            if byte == b"\n":
                break
        return bytes(line)

    def readlines(self, hint=-1, /):
        """Return a list of lines from the stream."""
        lines, total = [], 0
        for line in self:
            lines.append(line)
            total += len(line)
            if hint is not None and 0 < hint <= total:
                break
        return lines

    def writelines(self, lines, /):
        """Write a list of lines to stream."""
        self._check_open()
        for line in lines:
            self.write(line)


class _RawIOBase(_IOBase):
    """Base class for raw binary I/O."""

    def read(self, size=-1, /):
        size = -1 if size is None else size
        if size < 0:
            return self.readall()
        buffer = bytearray(size)
        count = self.readinto(buffer)
        return None if count is None else bytes(buffer[:count])

    def readall(self):
        """Read until EOF, using multiple read() call."""
        parts = []
        while part := self.read(DEFAULT_BUFFER_SIZE):
            parts.append(part)
        return b"".join(parts)


class _BufferedIOBase(_IOBase):
    """Base class for buffered IO objects."""

    def read(self, size=-1, /):
        self._unsupported("read")

    def read1(self, size=-1, /):
        return self.read(size)

    def readinto(self, buffer, /):
        data = self.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    readinto1 = readinto

    def write(self, data, /):
        self._unsupported("write")

    def detach(self):
        self._unsupported("detach")


class _TextIOBase(_IOBase):
    """Base class for text I/O."""

    encoding = errors = newlines = None

    def read(self, size=-1, /):
        self._unsupported("read")

    def write(self, text, /):
        self._unsupported("write")

    def detach(self):
        self._unsupported("detach")


def _flags(mode):
    letters = set(mode.replace("b", ""))
    if len(letters & set("rwax")) != 1 or letters - set("rwax+"):
        raise ValueError(f"invalid mode: '{mode}'")
    plus = "+" in letters
    flags = 2 if plus else 0 if "r" in letters else 1
    if "w" in letters:
        flags |= 0o1100
    elif "x" in letters:
        flags |= 0o300
    elif "a" in letters:
        flags |= 0o2100
    return flags, plus or "r" in letters, plus or "r" not in letters


class FileIO(_RawIOBase):
    """Open a file."""

    def __init__(self, file, mode="r", closefd=True, opener=None):
        self._closed = True
        flags, self._readable, self._writable = _flags(mode)
        self.name = file
        self._append = "a" in mode
        self._created = "x" in mode
        self._closefd = closefd
        if isinstance(file, int):
            if file < 0:
                raise ValueError("negative file descriptor")
            self._fd = file
        else:
            if not closefd:
                raise ValueError("Cannot use closefd=False with file name")
            import posix
            path = posix.fspath(file)
            if opener is not None:
                self._fd = opener(file, flags | 0o2000000)
            else:
                self._fd = _host.open(path, flags | 0o2000000, 0o666)
            if _host.stat(self._fd, True)[0] & 0o170000 == 0o040000:
                _host.close(self._fd)
                raise IsADirectoryError(EISDIR, "Is a directory", file)
        self._closed = False
        if self._append:
            try:
                _host.seek(self._fd, 0, 2)
            except OSError:
                pass

    @property
    def mode(self):
        if self._created:
            return "xb+" if self._readable else "xb"
        if self._append:
            return "ab+" if self._readable else "ab"
        if self._readable:
            return "rb+" if self._writable else "rb"
        return "wb"

    @property
    def closefd(self):
        return self._closefd

    def readable(self):
        self._check_open()
        return self._readable

    def writable(self):
        self._check_open()
        return self._writable

    def seekable(self):
        self._check_open()
        try:
            _host.seek(self._fd, 0, 1)
        except OSError:
            return False
        return True

    def fileno(self):
        self._check_open()
        return self._fd

    def isatty(self):
        self._check_open()
        return _host.isatty(self._fd)

    def read(self, size=-1, /):
        self._check_open()
        if not self._readable:
            self._unsupported("File not open for reading")
        if size is None or size < 0:
            return self.readall()
        return _host.read(self._fd, size)

    def readall(self):
        self._check_open()
        parts = []
        while part := _host.read(self._fd, DEFAULT_BUFFER_SIZE):
            parts.append(part)
        return b"".join(parts)

    def readinto(self, buffer, /):
        data = self.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    def write(self, data, /):
        self._check_open()
        if not self._writable:
            self._unsupported("File not open for writing")
        return _host.write(self._fd, data)

    def seek(self, offset, whence=0, /):
        self._check_open()
        return _host.seek(self._fd, offset, whence)

    def truncate(self, size=None, /):
        self._check_open()
        if not self._writable:
            self._unsupported("File not open for writing")
        size = self.tell() if size is None else size
        _host.truncate(self._fd, size)
        return size

    def close(self):
        if not self._closed:
            self._closed = True
            if self._closefd:
                _host.close(self._fd)

    def __repr__(self):
        if self._closed:
            return "<_io.FileIO [closed]>"
        return f"<_io.FileIO name={self.name!r} mode={self.mode!r} closefd={self._closefd}>"


# Files with something that is not written yet: kept alive until it is, at the latest at the end of the program.
_unflushed = {}


def _flush_all():
    """Writes what files that nobody closed still hold."""
    while _unflushed:
        _, file = _unflushed.popitem()
        try:
            file.flush()
        except Exception:
            pass


class _Buffered(_BufferedIOBase):
    """Buffers what is read from and written to a raw file."""

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        if buffer_size <= 0:
            raise ValueError("invalid buffer size")
        self.raw = raw
        self._size = buffer_size
        self._ahead = b""
        self._place = 0
        self._pending = []
        self._pending_size = 0

    @property
    def closed(self):
        return self.raw.closed

    @property
    def name(self):
        return self.raw.name

    @property
    def mode(self):
        return self.raw.mode

    def readable(self):
        return self.raw.readable()

    def writable(self):
        return self.raw.writable()

    def seekable(self):
        return self.raw.seekable()

    def fileno(self):
        return self.raw.fileno()

    def isatty(self):
        return self.raw.isatty()

    def _drop_ahead(self):
        left = len(self._ahead) - self._place
        if left:
            self.raw.seek(-left, 1)
        self._ahead, self._place = b"", 0

    def flush(self):
        self._check_open()
        if self._pending:
            data = b"".join(self._pending)
            self._pending, self._pending_size = [], 0
            _unflushed.pop(id(self), None)
            while data:
                written = self.raw.write(data)
                data = data[written:]
        self.raw.flush()

    def close(self):
        if not self.raw.closed:
            try:
                self.flush()
            finally:
                self.raw.close()

    def detach(self):
        self.flush()
        raw, self.raw = self.raw, None
        return raw

    def write(self, data, /):
        self._check_open()
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        if not self.raw.writable():
            self._unsupported("write")
        if self._ahead:
            self._drop_ahead()
        data = bytes(data)
        _unflushed[id(self)] = self
        self._pending.append(data)
        self._pending_size += len(data)
        if self._pending_size >= self._size:
            self.flush()
        return len(data)

    def _fill(self):
        self._ahead = self.raw.read(self._size) or b""
        self._place = 0
        return self._ahead

    def read(self, size=-1, /):
        self._check_open()
        if not self.raw.readable():
            self._unsupported("read")
        if self._pending:
            self.flush()
        if size is None or size < 0:
            rest = self._ahead[self._place:]
            self._ahead, self._place = b"", 0
            return rest + self.raw.readall()
        parts = []
        while size > 0:
            part = self._ahead[self._place:self._place + size]
            if not part:
                if not self._fill():
                    break
                continue
            self._place += len(part)
            size -= len(part)
            parts.append(part)
        return b"".join(parts)

    def read1(self, size=-1, /):
        self._check_open()
        if self._place >= len(self._ahead):
            self._fill()
        end = len(self._ahead) if size is None or size < 0 else self._place + size
        part = self._ahead[self._place:end]
        self._place += len(part)
        return part

    def peek(self, size=0, /):
        self._check_open()
        if self._place >= len(self._ahead):
            self._fill()
        return self._ahead[self._place:]

    def readline(self, size=-1, /):
        self._check_open()
        if self._pending:
            self.flush()
        size = -1 if size is None else size
        parts, total = [], 0
        while size < 0 or total < size:
            if self._place >= len(self._ahead) and not self._fill():
                break
            end = self._ahead.find(b"\n", self._place) + 1 or len(self._ahead)
            if size >= 0:
                end = min(end, self._place + size - total)
            part = self._ahead[self._place:end]
            self._place = end
            parts.append(part)
            total += len(part)
            if part.endswith(b"\n"):
                break
        return b"".join(parts)

    def seek(self, offset, whence=0, /):
        self._check_open()
        self.flush()
        self._drop_ahead()
        return self.raw.seek(offset, whence)

    def tell(self):
        self._check_open()
        return self.raw.seek(0, 1) - (len(self._ahead) - self._place) + self._pending_size

    def truncate(self, size=None, /):
        self._check_open()
        self.flush()
        return self.raw.truncate(self.tell() if size is None else size)

    def __repr__(self):
        return f"<_io.{type(self).__name__} name={self.raw.name!r}>"


class BufferedReader(_Buffered):
    """Create a new buffered reader using the given readable raw IO object."""


class BufferedWriter(_Buffered):
    """A buffer for a writeable sequential RawIO object."""


class BufferedRandom(_Buffered):
    """A buffered interface to random access streams."""


class BufferedRWPair(_BufferedIOBase):
    """A buffered reader and writer object together."""

    def __init__(self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /):
        self._reader = BufferedReader(reader, buffer_size)
        self._writer = BufferedWriter(writer, buffer_size)

    def read(self, size=-1, /):
        return self._reader.read(size)

    def write(self, data, /):
        return self._writer.write(data)

    def readable(self):
        return True

    def writable(self):
        return True

    def flush(self):
        self._writer.flush()

    def close(self):
        self._writer.close()
        self._reader.close()

    @property
    def closed(self):
        return self._writer.closed


class BytesIO(_BufferedIOBase):
    """Buffered I/O implementation using an in-memory bytes buffer."""

    def __init__(self, initial_bytes=b""):
        self._buffer = bytearray(b"" if initial_bytes is None else initial_bytes)
        self._pos = 0

    def getvalue(self):
        """Retrieve the entire contents of the BytesIO object."""
        self._check_open()
        return bytes(self._buffer)

    def getbuffer(self):
        """Get a read-write view over the contents of the BytesIO object."""
        self._check_open()
        return memoryview(self._buffer)

    def readable(self):
        self._check_open()
        return True

    writable = seekable = readable

    def read(self, size=-1, /):
        self._check_open()
        end = len(self._buffer) if size is None or size < 0 else self._pos + size
        part = bytes(self._buffer[self._pos:end])
        self._pos += len(part)
        return part

    read1 = read

    def readline(self, size=-1, /):
        self._check_open()
        end = self._buffer.find(b"\n", self._pos) + 1 or len(self._buffer)
        if size is not None and size >= 0:
            end = min(end, self._pos + size)
        part = bytes(self._buffer[self._pos:end])
        self._pos += len(part)
        return part

    def write(self, data, /):
        self._check_open()
        if isinstance(data, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = bytes(data)
        if self._pos > len(self._buffer):
            self._buffer += bytes(self._pos - len(self._buffer))
        self._buffer[self._pos:self._pos + len(data)] = data
        self._pos += len(data)
        return len(data)

    def seek(self, offset, whence=0, /):
        self._check_open()
        if whence == 0:
            if offset < 0:
                raise ValueError(f"negative seek value {offset}")
            self._pos = offset
        elif whence in (1, 2):
            self._pos = max(0, (self._pos if whence == 1 else len(self._buffer)) + offset)
        else:
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        return self._pos

    def tell(self):
        self._check_open()
        return self._pos

    def truncate(self, size=None, /):
        self._check_open()
        size = self._pos if size is None else size
        if size < 0:
            raise ValueError(f"negative size value {size}")
        del self._buffer[size:]
        return size


class IncrementalNewlineDecoder:
    """Codec used when reading a file in universal newlines mode."""

    def __init__(self, decoder, translate, errors="strict"):
        self.decoder = decoder
        self.translate = translate
        self._held = False
        self._seen = 0

    def decode(self, input, final=False):
        text = input if self.decoder is None else self.decoder.decode(input, final=final)
        if self._held and (text or final):
            text = "\r" + text
            self._held = False
        if text.endswith("\r") and not final:
            text = text[:-1]
            self._held = True
        crlf = text.count("\r\n")
        cr = text.count("\r") - crlf
        lf = text.count("\n") - crlf
        self._seen |= (lf and 1) | (cr and 2) | (crlf and 4)
        if self.translate:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def reset(self):
        self._held = False
        self._seen = 0
        if self.decoder is not None:
            self.decoder.reset()

    @property
    def newlines(self):
        kinds = [kind for bit, kind in ((2, "\r"), (1, "\n"), (4, "\r\n")) if self._seen & bit]
        return None if not kinds else kinds[0] if len(kinds) == 1 else tuple(kinds)


class _Text(_TextIOBase):
    """Text in memory with a position: what StringIO and read text have in common."""

    def _setup(self, newline):
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError(f"illegal newline value: {newline!r}")
        self._newline = newline
        self._translate_in = newline is None
        self._line_end = None if newline in (None, "") else newline

    def _end_of_line(self, text, start):
        """The end of the line that begins at start, or 0."""
        if self._newline == "":
            ends = [place + len(mark) for mark in ("\r\n", "\r", "\n") if (place := text.find(mark, start)) >= 0]
            if not ends:
                return 0
            first = min(ends)
            return first + 1 if text[first - 1:first + 1] == "\r\n" else first
        mark = self._line_end or "\n"
        place = text.find(mark, start)
        return place + len(mark) if place >= 0 else 0


class StringIO(_Text):
    """Text I/O implementation using an in-memory buffer."""

    def __init__(self, initial_value="", newline="\n"):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError(f"initial_value must be str or None, not {type(initial_value).__name__}")
        self._setup(newline)
        self._parts = []
        self._text = ""
        self._pos = 0
        if initial_value:
            self.write(initial_value)
            self._pos = 0

    def _whole(self):
        if self._parts:
            self._text += "".join(self._parts)
            self._parts = []
        return self._text

    def _size(self):
        return len(self._whole())

    def getvalue(self):
        """Retrieve the entire contents of the object."""
        self._check_open()
        return self._whole()

    def readable(self):
        self._check_open()
        return True

    writable = seekable = readable

    @property
    def line_buffering(self):
        return False

    def write(self, text, /):
        self._check_open()
        if not isinstance(text, str):
            raise TypeError(f"string argument expected, got '{type(text).__name__}'")
        count = len(text)
        if self._newline is None:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        elif self._newline in ("\r", "\r\n"):
            text = text.replace("\n", self._newline)
        if not text:
            return count
        if self._pos is None:
            self._parts.append(text)
            return count
        whole = self._whole()
        if self._pos == len(whole):
            self._parts.append(text)
            self._pos = None
            return count
        if self._pos > len(whole):
            whole += "\0" * (self._pos - len(whole))
        self._text = whole[:self._pos] + text + whole[self._pos + len(text):]
        self._pos += len(text)
        return count

    def _position(self):
        if self._pos is None:
            self._pos = self._size()
        return self._pos

    def read(self, size=-1, /):
        self._check_open()
        start = self._position()
        whole = self._whole()
        end = len(whole) if size is None or size < 0 else start + size
        part = whole[start:end]
        self._pos += len(part)
        return part

    def readline(self, size=-1, /):
        self._check_open()
        start = self._position()
        whole = self._whole()
        end = self._end_of_line(whole, start) or len(whole)
        if size is not None and size >= 0:
            end = min(end, start + size)
        part = whole[start:end]
        self._pos += len(part)
        return part

    def seek(self, offset, whence=0, /):
        self._check_open()
        if whence not in (0, 1, 2):
            raise ValueError(f"Invalid whence ({whence}, should be 0, 1 or 2)")
        if whence == 0:
            if offset < 0:
                raise ValueError(f"Negative seek position {offset}")
            self._pos = offset
        else:
            if offset:
                raise OSError("Can't do nonzero cur-relative seeks")
            self._pos = self._position() if whence == 1 else self._size()
        return self._pos

    def tell(self):
        self._check_open()
        return self._position()

    def truncate(self, size=None, /):
        self._check_open()
        size = self._position() if size is None else size
        if size < 0:
            raise ValueError(f"Negative size value {size}")
        self._position()
        self._text = self._whole()[:size]
        return size


class TextIOWrapper(_Text):
    """Character and line based layer over a BufferedIOBase object, buffer."""

    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False):
        self._setup(newline)
        self.buffer = buffer
        self.encoding = "utf-8" if encoding in (None, "locale") else encoding
        self.errors = "strict" if errors is None else errors
        "".encode(self.encoding)
        self.line_buffering = line_buffering
        self.write_through = write_through
        self._text = None
        self._pos = 0

    @property
    def closed(self):
        return self.buffer.closed

    @property
    def name(self):
        return self.buffer.name

    def readable(self):
        return self.buffer.readable()

    def writable(self):
        return self.buffer.writable()

    def seekable(self):
        return self.buffer.seekable()

    def fileno(self):
        return self.buffer.fileno()

    def isatty(self):
        return self.buffer.isatty()

    def _decode(self, data):
        text = data.decode(self.encoding, self.errors)
        if self._translate_in and "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text

    def _rest(self):
        """All that is left, decoded at once: an encoded character may not be cut in two."""
        if self._text is None:
            if not self.buffer.readable():
                self._unsupported("not readable")
            self._start = self.buffer.tell() if self.buffer.seekable() else 0
            self._text = self._decode(self.buffer.read())
            self._pos = 0
        return self._text

    def read(self, size=-1, /):
        self._check_open()
        text = self._rest()
        end = len(text) if size is None or size < 0 else self._pos + size
        part = text[self._pos:end]
        self._pos += len(part)
        return part

    def readline(self, size=-1, /):
        self._check_open()
        if self._text is None and self._newline is None and self.buffer.readable():
            line = self._plain_line(size)
            if line is not None:
                return line
        text = self._rest()
        end = self._end_of_line(text, self._pos) or len(text)
        if size is not None and size >= 0:
            end = min(end, self._pos + size)
        part = text[self._pos:end]
        self._pos += len(part)
        return part

    def _plain_line(self, size):
        """A line of an encoding whose newline is one byte, without reading the rest."""
        if size is not None and size >= 0 or self.encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "ascii", "latin-1", "iso-8859-1"):
            return None
        line = self.buffer.readline()
        if b"\r" in line:
            if line.endswith(b"\r\n") and line.count(b"\r") == 1:
                line = line[:-2] + b"\n"
            else:
                # Lone returns end lines too.
                self._start = 0
                self._text = self._decode(line + self.buffer.read())
                self._pos = 0
                return None
        return line.decode(self.encoding, self.errors)

    def write(self, text, /):
        self._check_open()
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if not self.buffer.writable():
            self._unsupported("not writable")
        if self._text is not None:
            self.seek(self.tell())
        data = text
        if self._newline in ("\r", "\r\n"):
            data = text.replace("\n", self._newline)
        self.buffer.write(data.encode(self.encoding, self.errors))
        if self.line_buffering and ("\n" in text or "\r" in text):
            self.flush()
        return len(text)

    def flush(self):
        self._check_open()
        self.buffer.flush()

    def close(self):
        if self.buffer is not None and not self.buffer.closed:
            try:
                self.flush()
            finally:
                self.buffer.close()

    def detach(self):
        self.flush()
        buffer, self.buffer = self.buffer, None
        return buffer

    def reconfigure(self, *, encoding=None, errors=None, newline=Ellipsis, line_buffering=None, write_through=None):
        """Reconfigure the text stream with new parameters."""
        if encoding is not None:
            self.encoding = encoding
        if errors is not None:
            self.errors = errors
        if newline is not Ellipsis:
            self._setup(newline)
        if line_buffering is not None:
            self.line_buffering = line_buffering
        if write_through is not None:
            self.write_through = write_through

    def tell(self):
        self._check_open()
        if not self.seekable():
            self._unsupported("underlying stream is not seekable")
        if self._text is None:
            return self.buffer.tell()
        return self._start + len(self._text[:self._pos].encode(self.encoding, self.errors))

    def seek(self, offset, whence=0, /):
        self._check_open()
        if whence == 1:
            if offset:
                self._unsupported("can't do nonzero cur-relative seeks")
            offset = self.tell()
        elif whence == 2:
            if offset:
                self._unsupported("can't do nonzero end-relative seeks")
            self._text = None
            return self.buffer.seek(0, 2)
        elif whence != 0:
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        if offset < 0:
            raise ValueError(f"negative seek position {offset}")
        self._text = None
        return self.buffer.seek(offset)

    def truncate(self, size=None, /):
        self.flush()
        return self.buffer.truncate(self.tell() if size is None else size)

    def __repr__(self):
        mode = getattr(self, "mode", None)
        shown = f" mode={mode!r}" if mode is not None else ""
        return f"<_io.TextIOWrapper name={self.name!r}{shown} encoding={self.encoding!r}>"


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    """Open file and return a stream.  Raise OSError upon failure."""
    if not isinstance(file, int):
        import posix
        file = posix.fspath(file)
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    letters = set(mode)
    if letters - set("axrwb+t") or len(mode) > len(letters):
        raise ValueError(f"invalid mode: '{mode}'")
    binary = "b" in letters
    if binary and "t" in letters:
        raise ValueError("can't have text and binary mode at once")
    if len(letters & set("axrw")) != 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if binary:
        for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None:
                raise ValueError(f"binary mode doesn't take {'an ' if name != 'newline' else 'a '}{name} argument")
    raw = FileIO(file, mode.replace("t", ""), closefd, opener)
    if buffering == 0:
        if binary:
            return raw
        raw.close()
        raise ValueError("can't have unbuffered text I/O")
    size = buffering if buffering > 1 else DEFAULT_BUFFER_SIZE
    if "+" in letters:
        buffer = BufferedRandom(raw, size)
    elif "r" in letters:
        buffer = BufferedReader(raw, size)
    else:
        buffer = BufferedWriter(raw, size)
    if binary:
        return buffer
    try:
        text = TextIOWrapper(buffer, encoding, errors, newline, buffering == 1 or raw.isatty())
    except BaseException:
        buffer.close()
        raise
    text.mode = mode
    return text


def open_code(path):
    """Opens the provided file with the intent to import the contents."""
    return open(path, "rb")
