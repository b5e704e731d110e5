# language: 3.14
d = {"a": 1, "b": 2}
d["c"] = 3; d["a"] = 9; del d["b"]; d["b"] = 0
print(d, list(d), d.get("z"), d.get("z", 5), d.pop("c"), d.pop("q", None), d.setdefault("n", []), d.popitem(), d.keys(), d.values(), d.items())
d.update({"x": 1}, y=2); d.update([("z", 3)])
print(d, d.keys() & {"a", "q"}, d.keys() - {"a", "b", "x", "y"}, d | {"a": 0}, list(reversed(d)), dict.fromkeys("ab", 0), d == dict(d), "a" in d, ("a", 9) in d.items(), len(d), d.copy() is d)
print({1: "a", True: "b", 1.0: "c"}, dict(a=1), dict([(1, 2)]), dict({}, b=3), {"k": d.keys()}.keys())
def mutate(f):
    m = {i: i for i in range(3)}
    for k in m:
        f(m, k)
for f in (lambda m, k: m.pop(k), lambda m, k: m.__setitem__(k + 10, 0)):
    try:
        mutate(f)
    except RuntimeError as e:
        print(e)
mutate(lambda m, k: m.__setitem__(k, 5))
for e in ("{}['k']", "{}.popitem()", "{}.pop(1)", "{[]: 1}", "dict(5)", "dict([1])", "dict([(1, 2, 3)])", "{} + {}", "{}.update(5)", "{} | 5", "{}.x", "dict(1, 2)", "{}[{}]", "{1: 2}[(1, [])]", "dict(['abc'])"):
    try:
        print(eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
r = {}; r["self"] = r; print(r); d.clear(); print(d)
