"""Loops through try blocks that rarely or never raise."""
import sys


def run(n):
    total = missed = 0
    table = {i: i * 2 for i in range(0, 1000)}
    for i in range(n):
        try:
            total += table[i % 1001]
        except KeyError:
            missed += 1
        else:
            total ^= 1
        finally:
            total &= 0xFFFFFFF
        try:
            if i % 16 == 0:
                continue
            total += int("12")
        except ValueError:
            break
    return total, missed


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1500000
print("try_loops", n, *run(n))
