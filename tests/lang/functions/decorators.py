def trace(f):
    def wrapper(*args, **kwargs):
        print("->", f.__name__, args, kwargs)
        result = f(*args, **kwargs)
        print("<-", result)
        return result
    return wrapper


def repeat(n):
    print("making", n)

    def decorate(f):
        print("decorating", n)
        return lambda *a: [f(*a) for _ in range(n)]
    return decorate


@trace
@repeat(2)
@repeat(3)
def add(a, b=1):
    return a + b


print(add.__name__)
print(add(1), )


@lambda c: type(c.__name__ + "Plus", (c,), {"extra": 1})
class C:
    @staticmethod
    def s():
        return "static"

    @classmethod
    def c(cls):
        return cls.__name__

    @property
    def p(self):
        return self.extra


print(C.__name__, C.s(), C.c(), C().p)
buttons = [lambda f: (f, "first"), lambda f: (f, "second")]


@buttons[1]
def pressed():
    pass


print(pressed[1])


@(x := trace)
def walrus():
    return 0


walrus()
