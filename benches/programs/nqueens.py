"""Queens on a board: backtracking with sets, and with bit masks."""
import sys


def with_sets(n, row=0, columns=frozenset(), rising=frozenset(), falling=frozenset()):
    if row == n:
        return 1
    found = 0
    for c in range(n):
        if c not in columns and row + c not in rising and row - c not in falling:
            found += with_sets(n, row + 1, columns | {c}, rising | {row + c}, falling | {row - c})
    return found


def with_masks(full, columns=0, rising=0, falling=0):
    if columns == full:
        return 1
    found = 0
    free = full & ~(columns | rising | falling)
    while free:
        bit = free & -free
        free ^= bit
        found += with_masks(full, columns | bit, (rising | bit) << 1, (falling | bit) >> 1)
    return found


n = int(sys.argv[1]) if len(sys.argv) > 1 else 9
print("nqueens", n, with_sets(n), with_masks((1 << n + 2) - 1))
