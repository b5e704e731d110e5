class Box:
    def __init__(self):
        self.d = {}

    def __getitem__(self, k):
        return self.d[k]

    def __setitem__(self, k, v):
        self.d[k] = v

    def __delitem__(self, k):
        del self.d[k]

    def __len__(self):
        return len(self.d)

    def __contains__(self, k):
        return k in self.d

    def __iter__(self):
        return iter(self.d)

    def __reversed__(self):
        return "reversed"


b = Box()
b[1] = 2
b["k"] = [0]
b["k"] += [1]
print(b[1], b["k"], len(b), 1 in b, list(b), reversed(b), bool(b))
del b[1]


class Missing(dict):
    def __missing__(self, key):
        return key * 2


print(Missing()["ab"], Missing(a=1)["a"], Missing().get("x"))


class Conv:
    __int__ = lambda s: 3
    __float__ = lambda s: 2.5
    __complex__ = lambda s: 1j
    __index__ = lambda s: 4
    __str__ = lambda s: "str"
    __repr__ = lambda s: "repr"
    __bytes__ = lambda s: b"bytes"
    __format__ = lambda s, spec: f"<{spec}>"
    __round__ = lambda s, n=None: ("round", n)
    __trunc__ = __floor__ = __ceil__ = lambda s: 9
    __call__ = lambda s, *a, **k: (a, k)
    __dir__ = lambda s: ["b", "a"]


c = Conv()
print(int(c), float(c), complex(c), hex(c), [0, 1, 2, 3, 4][c], str(c), [c], bytes(c), f"{c:x} {c!s} {c!r}", round(c), round(c, 1), c(1, a=2), dir(c))


class Bad:
    __len__ = lambda s: "x"
    __str__ = lambda s: 5
    __repr__ = lambda s: None
    __index__ = lambda s: "1"
    __bool__ = lambda s: "t"
    __iter__ = lambda s: 1
    __int__ = lambda s: "i"
    __float__ = lambda s: 1


for f in (len, str, repr, hex, bool, iter, int, float, [1].__getitem__, hash and list):
    try:
        f(Bad())
    except TypeError as e:
        print(e)
