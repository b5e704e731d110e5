def inner():
    try:
        x = yield "a"
        print("inner", x)
        y = yield "b"
    except KeyError as e:
        print("inner caught", e)
        yield "recovered"
    return "result"


def outer():
    r = yield from inner()
    print("returned", r)
    yield from [1, 2]
    return (yield from "")


o = outer()
print(next(o), o.send("s"), o.throw(KeyError("k")), next(o), next(o))
try:
    next(o)
except StopIteration as e:
    print("stop", e.value)


class It:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def throw(self, e):
        print("throw", repr(e))
        raise StopIteration("thrown")

    def close(self):
        print("close")


def over():
    r = yield from It()
    print("over", r)
    yield "end"


a = over()
print(next(a), a.throw(ValueError("x")))
b = over()
next(b)
b.close()
c = over()
next(c)
try:
    c.send(5)
except AttributeError as e:
    print(e)


def flat(x):
    if isinstance(x, list):
        for y in x:
            yield from flat(y)
    else:
        yield x


print(list(flat([1, [2, [3, [4]], 5]])))
def bad():
    yield from 5
try:
    next(bad())
except TypeError as e:
    print(e)
