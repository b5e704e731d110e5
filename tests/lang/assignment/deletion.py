x = 1
del x
try:
    x
except NameError as e:
    print(e)
items = [1, 2, 3, 4, 5]
del items[0], items[-1]
print(items)
d = {"a": 1, "b": 2}
del d["a"]
print(d)


class C:
    attr = 1


c = C()
c.own = 2
del c.own
for f in (lambda: c.own, lambda: C.nothing):
    try:
        f()
    except AttributeError as e:
        print(e)
del C.attr
print(hasattr(C, "attr"))
for statement in ("del c.attr", "del d['zz']", "del items[10]", "del nothing", "del (1).real", "del 'ab'[0]",
                  "del len.x", "del C.zz"):
    try:
        exec(statement)
    except Exception as e:
        print(statement, type(e).__name__, e)


def f():
    local = 1
    del local
    try:
        return local
    except UnboundLocalError as e:
        return str(e)


print(f())


def g():
    cell = 1

    def inner():
        return cell

    del cell
    try:
        return inner()
    except NameError as e:
        return str(e)


print(g())
a, (b, c2) = 1, (2, 3)
del a, (b, c2)
print("a" in globals(), "b" in globals())
