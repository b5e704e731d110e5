"""Lists: append, pop, index, slice, insert, reverse, copy."""
import sys


def run(n):
    stack = []
    total = 0
    for i in range(n):
        stack.append(i)
        if i % 4 == 3:
            total += stack.pop()
    for i in range(len(stack)):
        stack[i] = stack[i] * 3 + 1
    for i in range(0, len(stack) - 10, 7):
        part = stack[i:i + 10]
        part.reverse()
        total += part[0] - part[-1]
    small = []
    for i in range(n // 50):
        small.insert(0, i)
        if len(small) > 100:
            del small[50:]
    stack[::2] = stack[1::2] if len(stack) % 2 == 0 else stack[::2]
    return total + sum(stack) + len(small)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1500000
print("lists", n, run(n))
