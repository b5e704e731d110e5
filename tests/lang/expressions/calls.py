def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


print(f(1, d=4))
print(f(1, 20, 30, 40, 50, d=4, e=6, z=7, a=8))
print(f(*[1, 2], *(3, 4), **{"d": 4}, **{"q": 1}))
calls = ["f()", "f(1)", "f(a=1, d=2)", "f(1, d=1, d=2)", "f(1, 2, 3, c=4, d=1)", "g(1, 2)",
         "g()", "g(b=1)", "g(1, a=2)", "h(1)", "h(x=1)", "h(1, 2, 3)", "k(1)", "k()", "k(a=1, bb=2)",
         "five(1)", "text()", "nothing()", "len()", "len(1, 2)", "len(x=1)", "int('1', bas=2)",
         "g(*5)", "g(**{'a': 1, 'x': 2})"]


five, text, nothing = 5, 's', None


def g(a):
    return a


def h(x, y, /):
    return x


def k(*, a, b):
    return a


for call in calls:
    try:
        print(call, "=", eval(call))
    except (TypeError, SyntaxError) as e:
        print(call, "->", e.msg if isinstance(e, SyntaxError) else e)
