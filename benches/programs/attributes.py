"""Reading and writing attributes: instance, class, slots, property."""
import sys


class Point:
    scale = 2

    def __init__(self, x, y):
        self.x = x
        self.y = y

    @property
    def total(self):
        return self.x + self.y


class Slotted:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def run(n):
    p = Point(1, 2)
    s = Slotted(3, 4)
    checksum = 0
    for i in range(n):
        p.x = i & 255
        p.y = p.x + p.scale
        s.left = p.y
        s.right = s.left ^ 5
        checksum = (checksum + p.total + s.right) & 0xFFFFFF
    return checksum


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1500000
print("attributes", n, run(n))
