def g():
    got = None
    while True:
        try:
            got = yield got
            print("got", got)
        except ValueError as e:
            print("caught", e)
            got = "after"
        except GeneratorExit:
            print("closing")
            raise


x = g()
print(next(x), x.send(1), x.throw(ValueError("v")), x.gi_running, x.gi_yieldfrom)
x.close()
x.close()
for f in (lambda: next(x), lambda: g().send(1), lambda: x.throw(KeyError("k")), lambda: g().throw(KeyError("early"))):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)


def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2


i = ignores()
next(i)
try:
    i.close()
except RuntimeError as e:
    print(e)


def stops():
    yield 1
    raise StopIteration("inside")


try:
    list(stops())
except RuntimeError as e:
    print(e, repr(e.__cause__))


def returns():
    try:
        yield 1
    except GeneratorExit:
        return "closed value"


r = returns()
next(r)
print(r.close())


def me():
    yield next(myself)


myself = me()
try:
    next(myself)
except ValueError as e:
    print(e)
