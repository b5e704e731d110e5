# language: 3.14
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2, 1 == 1.0 == True, 1 != 2 != 1)


def show(x):
    print("eval", x)
    return x


print(show(1) < show(2) < show(0) < show(5))
print(show(3) > show(2) in [2, 3] is not None)
print([1, 2] < [1, 3], (1,) < (1, 0), "a" < "b", "Z" < "a", [] < [0], b"a" < b"b")
print({1, 2} < {1, 2, 3}, {1} <= {1}, {1} < {1}, {1} > {2}, {1} < {2})
print(float("nan") == float("nan"), float("inf") > 10 ** 400, -float("inf") < -10 ** 400)
print(2 ** 53 == float(2 ** 53), 2 ** 53 + 1 == float(2 ** 53), 2 ** 53 + 1 > float(2 ** 53))
nan = float("nan")
print([nan] == [nan], nan in [nan], (nan,) == (nan,), nan != nan)
print(None is None, None == 0, [] is not None, "a" in "cat", "" in "", 3 not in (1, 2))
for f in (lambda: 1 < "a", lambda: [] < (), lambda: None > 1, lambda: 1j < 2j, lambda: {} <= {},
          lambda: 3 in 5, lambda: 3 in "abc", lambda: object() < object()):
    try:
        print(f())
    except TypeError as e:
        print(e)
