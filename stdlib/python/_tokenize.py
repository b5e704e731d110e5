"""The tokenizer behind tokenize.py."""

import re as _re
from token import (COMMENT, DEDENT, ENDMARKER, EXACT_TOKEN_TYPES, FSTRING_END, FSTRING_MIDDLE, FSTRING_START,
                   INDENT, NAME, NEWLINE, NL, NUMBER, OP, STRING, TSTRING_END, TSTRING_MIDDLE, TSTRING_START)

_number = _re.compile(
    r"0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+"
    r"|(?:[0-9](?:_?[0-9])*\.(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:[eE][-+]?[0-9](?:_?[0-9])*)?[jJ]?"
    r"|[0-9](?:_?[0-9])*[eE][-+]?[0-9](?:_?[0-9])*[jJ]?"
    r"|[0-9](?:_?[0-9])*[jJ]|0(?:_?0)*|[0-9](?:_?[0-9])*")
_name = _re.compile(r"\w+")
_string = _re.compile(r"([bBrRuUfFtT]{0,2})(\"\"\"|'''|\"|')")
_operator = _re.compile("|".join(map(_re.escape, sorted(EXACT_TOKEN_TYPES, key=len, reverse=True))))
_closing = {")": "(", "]": "[", "}": "{"}


class _FString:
    """An f-string or t-string that is being read."""

    __slots__ = ("quote", "raw", "kinds", "depth", "specs", "start")

    def __init__(self, quote, raw, template, start):
        self.quote = quote
        self.raw = raw
        self.kinds = (TSTRING_MIDDLE, TSTRING_END) if template else (FSTRING_MIDDLE, FSTRING_END)
        # The bracket depths at which replacement fields were opened, and which of them are in their format specification.
        self.depth = []
        self.specs = []
        self.start = start


