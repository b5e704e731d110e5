"""Tuples made, returned, swapped, starred and unpacked in loops."""
import sys


def split(x):
    return x & 7, x >> 3, x ^ 5


def run(n):
    a, b, c = 1, 2, 3
    total = 0
    for i in range(n):
        a, b, c = b, c, (a + i) & 0xFFFF
        low, high, mixed = split(i)
        first, *rest = (low, high, mixed, a)
        (p, q), r = (first, rest[0]), rest[-1]
        total += p + q + r + len(rest)
    for i, (x, y) in enumerate(zip(range(n), range(n, 0, -1))):
        total += (x, y) < (y, i)
    return total, a, b, c


n = int(sys.argv[1]) if len(sys.argv) > 1 else 900000
print("tuple_unpacking", n, *run(n))
