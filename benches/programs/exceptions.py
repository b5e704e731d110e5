"""Exceptions raised and caught, several frames deep, with finally."""
import sys


class Low(Exception):
    pass


class High(Exception):
    def __init__(self, amount):
        super().__init__(amount)
        self.amount = amount


def check(x):
    if x % 5 == 0:
        raise Low
    if x % 7 == 0:
        raise High(x)
    return x


def through(x):
    try:
        return check(x)
    finally:
        through.count += 1


through.count = 0


def run(n):
    total = 0
    for i in range(n):
        try:
            total += through(i)
        except Low:
            total -= 1
        except High as e:
            total += e.amount & 3
        try:
            {}[i]
        except (KeyError, IndexError):
            total += 1
    return total, through.count


n = int(sys.argv[1]) if len(sys.argv) > 1 else 700000
print("exceptions", n, *run(n))
