from collections import namedtuple


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Color:
    RED = 1


def f(v):
    match v:
        case 0 | -1:
            return "small"
        case True:
            return "true"
        case 1.5 | 2 + 3j | "s" | b"b" | None:
            return "literal"
        case Color.RED:
            return "never"
        case [] | ():
            return "empty"
        case [x]:
            return "one", x
        case [1, *rest]:
            return "starts 1", rest
        case (a, b) if a == b:
            return "pair equal", a
        case [first, *_, last]:
            return first, last
        case {"type": "p", "v": [x, y], **rest}:
            return x, y, rest
        case {"k": str() as s}:
            return "str", s
        case {}:
            return "mapping"
        case Point(0, y=0):
            return "origin"
        case Point(x=0, y=y) | Point(y, 0):
            return "axis", y
        case Point(x, y):
            return x, y
        case int(n) if n > 100:
            return "big", n
        case str(s) | bytes(s):
            return type(s).__name__, s
        case _:
            return "other"


for v in (0, -1, True, 1, 1.5, 2 + 3j, "s", None, [], (), [7], [1, 2, 3], (4, 4), [5, 6, 7], "text", b"raw",
          {"type": "p", "v": (1, 2), "z": 3}, {"k": "v"}, {"k": 1}, {}, Point(0, 0), Point(0, 5), Point(5, 0),
          Point(3, 4), 101, 50, {1}, range(3), bytearray(b"x"), iter([])):
    print(f(v))
match 5:
    case n:
        print(n)
match 1, [2, {"a": 3}]:
    case int(a), [b, {"a": c}]:
        print(a, b, c)
match {"a": 1}:
    case {"b": 1}:
        print("no")
match = {"match": 1}
case = match["match"]
print(match, case)
for v in (Point(1, 2),):
    try:
        match v:
            case Point(1, 2, 3):
                pass
    except TypeError as e:
        print(e)
    try:
        match v:
            case len(1):
                pass
    except TypeError as e:
        print(e)
for s in ("case x: pass\n case 1: pass", "case x | y: pass", "case [*a, *b]: pass", "case {**r, 'a': 1}: pass", "case a, a: pass", "case {'a': 1, 'a': 2}: pass", "case P(a=1, a=2): pass", "case -x: pass"):
    try:
        compile("match v:\n " + s, "s", "exec")
        print("ok")
    except SyntaxError as e:
        print(e.msg)
