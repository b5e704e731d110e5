import copy, weakref, gc, operator
class C: pass
c = C(); c.l = [1, [2]]; s, d = copy.copy(c), copy.deepcopy(c); print(s.l is c.l, d.l == c.l, d.l[1] is c.l[1])
r = weakref.ref(c); print(r() is c); w = weakref.WeakValueDictionary(k=d); print("k" in w); del c, s; gc.collect(); print(r())
print(operator.itemgetter(1, 0)("ab"), operator.attrgetter("real")(5), operator.methodcaller("upper")("a"))
