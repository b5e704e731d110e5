class A:
    def __new__(cls, *args):
        print("new", cls.__name__, args)
        return super().__new__(cls)

    def __init__(self, *args):
        print("init", args)


A(1, 2)


class Other:
    def __new__(cls):
        return 5

    def __init__(self):
        print("not called")


print(Other())


class I(int):
    def __new__(cls, v):
        return super().__new__(cls, v * 2)


print(I(4), I(4) + 1, type(I(4) + 1).__name__, isinstance(I(1), int))


class Str(str):
    extra = 1


s = Str("abc")
s.attr = 2
print(s.upper(), s.attr, s == "abc", {s: 1}["abc"], type(s[0]).__name__)
for f in (lambda: object(1), lambda: A.__new__(), lambda: object.__new__(int), lambda: type("N", (), {})(1),
          lambda: type("N", (), {"__init__": lambda s: 5})(), lambda: object.__new__(5), lambda: type("a", 1, {}),
          lambda: type(1, (), {}), lambda: int.__new__(str)):
    try:
        f()
    except TypeError as e:
        print(e)
a = A()
a.__class__ = type("New", (A,), {"m": lambda s: "changed"})
print(a.m(), type(a).__name__)
try:
    a.__class__ = int
except TypeError as e:
    print(e)
