"""A star that nobody wants costs nothing, however long the sequence."""


def take(subject):
    match subject:
        case [first, *_, last]:
            return first, last
        case [*_, ("k", value)]:
            return value
        case [only, *_]:
            return only
        case [*_]:
            return "empty"
        case _:
            return "no sequence"


print(take(range(1 << 30)), take([1]), take([]), take("text"), take((1, 2, 3)), take([("k", 5)]))
match range(10 ** 9):
    case x, y, *_:
        print(x, y)
match [1, [2, 3, 4], 5]:
    case [a, [b, *_], *_]:
        print(a, b)
match [1, 2, 3, 4]:
    case [*_, 3, 4 as z]:
        print(z)
match [1, 2]:
    case [_, *_, x, y]:
        print("no")
    case [_, *_, x]:
        print(x)
