class Base:
    registry = []

    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append((cls.__name__, tag))

    def __class_getitem__(cls, key):
        return cls.__name__, key


class Named:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name

    def __get__(self, obj, owner=None):
        return self.name if obj is None else (self.name, type(obj).__name__)


class A(Base, tag="a"):
    field = Named()
    other = Named()


class B(A):
    pass


print(Base.registry, A[int], B[1, 2], A.field, B().other)
for source in ("class X(Base, nope=1): pass", "class X(nope=1): pass"):
    try:
        exec(source)
    except TypeError as e:
        print(e)


class Iter:
    def __mro_entries__(self, bases):
        return (A,)


class E(Iter()):
    pass


print(E.__bases__[0].__name__, type(E.__orig_bases__[0]).__name__)
