"""Floats and calls: the spectral norm of an infinite matrix, cut off at N."""
import sys
from math import sqrt


def cell(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v):
    return [sum(cell(i, j) * x for j, x in enumerate(v)) for i in range(len(v))]


def times_transposed(v):
    return [sum(cell(j, i) * x for j, x in enumerate(v)) for i in range(len(v))]


def norm(n):
    u = [1.0] * n
    for _ in range(10):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    uv = sum(a * b for a, b in zip(u, v))
    vv = sum(b * b for b in v)
    return sqrt(uv / vv)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 200
print("spectral_norm %d %.9f" % (n, norm(n)))
