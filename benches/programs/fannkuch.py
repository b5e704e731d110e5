"""Permutations of a small list, flipped until the first element is 1."""
import sys


def fannkuch(n):
    order = list(range(n))
    count = list(range(1, n + 1))
    most = checksum = sign = 0
    sign = 1
    r = n
    while True:
        if order[0]:
            work = order[:]
            flips = 0
            first = work[0]
            while first:
                work[:first + 1] = work[first::-1]
                flips += 1
                first = work[0]
            if flips > most:
                most = flips
            checksum += sign * flips
        if sign == 1:
            order[0], order[1] = order[1], order[0]
            sign = -1
        else:
            order[1], order[2] = order[2], order[1]
            sign = 1
            for r in range(2, n):
                count[r] -= 1
                if count[r]:
                    break
                count[r] = r + 1
                if r == n - 1:
                    return checksum, most
                order.insert(r + 1, order.pop(0))


n = int(sys.argv[1]) if len(sys.argv) > 1 else 9
print("fannkuch", n, *fannkuch(n))
