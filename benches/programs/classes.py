"""Creating instances and classes: __init__, operators, comparison, hashing."""
import sys


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __hash__(self):
        return hash((self.x, self.y))

    def __getitem__(self, i):
        return self.y if i else self.x

    def __len__(self):
        return 2


def run(n):
    seen = set()
    at = Vector(0, 0)
    step = Vector(1, 3)
    total = 0
    for i in range(n):
        at = at + step * (i & 3)
        if at[0] > 100:
            at = Vector(at[0] - 100, at[1] % 50)
        seen.add(at)
        total += at[1] + len(at)
    made = [type("C%d" % i, (), {"value": i})() for i in range(500)]
    return total, len(seen), sum(c.value for c in made)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 300000
print("classes", n, *run(n))
