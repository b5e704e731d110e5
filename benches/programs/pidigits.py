"""Big ints: the digits of pi by an unbounded spigot."""
import sys


def digits(count):
    out = []
    k, a, b, a1, b1 = 2, 4, 1, 12, 4
    while len(out) < count:
        p, q, k = k * k, 2 * k + 1, k + 1
        a, b, a1, b1 = a1, b1, p * a + q * a1, p * b + q * b1
        d, d1 = a // b, a1 // b1
        while d == d1 and len(out) < count:
            out.append(d)
            a, a1 = 10 * (a % b), 10 * (a1 % b1)
            d, d1 = a // b, a1 // b1
    return out


n = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
found = digits(n)
print("pidigits", n, "".join(map(str, found[-12:])), sum(found), (7 ** n) % (10 ** 9 + 7))
