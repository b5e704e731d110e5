"""CSV parsing and writing."""

__version__ = "1.0"
QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)

_dialects = {}
_field_limit = 131072


class Error(Exception):
    pass


Error.__module__ = "_csv"
_UNSET = object()


class Dialect:
    """CSV dialect: how values are separated and quoted."""

    __slots__ = ("delimiter", "quotechar", "escapechar", "doublequote", "skipinitialspace", "lineterminator",
                 "quoting", "strict")

    def __new__(cls, dialect=None, delimiter=_UNSET, doublequote=_UNSET, escapechar=_UNSET, lineterminator=_UNSET,
                quotechar=_UNSET, quoting=_UNSET, skipinitialspace=_UNSET, strict=_UNSET):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        if type(dialect) is cls and all(value is _UNSET for value in (
                delimiter, doublequote, escapechar, lineterminator, quotechar, quoting, skipinitialspace, strict)):
            return dialect

        def choose(value, name, default):
            if value is not _UNSET:
                return value
            return default if dialect is None else getattr(dialect, name, default)

        self = object.__new__(cls)
        put = lambda name, value: object.__setattr__(self, name, value)
        put("delimiter", _character("delimiter", choose(delimiter, "delimiter", ","), False))
        put("doublequote", bool(choose(doublequote, "doublequote", True)))
        put("escapechar", _character("escapechar", choose(escapechar, "escapechar", None), True))
        terminator = choose(lineterminator, "lineterminator", "\r\n")
        if not isinstance(terminator, str):
            raise TypeError(f'"lineterminator" must be a string, not {type(terminator).__name__}')
        put("lineterminator", terminator)
        quote = choose(quotechar, "quotechar", '"')
        mode = choose(quoting, "quoting", _UNSET)
        if mode is _UNSET:
            mode = QUOTE_NONE if quote is None else QUOTE_MINIMAL
        if type(mode) is not int:
            raise TypeError(f'"quoting" must be an integer, not {type(mode).__name__}')
        if not 0 <= mode <= 5:
            raise TypeError('bad "quoting" value')
        put("quotechar", _character("quotechar", quote, True))
        if mode != QUOTE_NONE and quote is None:
            raise TypeError("quotechar must be set if quoting enabled")
        put("quoting", mode)
        put("skipinitialspace", bool(choose(skipinitialspace, "skipinitialspace", False)))
        put("strict", bool(choose(strict, "strict", False)))
        self._check()
        return self

    def _check(self):
        space = self.skipinitialspace
        for name in ("delimiter", "escapechar", "quotechar"):
            value = getattr(self, name)
            if value in ("\n", "\r") or value == " " and space:
                raise ValueError(f"bad {name} value")
            if value is not None and value in self.lineterminator:
                raise ValueError(f"bad {name} or lineterminator value")
        if self.delimiter == self.escapechar:
            raise ValueError("bad delimiter or escapechar value")
        if self.delimiter == self.quotechar:
            raise ValueError("bad delimiter or quotechar value")
        if self.escapechar is not None and self.escapechar == self.quotechar:
            raise ValueError("bad escapechar or quotechar value")

    def __setattr__(self, name, value):
        raise AttributeError(f"attribute '{name}' of '_csv.Dialect' objects is not writable")

    def __delattr__(self, name):
        raise AttributeError(f"attribute '{name}' of '_csv.Dialect' objects is not writable")

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle 'Dialect' object")


def _character(name, value, none):
    if value is None and none:
        return None
    if not isinstance(value, str):
        if none:
            raise TypeError(f'"{name}" must be a unicode character or None, not {type(value).__name__}')
        raise TypeError(f'"{name}" must be a unicode character, not {type(value).__name__}')
    if len(value) != 1:
        if none:
            raise TypeError(f'"{name}" must be a unicode character or None, not a string of length {len(value)}')
        raise TypeError(f'"{name}" must be a unicode character, not a string of length {len(value)}')
    return value


def register_dialect(name, /, dialect=None, **options):
    """Create a mapping from a string name to a dialect class."""
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = Dialect(dialect, **options)


def unregister_dialect(name):
    """Delete the name/dialect mapping associated with a string name."""
    try:
        del _dialects[name]
    except (KeyError, TypeError):
        raise Error("unknown dialect") from None


def get_dialect(name):
    """Return the dialect instance associated with name."""
    try:
        return _dialects[name]
    except (KeyError, TypeError):
        raise Error("unknown dialect") from None


def list_dialects():
    """Return a list of all known dialect names."""
    return list(_dialects)


