"""The registry of codecs and error handlers, and the codecs that every program has."""

import _codecs_engine as _engine

_search_functions = []
_cache = {}


def register(search_function, /):
    """Register a codec search function."""
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _search_functions.append(search_function)


def unregister(search_function, /):
    """Unregister a codec search function and clear the registry's cache."""
    if search_function in _search_functions:
        _search_functions.remove(search_function)
        _cache.clear()


def lookup(encoding, /):
    """Looks up a codec tuple in the Python codec registry and returns a CodecInfo object."""
    if not isinstance(encoding, str):
        raise TypeError(f"lookup() argument must be str, not {type(encoding).__name__}")
    if "\0" in encoding:
        raise ValueError("embedded null character")
    name = encoding.replace(" ", "_").lower() if encoding.isascii() else encoding
    info = _cache.get(name)
    if info is not None:
        return info
    if not _search_functions:
        import encodings
    for function in _search_functions:
        info = function(name)
        if info is None:
            continue
        if not isinstance(info, tuple) or len(info) != 4:
            raise TypeError("codec search functions must return 4-tuples")
        _cache[name] = info
        return info
    raise LookupError(f"unknown encoding: {encoding}")


def encode(obj, encoding="utf-8", errors="strict"):
    """Encodes obj using the codec registered for encoding."""
    if isinstance(obj, str) and _engine.is_built_in(encoding):
        return _engine.encode(obj, encoding, errors)
    return _call(lookup(encoding)[0], obj, errors, "encoder", encoding)


def decode(obj, encoding="utf-8", errors="strict"):
    """Decodes obj using the codec registered for encoding."""
    return _call(lookup(encoding)[1], obj, errors, "decoder", encoding)


def _call(function, obj, errors, what, encoding):
    result = function(obj, errors)
    if not isinstance(result, tuple) or len(result) != 2:
        raise TypeError(f"{what} must return a tuple (object, integer)")
    return result[0]


def _text_codec(encoding, alternative):
    info = lookup(encoding)
    if not getattr(info, "_is_text_encoding", True):
        raise LookupError(f"'{encoding}' is not a text encoding; use {alternative} to handle arbitrary codecs")
    return info


def _encode_text(text, encoding, errors):
    return _call(_text_codec(encoding, "codecs.encode()")[0], text, errors, "encoder", encoding)


def _decode_text(data, encoding, errors):
    return _call(_text_codec(encoding, "codecs.decode()")[1], data, errors, "decoder", encoding)


# -- Error handlers --------------------------------------------------------------------------------


def _wrong_type(error):
    return TypeError(f"don't know how to handle {type(error).__name__} in error callback")


def strict_errors(error, /):
    """Implements the 'strict' error handling, which raises a UnicodeError on coding errors."""
    if isinstance(error, BaseException):
        raise error
    raise TypeError("codec must pass exception instance")


def ignore_errors(error, /):
    """Implements the 'ignore' error handling, which ignores malformed data and continues."""
    if not isinstance(error, (UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError)):
        raise _wrong_type(error)
    return "", error.end


def replace_errors(error, /):
    """Implements the 'replace' error handling, which replaces malformed data with a replacement marker."""
    if isinstance(error, UnicodeEncodeError):
        return "?" * (error.end - error.start), error.end
    if isinstance(error, UnicodeDecodeError):
        return "\ufffd", error.end
    if isinstance(error, UnicodeTranslateError):
        return "\ufffd" * (error.end - error.start), error.end
    raise _wrong_type(error)


def xmlcharrefreplace_errors(error, /):
    """Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with the appropriate XML character reference."""
    if not isinstance(error, UnicodeEncodeError):
        raise _wrong_type(error)
    return "".join([f"&#{ord(c)};" for c in error.object[error.start:error.end]]), error.end


def _escaped(point):
    if point < 0x100:
        return f"\\x{point:02x}"
    if point < 0x10000:
        return f"\\u{point:04x}"
    return f"\\U{point:08x}"


def backslashreplace_errors(error, /):
    """Implements the 'backslashreplace' error handling, which replaces malformed data with a backslashed escape sequence."""
    if isinstance(error, (UnicodeEncodeError, UnicodeTranslateError)):
        return "".join([_escaped(ord(c)) for c in error.object[error.start:error.end]]), error.end
    if isinstance(error, UnicodeDecodeError):
        return "".join([f"\\x{byte:02x}" for byte in error.object[error.start:error.end]]), error.end
    raise _wrong_type(error)


