# language: 3.14
print([1, 2, *range(3), *"ab"], (1, *[2], 3), {*[1, 2], 2}, {**{"a": 1}, "b": 2, **{"a": 3}})
print([], (), {}, set(), (1,), [[]], {1: {2: {}}})
print([*[], *[]], {**{}}, (*(),))
t = 1, 2, 3
print(t, type(t))
print({1: "int", 1.0: "float", True: "bool"})
print({"a": 1, "b": 2}["b"], [1, 2, 3][-1])
for source in ("[*1]", "{**1}", "{*1}", "(*None,)", "{[]: 1}", "{{}}", "print(*5)", "print(**5)",
               "dict(**{1: 2})", "f(a=1, **{'a': 2})"):
    try:
        eval(source, {"f": lambda **k: k})
    except TypeError as e:
        print(source, "->", e)
