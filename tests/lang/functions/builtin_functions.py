print(abs(-3), abs(-2.5), abs(3 + 4j), round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2))
print(min(3, 1, 2), max([1, 5, 2]), min("b", "a", key=ord), max([], default=0), min([[2], [1, 5]], key=len))
print(sum([1, 2, 3]), sum([[1], [2]], []), sum((0.1,) * 10), sum([1, 2], start=10))
print(any([0, "", 1]), all([1, []]), any([]), all([]))
print(list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(filter(None, [0, 1, "", "a"])))
print(list(zip("ab", [1, 2, 3])), list(enumerate("ab", 5)), list(reversed([1, 2, 3])))
print(sorted([3, 1, 2]), sorted("bca", reverse=True), sorted(["bb", "a"], key=len))
print(chr(97), ord("é"), hex(255), oct(8), bin(5), hex(-255), ascii("é\u20ac"), repr("a'b"))
print(divmod(17, 5), pow(2, 5, 7), hash(1) == hash(1.0), callable(len), isinstance(1, (str, int)), issubclass(bool, int))
print(getattr(1, "real"), getattr(1, "no", "default"), hasattr([], "append"), len({1: 2}), type(5).__name__)
print(format(255, "x"), format(3.14159, ".2f"), format("s", ">3"), int("ff", 16), float(" 1e3 "), bool("False"))
print(next(iter([1])), iter, slice(1, 2), range(3), bytes(3), bytearray(b"x"), complex(1, 2), frozenset([1]))
print(vars(type("T", (), {"a": 1}))["a"], dir(type("D", (), {"zz": 1})())[-1], id(None) == id(None))
print("a", "b", sep="-", end="!\n")
for call in ("min()", "max([])", "sum(['a'])", "chr(-1)", "chr(0x110000)", "ord('ab')", "ord(1)", "abs('a')",
             "round('a')", "len(5)", "sorted(5)", "int('x')", "float('x')", "hex(1.5)", "isinstance(1, 1)",
             "pow(2, 3, 0)", "range(1, 2, 0)", "zip(1)", "map()", "map(5)", "enumerate()", "getattr(1, 2)", "sum('ab', '')",
             "divmod(1, 'a')", "next([])", "issubclass(1, int)", "hash([])", "bytes(-1)", "iter(1, 2)", "print(sep=1)"):
    try:
        print(call, "=", eval(call))
    except Exception as e:
        print(call, "->", type(e).__name__, e)