def namereplace_errors(error, /):
    r"""Implements the 'namereplace' error handling, which replaces an unencodable character with a \N{...} escape sequence."""
    if not isinstance(error, UnicodeEncodeError):
        raise _wrong_type(error)
    from unicodedata import name
    parts = []
    for character in error.object[error.start:error.end]:
        text = name(character, None)
        parts.append(_escaped(ord(character)) if text is None else f"\\N{{{text}}}")
    return "".join(parts), error.end


def _surrogateescape(error, /):
    if isinstance(error, UnicodeEncodeError):
        data = bytearray()
        for character in error.object[error.start:error.end]:
            point = ord(character)
            if not 0xDC80 <= point <= 0xDCFF:
                raise error
            data.append(point - 0xDC00)
        return bytes(data), error.end
    if isinstance(error, UnicodeDecodeError):
        text = ""
        for byte in error.object[error.start:error.end][:4]:
            if byte < 128:
                break
            text += chr(0xDC00 + byte)
        if not text:
            raise error
        return text, error.start + len(text)
    raise _wrong_type(error)


def _surrogatepass(error, /):
    wide = {"utf-16": (2, "little"), "utf-16-le": (2, "little"), "utf-16-be": (2, "big"), "utf-32": (4, "little"),
            "utf-32-le": (4, "little"), "utf-32-be": (4, "big")}.get(error.encoding.replace("_", "-"))
    if isinstance(error, UnicodeEncodeError):
        data = bytearray()
        for character in error.object[error.start:error.end]:
            point = ord(character)
            if not 0xD800 <= point <= 0xDFFF:
                raise error
            if wide:
                data += point.to_bytes(*wide)
            else:
                data += bytes((0xE0 | point >> 12, 0x80 | point >> 6 & 0x3F, 0x80 | point & 0x3F))
        return bytes(data), error.end
    if isinstance(error, UnicodeDecodeError):
        size = wide[0] if wide else 3
        part = error.object[error.start:error.start + size]
        if len(part) < size:
            raise error
        if wide:
            point = int.from_bytes(part, wide[1])
        elif part[0] & 0xF0 == 0xE0 and part[1] & 0xC0 == 0x80 and part[2] & 0xC0 == 0x80:
            point = (part[0] & 15) << 12 | (part[1] & 63) << 6 | part[2] & 63
        else:
            raise error
        if not 0xD800 <= point <= 0xDFFF:
            raise error
        return chr(point), error.start + size
    raise _wrong_type(error)


_handlers = _engine.error_handlers()
_builtin_handlers = {
    "strict": strict_errors, "ignore": ignore_errors, "replace": replace_errors,
    "xmlcharrefreplace": xmlcharrefreplace_errors, "backslashreplace": backslashreplace_errors,
    "namereplace": namereplace_errors, "surrogateescape": _surrogateescape, "surrogatepass": _surrogatepass,
}


def register_error(errors, handler, /):
    """Register the specified error handler under the name errors."""
    if not callable(handler):
        raise TypeError("handler must be callable")
    _handlers[errors] = handler


def lookup_error(name, /):
    """lookup_error(errors) -> handler"""
    handler = _handlers.get(name) or _builtin_handlers.get(name)
    if handler is None:
        raise LookupError(f"unknown error handler name '{name}'")
    return handler


def _unregister_error(name, /):
    if name in _builtin_handlers:
        raise ValueError(f"cannot un-register built-in error handler '{name}'")
    return _handlers.pop(name, None) is not None


# -- The built-in codecs ---------------------------------------------------------------------------


def _define(name, encoding, stateful):
    def encoder(text, errors=None, /):
        return _engine.encode(text, encoding, errors or "strict"), len(text)

    if stateful:
        def decoder(data, errors=None, final=False, /):
            return _engine.decode(data, encoding, errors or "strict", final)
    else:
        def decoder(data, errors=None, /):
            return _engine.decode(data, encoding, errors or "strict", True)
    for function, part in ((encoder, "encode"), (decoder, "decode")):
        function.__name__ = function.__qualname__ = f"{name}_{part}"
        # As class attributes they must not become methods, as built-in functions do not.
        globals()[function.__name__] = staticmethod(function)


for _name, _encoding, _stateful in (
        ("utf_8", "utf-8", True), ("utf_16", "utf-16", True), ("utf_16_le", "utf-16-le", True),
        ("utf_16_be", "utf-16-be", True), ("utf_32", "utf-32", True), ("utf_32_le", "utf-32-le", True),
        ("utf_32_be", "utf-32-be", True), ("ascii", "ascii", False), ("latin_1", "latin-1", False)):
    _define(_name, _encoding, _stateful)


