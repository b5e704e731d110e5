from functools import *
@lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(50), fib.cache_info(), reduce(lambda a, b: a * b, range(1, 6)), partial(int, base=2)("101"))
@singledispatch
def show(x): return "object"
@show.register
def _(x: int): return "int"
print(show(1), show("s"), sorted([3, 1], key=cmp_to_key(lambda a, b: b - a)))
@total_ordering
class V:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
    @cached_property
    def twice(s): print("once"); return s.v * 2
v = V(2); print(v >= V(1), v.twice, v.twice)
@wraps(fib)
def w(): pass
print(w.__name__)
