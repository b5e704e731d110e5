# language: 3.14
s = {3, 1, 2}
s.add(5); s.discard(9); s.remove(1); s.update([7, 8], (9,))
print(sorted(s), s | {1}, s & {2, 3}, s - {2}, s ^ {2, 100}, s <= {2}, s.isdisjoint({0}), s.issuperset({2}), {1, 2}.union([3], "")) 
f = frozenset([1, 2])
print(f, f | {3}, {3} | f, type({3} | f).__name__, hash(f) == hash(frozenset([2, 1])), {f: 1}[frozenset((2, 1))], {1, 2} in [f], set(), frozenset())
s &= {2, 3}; s.intersection_update([3]); s.symmetric_difference_update([3, 4]); s.difference_update([9]); print(s, s.pop(), s)
for e in ("set().pop()", "set().remove(1)", "{[]}", "{1} | [1]", "{1} + {2}", "set(5)", "hash(set())", "frozenset().add(1)", "{1} < [1]", "{1}.union(5)", "set(1, 2)"):
    try:
        print(eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
try:
    t = {1, 2}
    for x in t:
        t.add(x + 10)
except RuntimeError as e:
    print(e)
