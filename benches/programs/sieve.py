"""Primes: a sieve over a list, over a bytearray with slices, and by trial division."""
import sys


def over_list(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            for k in range(i * i, n + 1, i):
                flags[k] = False
        i += 1
    return sum(flags)


def over_bytes(n):
    flags = bytearray([1]) * (n + 1)
    flags[0:2] = b"\0\0"
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return flags.count(1)


def by_division(n):
    primes = []
    for x in range(2, n):
        for p in primes:
            if p * p > x:
                primes.append(x)
                break
            if x % p == 0:
                break
        else:
            primes.append(x)
    return len(primes)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 2000000
print("sieve", n, over_list(n), over_bytes(n), by_division(n // 20))