def field_size_limit(new_limit=_UNSET, /):
    """Sets an upper limit on parsed fields."""
    global _field_limit
    old = _field_limit
    if new_limit is not _UNSET:
        if not isinstance(new_limit, int):
            raise TypeError("limit must be an integer")
        _field_limit = new_limit
    return old


_START, _START_FIELD, _ESCAPED, _FIELD, _QUOTED, _ESCAPED_QUOTED, _QUOTE_IN_QUOTED, _EAT, _AFTER_ESCAPED = range(9)


class Reader:
    """CSV reader: iterates over the rows of a file."""

    def __init__(self, iterator, dialect):
        self._lines = iter(iterator)
        self.dialect = dialect
        self.line_num = 0
        # A line without any of these, split at delimiters, is its row.
        self._plain = dialect.quoting not in (QUOTE_NONNUMERIC, QUOTE_STRINGS, QUOTE_NOTNULL) \
            and not dialect.skipinitialspace
        self._special = [c for c in (dialect.quotechar, dialect.escapechar) if c is not None]

    def __iter__(self):
        return self

    def __next__(self):
        self._fields = []
        self._text = ""
        self._state = _START
        self._unquoted = False
        self._was_quoted = False
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if self._text or self._state in (_QUOTED, _ESCAPED_QUOTED):
                    if self.dialect.strict:
                        raise Error("unexpected end of data") from None
                    self._save()
                    return self._fields
                if self._fields:
                    return self._fields
                raise
            if not isinstance(line, str):
                raise Error(f"iterator should return strings, not {type(line).__name__} "
                            "(the file should be opened in text mode)")
            self.line_num += 1
            if self._state == _START and self._plain:
                row = self._split(line)
                if row is not None:
                    return row
            self._feed(line)
            if self._state == _START:
                return self._fields

    def _split(self, line):
        for character in self._special:
            if character in line:
                return None
        body = line[:-2] if line.endswith("\r\n") else line[:-1] if line.endswith(("\n", "\r")) else line
        if "\n" in body or "\r" in body:
            return None
        if not body:
            return []
        row = body.split(self.dialect.delimiter)
        if len(body) > _field_limit and any(len(field) > _field_limit for field in row):
            raise Error(f"field larger than field limit ({_field_limit})")
        return row

    def _save(self):
        text, self._text = self._text, ""
        quoting = self.dialect.quoting
        if not self._was_quoted:
            if quoting == QUOTE_NOTNULL or quoting == QUOTE_STRINGS:
                if not text:
                    text = None
                elif quoting == QUOTE_STRINGS:
                    text = float(text)
            elif quoting == QUOTE_NONNUMERIC and self._unquoted:
                text = float(text)
        self._fields.append(text)
        self._unquoted = False
        self._was_quoted = False

    def _add(self, character):
        if len(self._text) >= _field_limit:
            raise Error(f"field larger than field limit ({_field_limit})")
        self._text += character

    def _feed(self, line):
        dialect = self.dialect
        delimiter, quote, escape = dialect.delimiter, dialect.quotechar, dialect.escapechar
        quoting = dialect.quoting
        position, end = 0, len(line)
        while position <= end:
            character = line[position] if position < end else None
            position += 1
            state = self._state
            if state == _AFTER_ESCAPED:
                if character is None:
                    break
                self._state = state = _FIELD
            if state == _START:
                if character is None:
                    break
                if character in "\r\n":
                    self._state = _EAT
                    continue
                self._state = state = _START_FIELD
            if state == _START_FIELD:
                if character is None or character in "\r\n":
                    self._save()
                    self._state = _START if character is None else _EAT
                elif character == quote and quoting != QUOTE_NONE:
                    self._was_quoted = True
                    self._state = _QUOTED
                elif character == escape:
                    self._state = _ESCAPED
                elif character == " " and dialect.skipinitialspace:
                    pass
                elif character == delimiter:
                    self._save()
                else:
                    if quoting == QUOTE_NONNUMERIC:
                        self._unquoted = True
                    self._add(character)
                    self._state = _FIELD
            elif state == _ESCAPED:
                if character is not None and character in "\r\n":
                    self._add(character)
                    self._state = _AFTER_ESCAPED
                else:
                    self._add("\n" if character is None else character)
                    self._state = _FIELD
            elif state == _FIELD:
                if character is None or character in "\r\n":
                    self._save()
                    self._state = _START if character is None else _EAT
                elif character == escape:
                    self._state = _ESCAPED
                elif character == delimiter:
                    self._save()
                    self._state = _START_FIELD
                else:
                    self._add(character)
            elif state == _QUOTED:
                if character is None:
                    pass
                elif character == escape:
                    self._state = _ESCAPED_QUOTED
                elif character == quote and quoting != QUOTE_NONE:
                    self._state = _QUOTE_IN_QUOTED if dialect.doublequote else _FIELD
                else:
                    self._add(character)
            elif state == _ESCAPED_QUOTED:
                self._add("\n" if character is None else character)
                self._state = _QUOTED
            elif state == _QUOTE_IN_QUOTED:
                if quoting != QUOTE_NONE and character == quote:
                    self._add(character)
                    self._state = _QUOTED
                elif character == delimiter:
                    self._save()
                    self._state = _START_FIELD
                elif character is None or character in "\r\n":
                    self._save()
                    self._state = _START if character is None else _EAT
                elif not dialect.strict:
                    self._add(character)
                    self._state = _FIELD
                else:
                    raise Error(f"'{delimiter}' expected after '{quote}'")
            elif state == _EAT:
                if character is None:
                    self._state = _START
                elif character not in "\r\n":
                    raise Error("new-line character seen in unquoted field - "
                                "do you need to open the file with newline=''?")