def _ex_decode(detect, width, little, big):
    def decoder(data, errors=None, byteorder=0, final=False, /):
        used = 0
        if byteorder == 0 and len(data) >= width:
            mark = detect(bytes(data[:width]))
            if mark:
                byteorder, used = mark, width
        if byteorder == 0 and len(data) < width and not final:
            return "", 0, 0
        encoding = big if byteorder == 1 else little
        text, count = _engine.decode(bytes(data[used:]), encoding, errors or "strict", final)
        return text, count + used, byteorder
    return decoder


utf_16_ex_decode = _ex_decode(lambda mark: {b"\xff\xfe": -1, b"\xfe\xff": 1}.get(mark, 0), 2, "utf-16-le", "utf-16-be")
utf_32_ex_decode = _ex_decode(lambda mark: {b"\xff\xfe\0\0": -1, b"\0\0\xfe\xff": 1}.get(mark, 0), 4,
                              "utf-32-le", "utf-32-be")


def utf_16_encode(text, errors=None, byteorder=0, /):
    encoding = {-1: "utf-16-le", 0: "utf-16", 1: "utf-16-be"}[byteorder]
    return _engine.encode(text, encoding, errors or "strict"), len(text)


def utf_32_encode(text, errors=None, byteorder=0, /):
    encoding = {-1: "utf-32-le", 0: "utf-32", 1: "utf-32-be"}[byteorder]
    return _engine.encode(text, encoding, errors or "strict"), len(text)


def unicode_escape_encode(text, errors=None, /):
    return _engine.encode(text, "unicode_escape", errors or "strict"), len(text)


def unicode_escape_decode(data, errors=None, final=True, /):
    return _engine.decode(data, "unicode_escape", errors or "strict", final)


def raw_unicode_escape_encode(text, errors=None, /):
    return _engine.encode(text, "raw_unicode_escape", errors or "strict"), len(text)


def raw_unicode_escape_decode(data, errors=None, final=True, /):
    return _engine.decode(data, "raw_unicode_escape", errors or "strict", final)


def readbuffer_encode(data, errors=None, /):
    if isinstance(data, str):
        data = data.encode()
    return bytes(data), len(data)


def escape_encode(data, errors=None, /):
    return _engine.escape_bytes(data), len(data)


def escape_decode(data, errors=None, /):
    if isinstance(data, str):
        data = data.encode()
    result = bytearray()
    position, end = 0, len(data)
    simple = {0x5C: 0x5C, 0x27: 0x27, 0x22: 0x22, 0x61: 7, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9, 0x76: 11}
    while position < end:
        byte = data[position]
        position += 1
        if byte != 0x5C:
            result.append(byte)
            continue
        if position >= end:
            raise ValueError("Trailing \\ in string")
        byte = data[position]
        position += 1
        if byte == 10:
            continue
        if byte in simple:
            result.append(simple[byte])
        elif 0x30 <= byte <= 0x37:
            stop = position
            while stop < min(end, position + 2) and 0x30 <= data[stop] <= 0x37:
                stop += 1
            result.append(int(data[position - 1:stop], 8) & 255)
            position = stop
        elif byte == 0x78:
            digits = bytes(data[position:position + 2])
            if len(digits) == 2 and all(digit in b"0123456789abcdefABCDEF" for digit in digits):
                result.append(int(digits, 16))
                position += 2
            elif not errors or errors == "strict":
                raise ValueError(f"invalid \\x escape at position {position - 2}")
            else:
                if errors == "replace":
                    result += b"?"
                elif errors != "ignore":
                    raise ValueError(f"decoding error; unknown error handling code: {errors}")
                if digits[:1] and digits[0] in b"0123456789abcdefABCDEF":
                    position += 1
        else:
            result += bytes((0x5C, byte))
    return bytes(result), len(data)


class EncodingMap:
    """A table from characters to bytes."""

    __slots__ = ("_map",)

    def __init__(self, table):
        self._map = {ord(character): byte for byte, character in enumerate(table) if character != "\ufffe"}

    def __getitem__(self, key):
        return self._map[key]

    def size(self):
        return len(self._map)


def charmap_build(map, /):
    return EncodingMap(map)


def charmap_encode(text, errors=None, mapping=None, /):
    if mapping is None:
        return _engine.encode(text, "latin-1", errors or "strict"), len(text)
    result = bytearray()
    errors = errors or "strict"
    position, end = 0, len(text)

    def byte_of(character):
        try:
            value = mapping[ord(character)]
        except LookupError:
            return None
        if value is None:
            return None
        if isinstance(value, int):
            if not 0 <= value < 256:
                raise TypeError("character mapping must be in range(256)")
            return bytes((value,))
        if isinstance(value, bytes):
            return value
        raise TypeError(f"character mapping must return integer, bytes or None, not {type(value).__name__}")

    while position < end:
        value = byte_of(text[position])
        if value is not None:
            result += value
            position += 1
            continue
        stop = position + 1
        while stop < end and byte_of(text[stop]) is None:
            stop += 1
        error = UnicodeEncodeError("charmap", text, position, stop, "character maps to <undefined>")
        if errors == "strict":
            raise error
        replacement, position = lookup_error(errors)(error)
        if isinstance(replacement, bytes):
            result += replacement
        else:
            for character in replacement:
                value = byte_of(character)
                if value is None:
                    raise error
                result += value
    return bytes(result), end


