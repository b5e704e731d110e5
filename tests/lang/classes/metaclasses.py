class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name, kw)
        return {"prepared": True}

    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(mcls, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)

    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)

    def __len__(cls):
        return 7

    def __getattr__(cls, name):
        return f"meta {name}"

    def __instancecheck__(cls, x):
        return x == 5

    def __subclasscheck__(cls, c):
        return c is int


class A(metaclass=Meta, option=1):
    x = 1

    def __init__(self, *args):
        print("instance", args)


class B(A, flag=2):
    pass


B(1, 2)
print(len(A), A.anything, isinstance(5, A), issubclass(int, B), type(B).__name__, A.prepared)


class M1(type):
    pass


class M2(type):
    pass


try:
    class Conflict(M1("P", (), {}), M2("Q", (), {})):
        pass
except TypeError as e:
    print(e)


def function_meta(name, bases, ns, **kw):
    return name, bases, sorted(kw)


class F(metaclass=function_meta, a=1):
    pass


print(F)
