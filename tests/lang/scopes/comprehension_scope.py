x = "kept"
print([x for x in range(3)], x)
print({x: y for x, y in [(1, 2)]}, x)
print([[x + y for x in range(2)] for y in range(2)], x)


def f(items):
    total = 0
    double = [item * 2 for item in items]
    fs = [lambda: (item, total) for item in items]
    total = 5
    return double, [g() for g in fs]


print(f([1, 2]))
print([y for x in range(4) if x % 2 for y in range(x) if y])
print(list((a, b) for a in "xy" for b in range(2)))


class C:
    values = [1, 2]
    doubled = [v * 2 for v in values]
    try:
        bad = [v * w for w in (1,) for v in values]
    except NameError as e:
        print(e)


print(C.doubled)
gen = (print("lazy", i) for i in [print("eager"), 1])
print("made")
next(gen)
try:
    (i for i in 5)
except TypeError as e:
    print(e)
print([i for i in range(3) if i], [j := i for i in range(3)], j)
print({c for c in "aab"} == {"a", "b"}, sum(i * i for i in range(10)))
try:
    i
except NameError as e:
    print(e)


def locals_inside():
    a = 1
    return [sorted(locals()) for b in (1,)], sorted(locals())


print(locals_inside())
print([(lambda: k)() for k in range(3)])
print([*(n for n in "ab"), *[m for m in (1, 2)]])
