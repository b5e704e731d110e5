"""Context managers: classes, nested, suppressing, and made of a generator."""
import sys


class Scope:
    depth = most = 0

    def __enter__(self):
        Scope.depth += 1
        Scope.most = max(Scope.most, Scope.depth)
        return self

    def __exit__(self, kind, value, trace):
        Scope.depth -= 1
        return kind is KeyError


class FromGenerator:
    def __init__(self, function):
        self.function = function

    def __call__(self, *args):
        made = FromGenerator(self.function)
        made.generator = self.function(*args)
        return made

    def __enter__(self):
        return next(self.generator)

    def __exit__(self, kind, value, trace):
        if kind is None:
            next(self.generator, None)
        return False


@FromGenerator
def collecting(into, item):
    into[0] += item
    yield item
    into[1] += 1


def run(n):
    totals = [0, 0]
    suppressed = 0
    for i in range(n):
        with Scope() as outer, Scope() as inner:
            suppressed += outer is not inner
            if i % 4 == 0:
                raise KeyError(i)
            suppressed += 2
        if i % 3 == 0:
            with collecting(totals, i) as item:
                totals[1] += item & 1
    return suppressed, Scope.most, Scope.depth, *totals


n = int(sys.argv[1]) if len(sys.argv) > 1 else 500000
print("with_statements", n, *run(n))
