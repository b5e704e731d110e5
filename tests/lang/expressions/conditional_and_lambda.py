f = lambda x, *a, y=2, **k: (x, a, y, k)
print(f(1), f(1, 2, 3, y=4, z=5))
print((lambda: None)(), (lambda *, k: k)(k=3), (lambda x, /: x)(9))
print(sorted([3, -1, 2], key=lambda v: -v))
compose = lambda f, g: lambda x: f(g(x))
print(compose(lambda x: x + 1, lambda x: x * 10)(4))
print([(lambda x: x * i)(2) for i in range(4)])
late = [lambda: i for i in range(3)]
early = [lambda i=i: i for i in range(3)]
print([g() for g in late], [g() for g in early])
print(f.__name__, f.__qualname__, f.__defaults__, f.__kwdefaults__)
sign = lambda n: "neg" if n < 0 else "zero" if not n else "pos"
print(sign(-1), sign(0), sign(5))
print((lambda a, b=(lambda: 3)(): a + b)(1))