def charmap_decode(data, errors=None, mapping=None, /):
    if mapping is None:
        return _engine.decode(data, "latin-1", errors or "strict", True)
    data = bytes(data)
    errors = errors or "strict"
    parts = []
    position, end = 0, len(data)
    while position < end:
        try:
            value = mapping[data[position]]
        except LookupError:
            value = None
        if isinstance(value, int):
            if not 0 <= value <= 0x10FFFF:
                raise TypeError("character mapping must be in range(0x110000)")
            value = None if value == 0xFFFE else chr(value)
        elif value is not None and not isinstance(value, str):
            raise TypeError("character mapping must return integer, None or str")
        if value is not None and value != "\ufffe":
            parts.append(value)
            position += 1
            continue
        error = UnicodeDecodeError("charmap", data, position, position + 1, "character maps to <undefined>")
        if errors == "strict":
            raise error
        replacement, position = lookup_error(errors)(error)
        parts.append(replacement)
    return "".join(parts), end


_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_DIRECT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'(),-./:? \t\n\r!\"#$%&*;<=>@[]^_`{|}")


def utf_7_encode(text, errors=None, /):
    result = []
    bits = count = 0
    inside = False
    for position, character in enumerate(text):
        if inside:
            if character in _DIRECT:
                if count:
                    result.append(_BASE64[bits << (6 - count) & 63])
                    bits = count = 0
                inside = False
                if character in _BASE64 or character == "-":
                    result.append("-")
                result.append(character)
                continue
        elif character == "+":
            result.append("+-")
            continue
        elif character in _DIRECT:
            result.append(character)
            continue
        else:
            result.append("+")
            inside = True
        data = character.encode("utf-16-be", "surrogatepass")
        for byte in data:
            bits = bits << 8 | byte
            count += 8
            while count >= 6:
                count -= 6
                result.append(_BASE64[bits >> count & 63])
            bits &= (1 << count) - 1
    if count:
        result.append(_BASE64[bits << (6 - count) & 63])
    if inside:
        result.append("-")
    return "".join(result).encode("ascii"), len(text)


def utf_7_decode(data, errors=None, final=False, /):
    data = bytes(data)
    errors = errors or "strict"
    units = []
    parts = []
    position, end = 0, len(data)

    def flush():
        if units:
            raw = b"".join(unit.to_bytes(2, "big") for unit in units)
            parts.append(raw.decode("utf-16-be", "surrogatepass"))
            units.clear()

    while position < end:
        byte = data[position]
        if byte != 0x2B:
            if byte < 128:
                parts.append(chr(byte))
                position += 1
                continue
            error = UnicodeDecodeError("utf7", data, position, position + 1, "unexpected special character")
        else:
            start = position
            position += 1
            bits = count = 0
            while position < end and chr(data[position]) in _BASE64:
                bits = bits << 6 | _BASE64.index(chr(data[position]))
                count += 6
                position += 1
                if count >= 16:
                    count -= 16
                    units.append(bits >> count & 0xFFFF)
                    bits &= (1 << count) - 1
            if position >= end and not final:
                units.clear()
                return "".join(parts), start
            if position == start + 1 and position < end and data[position] == 0x2D:
                parts.append("+")
                position += 1
                continue
            problem = None
            if count >= 6:
                problem = "partial character in base64 sequence"
            elif bits:
                problem = "non-zero padding bits in base64 sequence"
            elif position >= end:
                problem = "unterminated shift sequence"
            elif position == start + 1:
                problem = "ill-formed sequence"
            flush()
            if problem is None:
                if position < end and data[position] == 0x2D:
                    position += 1
                continue
            error = UnicodeDecodeError("utf7", data, start, max(position, start + 1), problem)
        if errors == "strict":
            raise error
        replacement, position = lookup_error(errors)(error)
        parts.append(replacement)
    return "".join(parts), end


for _name in [name for name in globals() if name.endswith(("_encode", "_decode")) and name != "_name"]:
    _function = globals()[_name]
    if not isinstance(_function, staticmethod):
        globals()[_name] = staticmethod(_function)
