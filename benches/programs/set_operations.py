"""Sets: building, membership, union, intersection, difference, frozenset keys."""
import sys


def run(n):
    total = 0
    threes = set(range(0, n, 3))
    fives = set(range(0, n, 5))
    for i in range(12):
        both = threes & fives
        total += len(both) + len(threes | fives) + len(threes - fives) + len(threes ^ fives)
    for i in range(n):
        if i in threes:
            total += 1
        if i not in both:
            total ^= 3
    small = set()
    for i in range(n):
        small.add(i * 7 % 1013)
        if i % 5 == 0:
            small.discard(i % 1013)
    groups = {}
    for i in range(n // 4):
        key = frozenset((i % 11, i % 7))
        groups[key] = groups.get(key, 0) + 1
    return total, len(small), len(groups), max(groups.values()), both <= threes


n = int(sys.argv[1]) if len(sys.argv) > 1 else 500000
print("set_operations", n, *run(n))
