def all_kinds(a, b=1, /, c=2, d=3, *args, e, f=4, **kwargs):
    return (a, b, c, d, args, e, f, kwargs)


print(all_kinds(0, e=9))
print(all_kinds(0, 1, 2, 3, 4, 5, e=6, f=7, g=8))
print(all_kinds(0, d=5, e=1, a=2, b=3))


def mutable(x, into=[]):
    into.append(x)
    return into


print(mutable(1), mutable(2), mutable(3, []), mutable.__defaults__)


def counted(n=print("evaluated once")):
    return n


counted()
counted()


def only_keyword(*, key, other=None):
    return key, other


def starred(*args, **kwargs):
    kwargs["new"] = 1
    return args, kwargs


options = {"a": 0}
print(only_keyword(key=1), starred(*"ab", **options), options)
mutable.__defaults__ = ([100],)
print(mutable(7))
only_keyword.__kwdefaults__ = {"key": "k", "other": "o"}
print(only_keyword())
for call in ("all_kinds()", "all_kinds(1)", "only_keyword(1, key=1)", "only_keyword()", "starred(**{1: 2})",
             "all_kinds(1, e=2, e=3)", "mutable()", "mutable(1, 2, 3)", "mutable(y=1)"):
    try:
        print(eval(call))
    except (TypeError, AttributeError) as e:
        print(call, "->", e)
    except SyntaxError as e:
        print(call, "->", e.msg)
