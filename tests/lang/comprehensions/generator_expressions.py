# language: 3.14
g = (x * x for x in range(4))
print(type(g).__name__, g.__name__, next(g), list(g), list(g))
print(sum(x for x in range(5)), max((len(w) for w in ["a", "bbb"]), default=0), sorted(x for x in (3, 1)))
nested = ((x, y) for x in range(2) for y in (z for z in range(2)))
print(list(nested))
source = [1, 2, 3]
lazy = (x for x in source)
source.append(4)
print(list(lazy))
factor = 2
scaled = (x * factor for x in [1, 2])
factor = 10
print(list(scaled))


def consume(it):
    for x in it:
        return x


rest = (i for i in range(3))
print(consume(rest), list(rest))
closing = (i for i in range(3))
next(closing)
closing.close()
print(list(closing))
broken = (1 // x for x in (1, 0, 2))
print(next(broken))
try:
    next(broken)
except ZeroDivisionError as e:
    print(e)
print(list(broken))
print(*(c for c in "abc"), sep="-")
try:
    compile("f(x for x in y, 1)", "s", "eval")
except SyntaxError as e:
    print(e.msg)
