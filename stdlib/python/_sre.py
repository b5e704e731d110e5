"""Regular expressions: patterns and matches over the engine."""

import _sre_engine as _engine

MAGIC = 20230612
CODESIZE = 4
MAXREPEAT = 4294967295
MAXGROUPS = 2147483647
_FLAG_UNICODE = 32
_FLAG_LOCALE = 4

_MATCH, _SEARCH, _FULL = 0, 1, 2
_MAX = 1 << 47

unicode_tolower = _engine.unicode_tolower
unicode_iscased = _engine.unicode_iscased


def ascii_tolower(character, /):
    return character + 32 if 65 <= character <= 90 else character


def ascii_iscased(character, /):
    return 65 <= character <= 90 or 97 <= character <= 122


def getlower(character, flags, /):
    if flags & _FLAG_UNICODE:
        return unicode_tolower(character)
    return ascii_tolower(character)


def getcodesize():
    return CODESIZE


def _kind(string):
    if isinstance(string, str):
        return True
    if isinstance(string, (bytes, bytearray)):
        return False
    raise TypeError(f"expected string or bytes-like object, got '{type(string).__name__}'")


class Match:
    """The result of re.match() and re.search().
Match objects always have a boolean value of True."""

    __slots__ = ("re", "string", "pos", "endpos", "_marks", "lastindex")

    def __init__(self, *args):
        raise TypeError("cannot create 're.Match' instances")

    def _place(self, group):
        if not isinstance(group, int):
            if hasattr(group, "__index__"):
                group = group.__index__()
            else:
                group = self.re.groupindex.get(group, -1)
        if not 0 <= group <= self.re.groups:
            raise IndexError("no such group")
        return group

    def span(self, group=0, /):
        """For match object m, return the 2-tuple (m.start(group), m.end(group))."""
        place = self._place(group) * 2
        return self._marks[place], self._marks[place + 1]

    def start(self, group=0, /):
        """Return index of the start of the substring matched by group."""
        return self._marks[self._place(group) * 2]

    def end(self, group=0, /):
        """Return index of the end of the substring matched by group."""
        return self._marks[self._place(group) * 2 + 1]

    def _text(self, place, default=None):
        start = self._marks[place * 2]
        if start < 0:
            return default
        text = self.string[start:self._marks[place * 2 + 1]]
        return bytes(text) if type(text) is bytearray else text

    def group(self, *groups):
        """group([group1, ...]) -> str or tuple.
Return subgroup(s) of the match by indices or names.
For 0 returns the entire match."""
        if not groups:
            return self._text(0)
        if len(groups) == 1:
            return self._text(self._place(groups[0]))
        return tuple([self._text(self._place(group)) for group in groups])

    def __getitem__(self, group):
        return self._text(self._place(group))

    def groups(self, default=None):
        """Return a tuple containing all the subgroups of the match, from 1."""
        return tuple([self._text(place, default) for place in range(1, self.re.groups + 1)])

    def groupdict(self, default=None):
        """Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name."""
        return {name: self._text(place, default) for name, place in self.re.groupindex.items()}

    def expand(self, template):
        """Return the string obtained by doing backslash substitution on the string template, as done by the sub() method."""
        return _expand(_template(self.re, template), self)

    @property
    def lastgroup(self):
        """The name of the last matched capturing group."""
        for name, place in self.re.groupindex.items():
            if place == self.lastindex:
                return name
        return None

    @property
    def regs(self):
        return tuple([self.span(place) for place in range(self.re.groups + 1)])

    def __copy__(self):
        return self

    def __deepcopy__(self, memo, /):
        return self

    def __repr__(self):
        return f"<re.Match object; span={self.span()}, match={self._text(0)!r}>"

    @classmethod
    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


Match.__module__ = "re"


def _template(pattern, template):
    from re import _compile_template
    return _compile_template(pattern, template)


def _expand(template, match):
    parts = []
    for part in template:
        if isinstance(part, int):
            text = match._text(part)
            if text is not None:
                parts.append(text)
        else:
            parts.append(part)
    return (match.re._empty()).join(parts)


def template(pattern, parts, /):
    """The literals and group numbers of a replacement, in order."""
    return [part for part in parts if isinstance(part, int) or part]


