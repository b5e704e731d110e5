# language: 3.14
class C:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, kind, value, trace):
        print("exit", self.name, kind and kind.__name__, value, trace is not None)
        return self.swallow


with C("a") as a, C("b", True) as b:
    print(a, b)
    raise ValueError("v")
with (C("p") as p, C("q"),):
    print(p)


def f():
    for i in range(3):
        with C(i):
            if i == 0:
                continue
            return i


print(f())
try:
    with C("x"):
        with C("y"):
            raise KeyError("k")
except KeyError as e:
    print("outside", e)


class BadExit(C):
    def __exit__(self, *a):
        raise OSError("from exit")


try:
    with BadExit("z"):
        1 / 0
except OSError as e:
    print(e, repr(e.__context__))
for thing in (5, type("OnlyEnter", (), {"__enter__": lambda s: 1})(), type("OnlyExit", (), {"__exit__": 1})()):
    try:
        with thing:
            pass
    except TypeError as e:
        print(e)
