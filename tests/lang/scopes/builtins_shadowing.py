import builtins

print(len("abc"))
len = lambda x: "shadowed"
print(len("abc"))
del len
print(len("abc"))
builtins.custom = lambda: "custom builtin"
print(custom())
del builtins.custom
try:
    custom()
except NameError as e:
    print(e)


def f():
    str = "local"
    return str


print(f(), str(5))
saved = builtins.abs
builtins.abs = lambda x: ("patched", x)
print(abs(-1))
builtins.abs = saved
print(abs(-1))
print(eval("x + 1", {"x": 1}), eval("len([1])", {"__builtins__": {"len": lambda v: "fake"}}))
try:
    eval("len", {"__builtins__": {}})
except NameError as e:
    print(e)
print(__name__, __builtins__ is builtins, "__doc__" in globals())
