"""Matrices as lists of lists: the textbook triple loop, and zip with sum."""
import sys


def make(n, seed):
    return [[seed * (i - j) * (i + j) / n / n for j in range(n)] for i in range(n)]


def triple(a, b):
    n, m, p = len(a), len(b), len(b[0])
    c = [[0.0] * p for _ in range(n)]
    for i in range(n):
        row, out = a[i], c[i]
        for k in range(m):
            x = row[k]
            other = b[k]
            for j in range(p):
                out[j] += x * other[j]
    return c


def zipped(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


n = int(sys.argv[1]) if len(sys.argv) > 1 else 130
a, b = make(n, 1.0), make(n, 2.0)
c, d = triple(a, b), zipped(a, b)
print("matrix_multiply %d %.6f %.6f" % (n, c[n // 2][n // 2], d[n // 3][n // 2]))
