# language: 3.14
a, b = 1, 2
a, b = b, a
print(a, b)
(a, [b, c]), d = (1, [2, 3]), 4
print(a, b, c, d)
first, *rest = "hello"
print(first, rest)
*init, last = range(5)
print(init, last)
h, *m, t = [1, 2]
print(h, m, t)
x = y = z = []
print(x is y is z)
for i, (j, *k) in [(1, (2, 3, 4)), (5, (6,))]:
    print(i, j, k)
[p, q] = {"one": 1, "two": 2}
print(p, q)
(only,) = [9]
print(only)
*everything, = "abc"
print(everything)
() = []
cases = ["a, b = 1,", "a, b = 1, 2, 3", "a, b = 5", "a, *b = []", "a, *b, c = [1]", "(a, b), c = 1, 2",
         "a, b = {1: 2}", "a, b = None", "a, b, c = 'ab'"]
for case in cases:
    try:
        exec(case)
        print("fine", case)
    except (ValueError, TypeError) as e:
        print(case, "->", type(e).__name__, e)
