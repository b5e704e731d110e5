class N:
    def __init__(self, v):
        self.v = v

    def __repr__(self):
        return f"N({self.v})"


def binary(name):
    def f(self, other):
        if isinstance(other, str):
            return NotImplemented
        return f"{name}({self}, {other})"
    return f


for op in ("add sub mul truediv floordiv mod pow matmul lshift rshift and or xor divmod").split():
    for prefix in ("", "r", "i"):
        if (prefix, op) != ("i", "divmod"):
            name = f"__{prefix}{op}__"
            setattr(N, name, binary(name))
for op in "neg pos invert abs".split():
    setattr(N, f"__{op}__", lambda self, op=op: f"{op}({self})")
a, b = N(1), N(2)
for e in "+ - * / // % ** @ << >> & | ^".split():
    print(eval(f"a {e} b"), eval(f"a {e} 5"), eval(f"5 {e} a"))
    scope = {"a": a, "b": b}
    exec(f"a {e}= b", scope)
    print(scope["a"])
    try:
        eval(f"a {e} 's'")
    except TypeError as x:
        print(x)
print(-a, +a, ~a, abs(a), divmod(a, 1), divmod(1, a), pow(a, b))


class Sub(N):
    def __radd__(self, other):
        return "subclass first"


print(a + Sub(3), Sub(3) + a)
