"""List, set, dict and nested comprehensions, generator expressions in sum, any and all."""
import sys


def run(n):
    total = 0
    for i in range(n):
        squares = [x * x for x in range(30)]
        odd = [x for x in squares if x & 1]
        table = {x: x + i for x in odd}
        left = {x % 7 for x in table.values()}
        grid = [[r * c for c in range(5)] for r in range(5)]
        total += sum(x for row in grid for x in row) + len(left) + table[25]
        total += any(x == 49 for x in odd) + all(x >= 0 for x in squares)
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 60000
print("comprehensions", n, run(n))
