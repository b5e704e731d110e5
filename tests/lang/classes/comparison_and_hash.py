# language: 3.14
class V:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return self.v == o.v if isinstance(o, V) else NotImplemented

    def __lt__(self, o):
        return self.v < o.v

    def __hash__(self):
        return hash(self.v)


class W(V):
    def __eq__(self, o):
        return True


print(V(1) == V(1), V(1) != V(2), V(1) < V(2), V(1) > V(2), V(1) == 1, {V(1): "x"}[V(1)], sorted([V(2), V(1)])[0].v)
print(W.__hash__, V(1) == W(3))
for f in (lambda: hash(W(1)), lambda: V(1) <= V(2), lambda: {W(1)}):
    try:
        f()
    except TypeError as e:
        print(e)


class Odd:
    def __eq__(self, o):
        return [1]

    def __hash__(self):
        return "no"


print(Odd() == 1, Odd() != 1)
try:
    hash(Odd())
except TypeError as e:
    print(e)
