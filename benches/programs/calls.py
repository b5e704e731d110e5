"""Function calls with every way of passing arguments."""
import sys


def positional(a, b, c):
    return a + b - c


def defaulted(a, b=2, *, c=3):
    return a * b + c


def starred(*args):
    return len(args) + args[0]


def keywords(**options):
    return options["x"] + options["y"]


def run(n):
    total = 0
    pair = (1, 2)
    for i in range(n):
        total += positional(i, 2, 3)
        total += defaulted(i)
        total += defaulted(i, c=5)
        total += starred(i, i, i)
        total += starred(i, *pair)
        total += keywords(x=i, y=1)
        total &= 0xFFFFFFF
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 400000
print("calls", n, run(n))
