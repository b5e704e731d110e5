"""A recursive-descent parser and a writer for JSON, in plain Python."""
import sys

SPACE = " \t\r\n"
DIGITS = "0123456789+-.eE"


class Parser:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def skip(self):
        text, at = self.text, self.at
        while at < len(text) and text[at] in SPACE:
            at += 1
        self.at = at
        return text[at] if at < len(text) else ""

    def expect(self, c):
        if self.skip() != c:
            raise ValueError(f"expected {c!r} at {self.at}")
        self.at += 1

    def value(self):
        c = self.skip()
        if c == "{":
            return self.object()
        if c == "[":
            return self.array()
        if c == '"':
            return self.string()
        for word, meaning in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return meaning
        return self.number()

    def object(self):
        self.expect("{")
        out = {}
        if self.skip() == "}":
            self.at += 1
            return out
        while True:
            self.skip()
            key = self.string()
            self.expect(":")
            out[key] = self.value()
            if self.skip() == "}":
                self.at += 1
                return out
            self.expect(",")

    def array(self):
        self.expect("[")
        out = []
        if self.skip() == "]":
            self.at += 1
            return out
        while True:
            out.append(self.value())
            if self.skip() == "]":
                self.at += 1
                return out
            self.expect(",")

    def string(self):
        self.expect('"')
        out = []
        text = self.text
        while True:
            c = text[self.at]
            self.at += 1
            if c == '"':
                return "".join(out)
            if c == "\\":
                c = text[self.at]
                self.at += 1
                c = {"n": "\n", "t": "\t"}.get(c, c)
            out.append(c)

    def number(self):
        start = at = self.at
        text = self.text
        while at < len(text) and text[at] in DIGITS:
            at += 1
        self.at = at
        word = text[start:at]
        return float(word) if "." in word or "e" in word else int(word)


def write(value):
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(value, dict):
        return "{" + ", ".join(write(k) + ": " + write(v) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(write, value)) + "]"
    return repr(value)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
record = {"id": 17, "name": "a \"quoted\" name\n", "tags": ["x", "yy", "zzz"], "price": 12.5,
          "nested": {"ok": True, "no": False, "none": None, "list": [1, -2, 3.5e3, []], "e": {}}}
text = write([record] * 10)
size = 0
for i in range(n // 10):
    data = Parser(text).value()
    data[0]["id"] = i
    size += len(write(data))
print("json_like", n, size, data[-1]["nested"]["list"])
