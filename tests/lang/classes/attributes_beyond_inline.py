"""Objects of one shape whose attributes lie in different places: the class learns how many to keep inline."""


class Base:
    def __init__(self):
        self.a = 1
        self.b = 2
        self.c = 3
        self.d = 4
        self.e = 5
        self.f = 6


class Many(Base):
    def __init__(self, tag):
        super().__init__()
        self.g = 7
        self.h = [tag]
        self.i = 9
        self.j = 10
        self.k = 11
        self.m = [tag, tag]
        self.n = 13
        self.o = {"tag": tag}


def read(o):
    return o.a, o.f, o.g, o.h, o.k, o.m, o.n, o.o


def write(o, value):
    o.f = value
    o.m = value
    o.o = value


objects = [Many(number) for number in range(6)]
for o in objects:
    print(read(o))
for number, o in enumerate(objects):
    write(o, number * 10)
for o in reversed(objects):
    print(read(o), sorted(vars(o)))
