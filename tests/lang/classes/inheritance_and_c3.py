class A:
    def who(self):
        return ["A"]


class B(A):
    def who(self):
        return ["B"] + super().who()


class C(A):
    def who(self):
        return ["C"] + super().who()


class D(B, C):
    def who(self):
        return ["D"] + super().who()


print(D().who(), [c.__name__ for c in D.__mro__], D.__bases__ == (B, C), D.__base__.__name__)
print(issubclass(D, A), isinstance(D(), C), [c.__name__ for c in A.__subclasses__()])
for make in (lambda: type("X", (A, B), {}), lambda: type("Y", (int, str), {}), lambda: type("Z", (A, A), {}),
             lambda: type("W", (bool,), {}), lambda: type("V", (5,), {}), lambda: type("U", (type(None),), {})):
    try:
        make()
    except TypeError as e:
        print(e)
D.__bases__ = (C, B)
print(D().who())
print(super(B, D()).who.__qualname__, super(D, D).__thisclass__.__name__)
