# language: 3.14
class OnlyIter:
    def __iter__(self):
        print("iter")
        return iter([1, 2])


class OnlyGetitem:
    def __getitem__(self, i):
        print("get", i)
        if i > 2:
            raise IndexError
        return i * 10


class Contains:
    def __contains__(self, x):
        return "truthy"


class Never:
    __contains__ = None

    def __iter__(self):
        return iter([])


print(2 in OnlyIter(), 5 in OnlyIter(), 10 in OnlyGetitem(), 7 in OnlyGetitem())
print(0 in Contains(), 0 not in Contains())
for thing in (Never(), object(), 5):
    try:
        1 in thing
    except TypeError as e:
        print(e)
x = []
print(x in [x], [] in [x], x is x, x is [], x is not None)
print("key" in {"key": 0}, 0 in {"key": 0}, "ell" in "hello", b"l" in b"hello", 108 in b"hello")
print(list(OnlyGetitem()))
