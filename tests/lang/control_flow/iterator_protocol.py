class Count:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        print("iter")
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration("finished")
        self.n -= 1
        return self.n


for x in Count(3):
    print(x)
print(list(Count(2)), tuple(Count(2)), sum(Count(4)), max(Count(3)))


class NotIterator:
    def __iter__(self):
        return 5


class Sequence:
    def __getitem__(self, i):
        if i == 3:
            raise IndexError
        return i * i


class Raises:
    def __iter__(self):
        return self

    def __next__(self):
        raise ValueError("from next")


print([*Sequence()], 4 in Sequence())
for f in (lambda: iter(NotIterator()), lambda: list(Raises()), lambda: next(5), lambda: iter(5),
          lambda: next(iter([]))):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(next(iter([]), "default"), list(iter([3, 2, 1, 0].pop, 2)))
it = iter([1, 2, 3])
print(next(it), list(it), list(it), it.__length_hint__())
a, b = Count(2)
print(a, b)
