"""Dictionaries: counting, string keys, tuple keys, deletion, iteration."""
import sys


def run(n):
    names = ["key%d" % i for i in range(500)]
    counts = {}
    for i in range(n):
        name = names[i * 7 % 500]
        counts[name] = counts.get(name, 0) + i
    grid = {}
    for i in range(n // 2):
        grid[i % 97, i % 89] = i
    numbers = {}
    for i in range(n // 2):
        numbers[i * 31 % 10007] = i
        if i % 3 == 0:
            numbers.pop(i * 17 % 10007, None)
    total = sum(counts.values()) + len(grid)
    for key, value in grid.items():
        total += key[0] * value
    for key in numbers:
        total ^= key
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
print("dictionary", n, run(n))
