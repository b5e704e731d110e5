"""Small-int arithmetic in while and for loops."""
import sys


def collatz(limit):
    longest = best = 0
    for start in range(1, limit):
        n, length = start, 1
        while n != 1:
            n = n * 3 + 1 if n & 1 else n >> 1
            length += 1
        if length > longest:
            longest, best = length, start
    return best, longest


def mix(n):
    state = 12345
    i = 0
    while i < n:
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        state ^= i % 7
        i += 1
    return state


n = int(sys.argv[1]) if len(sys.argv) > 1 else 40000
print("int_loops", n, *collatz(n), mix(n * 40))