class Writer:
    """CSV writer: writes rows to a file."""

    def __init__(self, file, dialect):
        try:
            self._write = file.write
        except AttributeError:
            self._write = None
        if not callable(self._write):
            raise TypeError('argument 1 must have a "write" method')
        self.dialect = dialect
        self._special = {c for c in (dialect.delimiter, dialect.quotechar, dialect.escapechar, "\n", "\r",
                                     *dialect.lineterminator) if c is not None}

    def writerow(self, row, /):
        """Construct and write a CSV record from an iterable of fields."""
        try:
            fields = iter(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        dialect = self.dialect
        quoting = dialect.quoting
        texts = []
        count = 0
        for field in fields:
            count += 1
            quoted = False
            if quoting == QUOTE_NONNUMERIC:
                quoted = not isinstance(field, (int, float, complex)) and not hasattr(type(field), "__float__")
            elif quoting == QUOTE_ALL:
                quoted = True
            elif quoting == QUOTE_STRINGS:
                quoted = isinstance(field, str)
            elif quoting == QUOTE_NOTNULL:
                quoted = field is not None
            if isinstance(field, str):
                text = field
            elif field is None:
                text = ""
            else:
                text = str(field)
            texts.append(self._quote(text, quoted, field is None))
        if count == 1 and not texts[0]:
            if quoting == QUOTE_NONE or quoting in (QUOTE_STRINGS, QUOTE_NOTNULL) and field is None:
                raise Error("single empty field record must be quoted")
            texts[0] = dialect.quotechar * 2
        return self._write(dialect.delimiter.join(texts) + dialect.lineterminator)

    def _quote(self, text, quoted, null):
        dialect = self.dialect
        quote, escape = dialect.quotechar, dialect.escapechar
        special = self._special
        if not quoted and special.isdisjoint(text) and not (text.startswith(" ") and dialect.skipinitialspace
                                                             ) and not (text == "" and dialect.delimiter == " "
                                                                        and dialect.skipinitialspace):
            return text
        if text == "" and dialect.delimiter == " " and dialect.skipinitialspace:
            if dialect.quoting == QUOTE_NONE or null and dialect.quoting in (QUOTE_STRINGS, QUOTE_NOTNULL):
                raise Error("empty field must be quoted if delimiter is a space and skipinitialspace is true")
            quoted = True
        if text.startswith(" ") and dialect.skipinitialspace and dialect.quoting != QUOTE_NONE:
            quoted = True
        parts = []
        for character in text:
            if character in special:
                wants_escape = False
                if dialect.quoting == QUOTE_NONE:
                    wants_escape = True
                elif character == quote:
                    if dialect.doublequote:
                        parts.append(quote)
                    else:
                        wants_escape = True
                elif character == escape:
                    wants_escape = True
                if wants_escape:
                    if escape is None:
                        raise Error("need to escape, but no escapechar set")
                    parts.append(escape)
                if not wants_escape:
                    quoted = True
            parts.append(character)
        body = "".join(parts)
        return f"{quote}{body}{quote}" if quoted else body

    def writerows(self, rows, /):
        """Construct and write a series of iterables to a csv file."""
        for row in rows:
            self.writerow(row)


def reader(iterable, /, dialect="excel", **options):
    """Return a reader object that will process lines from the given iterable."""
    return Reader(iterable, Dialect(dialect, **options))


def writer(fileobj, /, dialect="excel", **options):
    """Return a writer object that will write user data on the given file object."""
    return Writer(fileobj, Dialect(dialect, **options))


for _class in (Dialect, Reader, Writer):
    _class.__module__ = "_csv"
