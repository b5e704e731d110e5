import inspect
def f(a, /, b: int = 1, *c, d, **e) -> str: "doc"
print(inspect.signature(f), list(inspect.signature(f).parameters), inspect.getdoc(f), inspect.isfunction(f), inspect.signature(f).bind(1, d=2).arguments)
