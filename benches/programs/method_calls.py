"""Method calls on monomorphic and polymorphic receivers, with inheritance."""
import sys


class Counter:
    def __init__(self):
        self.value = 0

    def add(self, amount):
        self.value += amount
        return self

    def get(self):
        return self.value


class Doubling(Counter):
    def add(self, amount):
        super().add(amount * 2)
        return self


class Modular(Counter):
    def add(self, amount):
        self.value = (self.value + amount) % 1000003
        return self


def run(n):
    counters = [Counter(), Doubling(), Modular()]
    plain = Counter()
    for i in range(n):
        plain.add(i).add(1)
        counters[i % 3].add(i)
    return plain.get(), [c.get() for c in counters]


n = int(sys.argv[1]) if len(sys.argv) > 1 else 800000
print("method_calls", n, *run(n))
