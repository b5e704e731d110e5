"""Closures: cells read and written, functions made in loops, lambdas, partial application."""
import sys


def counter(start):
    value = start

    def step(by):
        nonlocal value
        value += by
        return value

    return step


def compose(*functions):
    def composed(x):
        for f in functions:
            x = f(x)
        return x

    return composed


def run(n):
    step = counter(5)
    total = 0
    pipeline = compose(lambda x: x + 1, lambda x: x * 2, lambda x: x & 0xFFFF)
    for i in range(n):
        total += step(i & 3)
        total = pipeline(total)
        add = lambda y, i=i: y + i
        total += add(1)
    return total, step(0)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 700000
print("closures", n, *run(n))
