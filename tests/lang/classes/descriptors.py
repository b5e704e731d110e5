class Data:
    def __get__(self, obj, owner):
        return "data", obj is None, owner.__name__

    def __set__(self, obj, value):
        print("set", value)

    def __delete__(self, obj):
        print("delete")


class NonData:
    def __get__(self, obj, owner):
        return "nondata"


class C:
    d = Data()
    n = NonData()

    def m(self):
        return self


c = C()
c.__dict__.update(d=1, n=2)
print(c.d, c.n, C.d, C.n)
c.d = 5
del c.d
C.m.attr = 1
print(c.m() is c, C.m(c) is c, c.m.__self__ is c, c.m.__func__ is C.m, c.m.attr, C.__dict__["m"].__get__(c)() is c)
print(c.m == c.m, c.m is c.m, hash(c.m) == hash(c.m))


class G:
    def __getattribute__(self, name):
        if name == "x":
            return "intercepted"
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        return "missing " + name

    def __setattr__(self, name, value):
        object.__setattr__(self, name, value * 2)

    def __delattr__(self, name):
        print("del", name)


g = G()
g.a = 2
del g.q
print(g.x, g.a, g.b)
class P:
    @property
    def v(self):
        "doc"
        return self._v
    @v.setter
    def v(self, x):
        self._v = x
    ro = property(lambda self: 1)
p = P()
p.v = 3
print(p.v, P.v.__doc__, P.ro.fset)
for f in (lambda: setattr(p, "ro", 1), lambda: delattr(p, "v"), lambda: C().zz, lambda: P().v, lambda: C.zz):
    try:
        f()
    except AttributeError as e:
        print(e)
