# language: 3.14
for a in (7, -7, 7.5, True):
    for b in (2, -2, 2.5):
        print(a, b, a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b))
print(2 ** 10, 2 ** -1, (-2) ** 3, -2 ** 2, 2 ** 3 ** 2, 0 ** 0, 0.0 ** 0)
print((-8) ** (1 / 3))
print(+True, -True, ~5, ~-1, not 0, not [1])
print(1 + 2 * 3 - 4 / 5 % 6)
for f in (lambda: 1 / 0, lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: 1.5 // 0.0,
          lambda: 0 ** -1, lambda: divmod(1, 0), lambda: 1 % 0.0):
    try:
        print(f())
    except ZeroDivisionError as e:
        print(type(e).__name__, e)
