"""Metaclasses that answer mro() in their own way."""


class Reverse(type):
    def mro(cls):
        return list(reversed(type.mro(cls)))




class A:
    def f(self):
        return "A"


class B(A):
    def f(self):
        return "B"


class X(B, A, metaclass=Reverse):
    pass


print([c.__name__ for c in X.__mro__], X().f())


class Wrong(type):
    def mro(cls):
        return [cls, dict, object]


try:
    class Y(metaclass=Wrong):
        pass

    Y()[5] = 6
except TypeError as e:
    print(e)


class Odd(type):
    def mro(cls):
        return [cls, 5]


try:
    class Z(metaclass=Odd):
        pass
except TypeError as e:
    print(e)
