print({x % 3 for x in range(10)}, {len(w) for w in ["a", "bb", "cc"]})
print({k: v for k, v in zip("abc", range(3))}, {v: k for k, v in {"a": 1, "b": 2}.items()})
print({x: {y: x * y for y in range(2)} for x in range(2)})
print({i: i for i in range(5) if i % 2}, {1: 2 for _ in ()}, type({x for x in ()}), type({x: x for x in ()}))


def show(x):
    print("show", x)
    return x


print({show("k"): show("v") for _ in "a"})
print({x: y for x in (1, 2) for y in (3, 4)})
for source in ("{[]: 1 for _ in 'a'}", "{[] for _ in 'a'}", "{**{} for x in y}", "{*x for x in [[1]]}", "[*x for x in y]"):
    try:
        print(eval(source))
    except (TypeError, SyntaxError) as e:
        print(type(e).__name__)
print(dict((k, v) for k, v in [("a", 1)]), set(c for c in "aa"), frozenset(i for i in (1,)))