class Pattern:
    """Compiled regular expression object."""

    __slots__ = ("pattern", "flags", "groups", "groupindex", "_indexgroup", "_program", "_is_str", "_code", "__weakref__")

    def __init__(self, *args):
        raise TypeError("cannot create 're.Pattern' instances")

    def _empty(self):
        return b"" if self._is_str is False else ""

    def _check(self, string):
        is_str = _kind(string)
        if self._is_str is not None and is_str is not self._is_str:
            if self._is_str:
                raise TypeError("cannot use a string pattern on a bytes-like object")
            raise TypeError("cannot use a bytes pattern on a string-like object")

    def _bounds(self, string, pos, endpos):
        size = len(string)
        pos = min(max(pos, 0), size)
        return pos, min(max(endpos, 0), size)

    def _run(self, string, pos, endpos, start, mode, must_advance=False):
        if endpos < start:
            return None
        marks = _engine.run(self._program, string, start, endpos, mode, must_advance)
        if marks is None:
            return None
        match = Match.__new__(Match)
        match.re = self
        match.string = string
        match.pos = pos
        match.endpos = endpos
        last = marks[-1]
        missing = (self.groups + 1) * 2 - (len(marks) - 2)
        match._marks = marks[:-2] + (-1,) * missing if missing > 0 else marks[:-2]
        match.lastindex = last if last > 0 else None
        return match

    def _one(self, string, pos, endpos, mode):
        self._check(string)
        pos, endpos = self._bounds(string, pos, endpos)
        return self._run(string, pos, endpos, pos, mode)

    def match(self, string, pos=0, endpos=_MAX):
        """Matches zero or more characters at the beginning of the string."""
        return self._one(string, pos, endpos, _MATCH)

    def fullmatch(self, string, pos=0, endpos=_MAX):
        """Matches against all of the string."""
        return self._one(string, pos, endpos, _FULL)

    def search(self, string, pos=0, endpos=_MAX):
        """Scan through string looking for a match, and return a corresponding match object instance.

Return None if no position in the string matches."""
        return self._one(string, pos, endpos, _SEARCH)

    def _matches(self, string, pos=0, endpos=_MAX, mode=_SEARCH):
        self._check(string)
        pos, endpos = self._bounds(string, pos, endpos)
        start, must_advance = pos, False
        while start <= endpos:
            match = self._run(string, pos, endpos, start, mode, must_advance)
            if match is None:
                return
            yield match
            start = match._marks[1]
            must_advance = start == match._marks[0]

    def finditer(self, string, pos=0, endpos=_MAX):
        """Return an iterator over all non-overlapping matches for the RE pattern in string."""
        self._check(string)
        return self._matches(string, pos, endpos)

    def findall(self, string, pos=0, endpos=_MAX):
        """Return a list of all non-overlapping matches of pattern in string."""
        empty = self._empty()
        if self.groups == 0:
            return [match._text(0) for match in self._matches(string, pos, endpos)]
        if self.groups == 1:
            return [match._text(1, empty) for match in self._matches(string, pos, endpos)]
        return [match.groups(empty) for match in self._matches(string, pos, endpos)]

    def split(self, string, maxsplit=0):
        """Split string by the occurrences of pattern."""
        parts = []
        last = 0
        for match in self._matches(string):
            if maxsplit and len(parts) >= maxsplit * (self.groups + 1):
                break
            parts.append(string[last:match._marks[0]])
            parts.extend(match.groups())
            last = match._marks[1]
        parts.append(string[last:])
        return parts

    def subn(self, repl, string, count=0):
        """Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the replacement repl."""
        if callable(repl):
            replace = repl
        else:
            parts = _template(self, repl) if (b"\\" if isinstance(repl, (bytes, bytearray)) else "\\") in repl else None
            replace = (lambda match: repl) if parts is None else (lambda match: _expand(parts, match))
        pieces = []
        last = number = 0
        for match in self._matches(string):
            start, end = match._marks[:2]
            pieces.append(string[last:start])
            text = replace(match)
            if text is not None:
                pieces.append(text)
            last = end
            number += 1
            if count and number >= count:
                break
        pieces.append(string[last:])
        return self._empty().join(pieces) if self._is_str is not None else string[:0].join(pieces), number

    def sub(self, repl, string, count=0):
        """Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl."""
        return self.subn(repl, string, count)[0]

    def scanner(self, string, pos=0, endpos=_MAX):
        self._check(string)
        return _Scanner(self, string, pos, endpos)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo, /):
        return self

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return self.flags == other.flags and self._code == other._code and self.pattern == other.pattern and type(self.pattern) is type(other.pattern)

    def __hash__(self):
        return hash((self.flags, self.pattern))

    def __repr__(self):
        names = []
        flags = self.flags
        if self._is_str:
            flags &= ~_FLAG_UNICODE
        for name, bit in (("IGNORECASE", 2), ("LOCALE", 4), ("MULTILINE", 8), ("DOTALL", 16), ("UNICODE", 32), ("VERBOSE", 64), ("DEBUG", 128), ("ASCII", 256)):
            if flags & bit:
                names.append("re." + name)
                flags &= ~bit
        if flags:
            names.append(hex(flags))
        text = repr(self.pattern)[:200]
        return f"re.compile({text}, {'|'.join(names)})" if names else f"re.compile({text})"

    def __reduce__(self):
        import re
        return re._compile, (self.pattern, self.flags)

    @classmethod
    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


Pattern.__module__ = "re"


class _Scanner:
    __slots__ = ("pattern", "_string", "_pos", "_endpos", "_start", "_advance")

    def __init__(self, pattern, string, pos, endpos):
        self.pattern = pattern
        self._string = string
        self._pos, self._endpos = pattern._bounds(string, pos, endpos)
        self._start = self._pos
        self._advance = False

    def _step(self, mode):
        if self._start is None:
            return None
        match = self.pattern._run(self._string, self._pos, self._endpos, self._start, mode, self._advance)
        if match is None:
            self._start = None
        else:
            self._start = match._marks[1]
            self._advance = match._marks[0] == match._marks[1]
        return match

    def match(self):
        return self._step(_MATCH)

    def search(self):
        return self._step(_SEARCH)


def compile(pattern, flags, code, groups, groupindex, indexgroup, /):
    from types import MappingProxyType
    self = Pattern.__new__(Pattern)
    self.pattern = pattern
    self.flags = flags
    self.groups = groups
    self.groupindex = MappingProxyType(groupindex)
    self._indexgroup = indexgroup
    self._code = code
    self._program = _engine.program(code)
    self._is_str = None if pattern is None else isinstance(pattern, str)
    return self
