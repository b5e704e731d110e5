"""Sorting: ints, floats, strings, tuples, keys, reverse, partly ordered; and a sort in Python."""
import sys


def noise(n, state=42):
    values = []
    for _ in range(n):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        values.append(state)
    return values


def quicksort(items):
    if len(items) < 2:
        return items
    pivot = items[len(items) // 2]
    return (quicksort([x for x in items if x < pivot]) + [x for x in items if x == pivot]
            + quicksort([x for x in items if x > pivot]))


def run(n):
    values = noise(n)
    checksum = sorted(values)[n // 2]
    checksum ^= int(sorted(v / 3 for v in values)[n // 3])
    checksum ^= len(sorted(map(str, values), reverse=True)[0])
    checksum ^= sorted((v & 15, v) for v in values)[n // 2][1]
    checksum ^= sorted(values, key=lambda v: v % 1000)[n // 5]
    partly = sorted(values[:n // 2]) + values[n // 2:]
    partly.sort()
    checksum ^= partly[7]
    checksum ^= quicksort(values[:n // 2])[11]
    return checksum


n = int(sys.argv[1]) if len(sys.argv) > 1 else 120000
print("sorting", n, run(n))