class TokenizerIter:
    """An iterator over the tokens of a source."""

    def __init__(self, readline, /, *, encoding=None, extra_tokens=False):
        self._readline = readline
        self._encoding = encoding
        self._extra = extra_tokens
        self._row = 0
        self._tokens = self._run()

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._tokens)

    def _next_line(self):
        try:
            line = self._readline()
        except StopIteration:
            line = ""
        if isinstance(line, (bytes, bytearray)):
            line = line.decode(self._encoding or "utf-8")
        elif not isinstance(line, str):
            raise TypeError("readline() returned a non-string object")
        if line:
            self._row += 1
            if line.endswith("\r\n"):
                line = line[:-2] + "\n"
        return line

    def _error(self, message, position, line, kind=SyntaxError):
        return kind(message, ("<string>", position[0], position[1] + 1, line, position[0], position[1] + 1))

    def _token(self, kind, string, start, end, line):
        if not self._extra and kind == OP:
            kind = EXACT_TOKEN_TYPES[string]
        return (kind, string, start, end, line)

    def _run(self):
        indents = [0]
        brackets = []
        strings = []
        continued = False
        last_line = ""
        pending_newline = False
        while True:
            line = self._next_line()
            if not line:
                break
            last_line = line
            column, end = 0, len(line)
            if not strings and not brackets and not continued:
                # Indentation.
                width = 0
                while column < end and line[column] in " \t\f":
                    width = width + 1 if line[column] == " " else (width // 8 + 1) * 8 if line[column] == "\t" else 0
                    column += 1
                if column == end or line[column] in "#\n\r":
                    if column < end and line[column] == "#":
                        text = line[column:].rstrip("\r\n")
                        if self._extra:
                            yield (COMMENT, text, (self._row, column), (self._row, column + len(text)), line)
                        column += len(text)
                    if self._extra:
                        string = line[column:column + 1]
                        yield (NL, string, (self._row, column), (self._row, column + 1), line)
                    continue
                if width > indents[-1]:
                    indents.append(width)
                    yield (INDENT, line[:column], (self._row, 0), (self._row, column), line)
                while width < indents[-1]:
                    if width not in indents:
                        raise self._error("unindent does not match any outer indentation level", (self._row, column),
                                          line, IndentationError)
                    indents.pop()
                    yield (DEDENT, "", (self._row, column), (self._row, column), line)
            continued = False
            pending_newline = True
            while column < end:
                if strings and (not strings[-1].depth or strings[-1].specs and
                                strings[-1].specs[-1] == len(brackets)):
                    result = yield from self._read_fstring(strings, brackets, line, column)
                    line, column = result
                    end = len(line)
                    last_line = line
                    continue
                character = line[column]
                start = (self._row, column)
                if character in " \t\f":
                    column += 1
                    continue
                if character in "\r\n":
                    if brackets or strings:
                        if self._extra:
                            yield (NL, line[column:], start, (self._row, column + 1), line)
                    else:
                        yield (NEWLINE, line[column:], start, (self._row, column + 1), line)
                        pending_newline = False
                    break
                if character == "#":
                    text = line[column:].rstrip("\r\n")
                    column += len(text)
                    if self._extra:
                        yield (COMMENT, text, start, (self._row, column), line)
                    continue
                if character == "\\" and line[column + 1:] in ("\n", "\r\n", "\r"):
                    continued = True
                    break
                match = _string.match(line, column)
                if match and match[1].lower() in ("", "b", "r", "u", "f", "t", "br", "rb", "fr", "rf", "tr", "rt"):
                    prefix, quote = match[1].lower(), match[2]
                    column = match.end()
                    if "f" in prefix or "t" in prefix:
                        template = "t" in prefix
                        strings.append(_FString(quote, "r" in prefix, template, start))
                        yield (TSTRING_START if template else FSTRING_START, match[0], start, (self._row, column), line)
                        continue
                    token = self._read_string(quote, line, match.start(), column)
                    yield token
                    column = token[3][1]
                    if token[3][0] != start[0]:
                        line = self._line
                        end = len(line)
                        last_line = line
                    continue
                if character.isdigit() or character == "." and line[column + 1:column + 2].isdigit():
                    match = _number.match(line, column)
                    if match:
                        column = match.end()
                        rest = line[column:column + 1]
                        if rest == "_":
                            raise self._error("invalid decimal literal", (self._row, column - 1), line)
                        if rest.isidentifier() and not line.startswith(("and", "else", "for", "if", "in", "is", "or", "not"),
                                                                         column):
                            raise self._error("invalid decimal literal", (self._row, column - 1), line)
                        if match[0][0] == "0" and len(match[0]) == 1 and rest.isdigit():
                            raise self._error("leading zeros in decimal integer literals are not permitted; use an 0o "
                                              "prefix for octal integers", start, line)
                        yield (NUMBER, match[0], start, (self._row, column), line)
                        continue
                if character.isidentifier():
                    match = _name.match(line, column)
                    column = match.end()
                    yield (NAME, match[0], start, (self._row, column), line)
                    continue
                if strings and strings[-1].depth and len(brackets) == strings[-1].depth[-1]:
                    # The end of a replacement field, or of its expression.
                    if character == "}":
                        brackets.pop()
                        strings[-1].depth.pop()
                        column += 1
                        yield self._token(OP, "}", start, (self._row, column), line)
                        continue
                    if character == ":":
                        strings[-1].specs.append(len(brackets))
                        column += 1
                        yield self._token(OP, ":", start, (self._row, column), line)
                        continue
                    if character == "!" and line[column + 1:column + 2] != "=":
                        column += 1
                        yield self._token(OP, "!", start, (self._row, column), line)
                        continue
                match = _operator.match(line, column)
                if not match or match[0] == "!":
                    if character in "!$?`":
                        column += 1
                        yield (OP, character, start, (self._row, column), line)
                        continue
                    if character == "\\":
                        raise self._error("unexpected character after line continuation character", (self._row, column + 1),
                                          line)
                    if character.isprintable():
                        raise self._error(f"invalid character '{character}' (U+{ord(character):04X})"
                                          if ord(character) > 127 else "invalid syntax", start, line)
                    raise self._error(f"invalid non-printable character U+{ord(character):04X}", start, line)
                operator = match[0]
                if operator in ("(", "[", "{"):
                    brackets.append((operator, start, line))
                elif operator in _closing:
                    if not brackets:
                        raise self._error(f"unmatched '{operator}'", start, line)
                    opened, where, _ = brackets.pop()
                    if opened != _closing[operator]:
                        text = f"closing parenthesis '{operator}' does not match opening parenthesis '{opened}'"
                        if where[0] != self._row:
                            text += f" on line {where[0]}"
                        raise self._error(text, start, line)
                column = match.end()
                yield self._token(OP, operator, start, (self._row, column), line)
        row = self._row
        if strings:
            string = strings[-1]
            kind = "t-string" if string.kinds[1] == TSTRING_END else "f-string"
            many = "triple-quoted " if len(string.quote) == 3 else ""
            raise self._error(f"unterminated {many}{kind} literal (detected at line {row})", string.start, last_line)
        if brackets:
            raise self._error("unexpected EOF in multi-line statement", (row, 0), last_line)
        if continued:
            raise self._error("unexpected EOF in multi-line statement", (row, 0), last_line)
        if last_line and not last_line.endswith(("\n", "\r")) and pending_newline:
            width = len(last_line)
            if not last_line.lstrip().startswith("#"):
                yield (NEWLINE, "", (row, width), (row, width + 1), last_line if self._extra else "")
        for _ in indents[1:]:
            yield (DEDENT, "", (row + 1, 0), (row + 1, 0), "")
        yield (ENDMARKER, "", (row + 1, 0), (row + 1, 0), "")

    def _read_string(self, quote, line, first, column):
        start = (self._row, first)
        parts = [line]
        text_start = first
        collected = ""
        while True:
            position = column
            while position < len(line):
                if line[position] == "\\":
                    position += 2
                    continue
                if line.startswith(quote, position):
                    stop = position + len(quote)
                    collected += line[text_start:stop]
                    self._line = line
                    return (STRING, collected, start, (self._row, stop), "".join(parts))
                if line[position] in "\r\n" and len(quote) == 1:
                    break
                position += 1
            if len(quote) == 1 and not line.endswith(("\\\n", "\\\r")):
                raise self._error(f"unterminated string literal (detected at line {self._row})", start, parts[0])
            collected += line[text_start:]
            line = self._next_line()
            if not line:
                many = "triple-quoted " if len(quote) == 3 else ""
                raise self._error(f"unterminated {many}string literal (detected at line {self._row})", start, parts[0])
            parts.append(line)
            text_start = column = 0

    def _read_fstring(self, strings, brackets, line, column):
        string = strings[-1]
        in_spec = bool(string.specs) and string.specs[-1] == len(brackets)
        quote = string.quote
        text = ""
        start = (self._row, column)
        first_line = line
        while True:
            if column >= len(line) or line[column] in "\r\n" and len(quote) == 1 and not in_spec:
                if column < len(line) or len(quote) == 1 and not line.endswith("\n"):
                    kind = "t-string" if string.kinds[1] == TSTRING_END else "f-string"
                    raise self._error(f"unterminated {kind} literal (detected at line {self._row})", string.start, line)
                line = self._next_line()
                if not line:
                    kind = "t-string" if string.kinds[1] == TSTRING_END else "f-string"
                    many = "triple-quoted " if len(quote) == 3 else ""
                    raise self._error(f"unterminated {many}{kind} literal (detected at line {self._row})", string.start,
                                      first_line)
                first_line += line
                column = 0
                continue
            character = line[column]
            if line.startswith(quote, column) and not in_spec:
                if text:
                    yield (string.kinds[0], text, start, (self._row, column), first_line)
                stop = column + len(quote)
                yield (string.kinds[1], quote, (self._row, column), (self._row, stop), line)
                strings.pop()
                return line, stop
            if character == "\\" and column + 1 < len(line):
                if line.startswith("N{", column + 1) and not string.raw:
                    stop = line.find("}", column)
                    if stop > 0:
                        text += line[column:stop + 1]
                        column = stop + 1
                        continue
                if line[column + 1] in "{}":
                    text += character
                    column += 1
                    continue
                text += line[column:column + 2]
                column += 2
                continue
            if character == "{" :
                if line.startswith("{{", column) and not in_spec:
                    text += "{"
                    yield (string.kinds[0], text, start, (self._row, column + 1), first_line)
                    text = ""
                    column += 2
                    start = (self._row, column)
                    first_line = line
                    continue
                if text:
                    yield (string.kinds[0], text, start, (self._row, column), first_line)
                brackets.append(("{", (self._row, column), line))
                string.depth.append(len(brackets))
                yield self._token(OP, "{", (self._row, column), (self._row, column + 1), line)
                return line, column + 1
            if character == "}":
                if in_spec:
                    if text:
                        yield (string.kinds[0], text, start, (self._row, column), first_line)
                    string.specs.pop()
                    string.depth.pop()
                    brackets.pop()
                    yield self._token(OP, "}", (self._row, column), (self._row, column + 1), line)
                    return line, column + 1
                if line.startswith("}}", column):
                    text += "}"
                    yield (string.kinds[0], text, start, (self._row, column + 1), first_line)
                    text = ""
                    column += 2
                    start = (self._row, column)
                    first_line = line
                    continue
                raise self._error("f-string: single '}' is not allowed", (self._row, column), line)
            text += character
            column += 1
