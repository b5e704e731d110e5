# language: 3.14
from string.templatelib import Template, Interpolation
x, name = 5, "n"
t = t"a{x}b{name!r:>{x}}c"
print(type(t) is Template, t.strings, t.values, [(i.value, i.expression, i.conversion, i.format_spec) for i in t.interpolations])
print(list(t"{x}{name} end"), t"".strings, (t"a" t"{x}").strings, (t"a{x}" + t"b").strings)
print(t"{x=}".strings, t"{x + 1}".interpolations[0].expression, rt"\n{x}".strings)
match t"{x}".interpolations[0]:
    case Interpolation(v, e):
        print(v, e)
for s in ("t'a' 'b'", "t'a' f'b'", "t'{}'"):
    try:
        print(eval(s))
    except SyntaxError as e:
        print(e.msg)
try:
    t + "x"
except TypeError as e:
    print(e)
