def outer(a: int, b: str = "x", *, c=1) -> bool:
    "The docstring."

    def inner():
        return a
    return inner


print(outer.__name__, outer.__qualname__, outer.__doc__, outer.__module__)
print(outer.__defaults__, outer.__kwdefaults__, outer.__annotations__, outer.__dict__)
inner = outer(5)
print(inner.__qualname__, inner.__closure__[0].cell_contents, inner.__code__.co_freevars)
code = outer.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_posonlyargcount, code.co_varnames,
      code.co_cellvars, code.co_firstlineno)
outer.extra = [1]
print(outer.__dict__, outer.extra)
outer.__name__ = "renamed"
outer.__doc__ = None
print(outer.__name__, outer.__qualname__, outer.__doc__)
for f in (lambda: setattr(outer, "__name__", 5), lambda: setattr(outer, "__code__", 5),
          lambda: setattr(outer, "__defaults__", 5), lambda: outer.nothing, lambda: delattr(outer, "__code__")):
    try:
        f()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)


def one():
    return 1


def two():
    return 2


one.__code__ = two.__code__
print(one(), one.__name__, callable(one), type(one).__name__)
