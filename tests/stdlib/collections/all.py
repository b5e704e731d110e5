from collections import Counter, defaultdict, deque, namedtuple, OrderedDict, ChainMap
c = Counter("abracadabra")
print(c.most_common(2), c + Counter("a"), c - Counter("aaa"), c["zz"], c.total())
d = defaultdict(list); d["k"].append(1); print(d, d.get("q"))
q = deque([1, 2, 3], maxlen=3); q.append(4); q.appendleft(0); q.rotate(1); print(q, q.pop(), q.index(0))
P = namedtuple("P", "x y", defaults=[5]); print(P(1), P(1)._replace(x=2), P._fields, P(1)._asdict())
o = OrderedDict(a=1, b=2); o.move_to_end("a"); print(o, ChainMap({"a": 1}, {"b": 2})["b"])
