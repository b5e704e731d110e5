"""Generators: pipelines, yield from, send, recursion."""
import sys


def numbers(n):
    for i in range(n):
        yield i


def multiples(source, k):
    for x in source:
        if x % k == 0:
            yield x


def pairs(source):
    it = iter(source)
    for x in it:
        yield x, next(it, 0)


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def averager():
    total = count = 0
    value = None
    while True:
        value = yield (total // count if count else 0)
        total += value
        count += 1


def run(n):
    total = 0
    for a, b in pairs(multiples(numbers(n), 3)):
        total += a ^ b
    for x in tree(14):
        total += x
    gen = averager()
    next(gen)
    for i in range(n // 2):
        total += gen.send(i)
    total += sum(x * x for x in numbers(n // 2) if x & 1)
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
print("generators", n, run(n))
