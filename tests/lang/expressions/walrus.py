if (n := len("hello")) > 3:
    print(n)
print([y := 5, y ** 2], y)
data = [1, 2, 3, 4]
print([last := x * 2 for x in data if (half := x / 2) >= 1], last, half)
print(any((found := x) > 2 for x in data), found)
items = iter(data)
while (item := next(items, None)) is not None:
    print(item, end=" ")
print()


def f(x, y=(z := 3)):
    return (x := x + 1), x, y


print(f(1), z)


def g():
    total = 0
    sums = [total := total + v for v in data]
    return sums, total


print(g())
print((a := 1, b := 2), a, b)
print(f"{(w := 7)} {w}")
for source in ("(x.y := 1)", "(x[0] := 1)", "x := 1", "[i := 0 for i in range(3)]",
               "[x for x in (y := [1])]", "lambda: (yield := 1)"):
    try:
        compile(source, "s", "exec")
        print("ok", source)
    except SyntaxError as e:
        print(source, "->", e.msg)
