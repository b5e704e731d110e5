# language: 3.14
a = [3, 1, 2]
a.append(5); a.extend("xy"); a.insert(1, "i"); a.insert(-100, 0); a.remove("x")
print(a, a.pop(), a.pop(0), a.index(1), a.count(3), a.reverse(), a, a.copy() is a)
n = [3, -1, 2, 2]
n.sort(); print(n); n.sort(key=abs, reverse=True); print(n, [1] + [2], [0] * 3, n * 0, n == [3, 2, 2, -1], n > [3])
print([1, [2]] == [1, [2]], (1, 2) + (3,), (1, 2) * 2, (1, 2, 1).count(1), (1, 2).index(2), hash((1, 2)) == hash((1, 2)), tuple("ab"), ((),))
r = [1]; r.append(r); print(r, (r,)); n.clear(); print(n)
class Bad:
    def __lt__(self, o): raise ValueError("lt")
for e in ("[].pop()", "[1].pop(5)", "[].remove(1)", "[].index(1)", "(1,).index(2)", "[1][1]", "(1,)[1]", "[1] + (2,)", "(1,) + [2]", "[1] * 'a'", "[1, 'a'].sort()", "[Bad(), Bad()].sort()", "[1].__setitem__(3, 1)", "(1,).x", "[].extend(5)", "hash(([],))", "[].append()", "list(1, 2)", "(1,).__setitem__", "[3].sort(1)", "[1, 2].insert(1)", "del_item"):
    try:
        print(eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
s = [1, 2, 3]
def k(v):
    s.append(9); return v
try:
    s.sort(key=k)
except ValueError as x:
    print(x)
