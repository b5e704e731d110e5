print([x for x in range(5)], [x * y for x in range(3) for y in range(x)], [x for x in range(20) if x % 2 if x % 3])
print([[j for j in range(i)] for i in range(4)])
print([(i, c) for i, c in enumerate("ab")], [a for a, *_ in ["xyz", "uvw"]])
print([x if x % 2 else -x for x in range(5)], [y for x in [[1], [2, 3]] for y in x])
print([*[i for i in range(2)], 9], [f(3) for f in (str, float, lambda v: v * v)])
print([x for x in (1, 2) for x in (x * 10, x * 20)])
print([i for i in range(10) if (lambda v: v > 7)(i)])


def show(label, value):
    print(label, value)
    return value


print([show("elt", a + b) for a in show("outer", [1, 2]) if show("cond", a > 1) for b in show("inner", [10])])
try:
    [1 / x for x in (1, 0)]
except ZeroDivisionError as e:
    print(e)
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], list(zip(*matrix)))
