print(6 & 3, 6 | 3, 6 ^ 3, 1 << 10, 1024 >> 3, -1 >> 5, -17 >> 2, ~0)
print(True & True, True | False, True ^ True, type(True & True), type(True & 1))
print(1 << 100, (1 << 100) >> 98, -(1 << 70) >> 69, (-5) & 0xFF, (-5) | 3, (-5) ^ 12)
print((1 << 64) & ((1 << 64) - 1), (1 << 200) & -(1 << 190), hex(-(1 << 65) ^ (1 << 64)))
for f in (lambda: 1 << -1, lambda: 1 >> -1, lambda: 1.0 & 1, lambda: 1 << 1.0, lambda: "a" | 1):
    try:
        print(f())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(1 >> 10 ** 20, -1 >> 10 ** 20, 0 << 1000000)
