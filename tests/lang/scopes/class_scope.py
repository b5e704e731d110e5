n = "global"


def f():
    n = "function"

    class A:
        print(n)
        n = "class"
        print(n)
        m = [n for _ in "a"]
        k = (lambda: n)()

        def method(self):
            return n

        class B:
            inner = n
    return A


A = f()
print(A.m, A.k, A().method(), A.B.inner, A.B.__qualname__)


class Late:
    n = n
    try:
        undefined
    except NameError as e:
        print(e)
    for i in range(3):
        pass
    del i


print(Late.n, hasattr(Late, "i"))


class Names:
    a = 1
    b = list(locals())
    c = __qualname__, __module__


print([x for x in Names.b if not x.startswith("__")], Names.c)


class Private:
    __x = 1

    def get(self):
        return self.__x, __name_free if False else self.__dict__

    def set(self):
        self.__y = 2
        return vars(self)


print(Private().get(), Private().set(), Private._Private__x)
