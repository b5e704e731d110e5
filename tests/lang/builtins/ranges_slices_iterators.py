# language: 3.14
r = range(1, 20, 3)
print(r, len(r), r[2], r[-1], r[1:3], r[::-1], 7 in r, 8 in r, 7.0 in r, r.index(7), r.count(4), list(reversed(r)), r == range(1, 21, 3), range(0) == range(5, 5), hash(r) == hash(range(1, 21, 3)), r.start, r.stop, r.step, range(10 ** 30)[10 ** 29], len(range(0, -10, -3)))
s = slice(1, 10, 2)
print(s, s.indices(5), s == slice(1, 10, 2), slice(None).indices(3), hash(slice(1)) == hash(slice(1)))
e = enumerate("ab", start=3)
print(next(e), list(e), list(zip()), list(zip([1], "a", (2,))), list(map(str, range(2))), list(reversed("ab")))
for x in ("list(zip([1], [], strict=True))", "list(zip([], [1], strict=True))", "range(1.0)", "range()", "range(1)[5]", "range(3).index(9)", "reversed({1})", "len(range(10 ** 30))", "range(1, 2, 0)", "slice()", "list(map(lambda a: a, 5))", "slice(1, 2).indices(-1)", "range(3).start.x"):
    try:
        print(eval(x))
    except Exception as err:
        print(x, type(err).__name__, err)
print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), {1: 0, 1.0: 1}, 2 ** 70 == float(2 ** 70), hash(2 ** 70) == hash(float(2 ** 70)))
print(complex("1+2j"), 3j ** 2, (1 + 2j) * (3 - 1j), abs(3 + 4j), (1 + 2j).conjugate(), 1j == 1j, complex(0, -0.0), -1j, 1 / (1 + 1j))
