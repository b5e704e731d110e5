# language: 3.14
class Box:
    pass


box = Box()
box.a, box.b = 1, 2
data = [0] * 4
data[0], data[1:3], *data[3:] = 9, (8, 7, 6), 5, 4
print(box.a, box.b, data)
for box.a in range(3):
    pass
print(box.a)
for data[0] in "xyz":
    pass
print(data[0])
import io
with io.StringIO() as box.file:
    print(type(box.file).__name__)
import math as m, os.path as p
print(m.floor(2.5), p.join("a", "b"))
from math import (sqrt as root, pi,)
print(root(9), round(pi, 3))
a: int = 3
b: "undefined name"
box.c: str = "annotated"
(c): float = 1.5
print(a, box.c, c)
try:
    b
except NameError as e:
    print(e)
for source in ("1 = x", "f() = 1", "a + b = 1", "x + 1 += 2", "'a' = 1", "None = 1", "(a, 1) = 1", "a, b += 1",
               "del f()", "for 1 in x: pass", "*a = 1", "*a, *b = 1", "x: int, y = 1", "with a as 1: pass",
               "import a.b as c.d", "True = 1", "lambda: 1 = 2", "[x for x in y] = 1", "__debug__ = 1"):
    try:
        compile(source, "s", "exec")
        print("ok", source)
    except SyntaxError as e:
        print(source, "->", e.msg)
