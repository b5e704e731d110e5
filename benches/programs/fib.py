"""Recursion: the naive Fibonacci function, nothing but calls, compares and adds."""
import sys


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 32
print("fib", n, fib(n))
