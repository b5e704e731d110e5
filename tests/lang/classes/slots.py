class P:
    __slots__ = ("x", "y")

    def __init__(self):
        self.x = 1


p = P()
print(p.x, P.__slots__, hasattr(p, "__dict__"), type(P.x).__name__)


class Q(P):
    __slots__ = ["z", "__dict__"]


q = Q()
q.z, q.free = 3, 4
print(q.__dict__, q.x, q.z)


class R(P):
    pass


R().anything = 1
for f in (lambda: p.y, lambda: setattr(p, "w", 1), lambda: delattr(p, "y"), lambda: P.x.__get__(5),
          lambda: type("S", (), {"__slots__": "a", "a": 1}), lambda: type("S", (), {"__slots__": ["1a"]}),
          lambda: type("S", (P, type("T", (), {"__slots__": "b"})), {}), lambda: type("S", (int,), {"__slots__": 5})):
    try:
        f()
    except (AttributeError, TypeError, ValueError) as e:
        print(type(e).__name__, e)
