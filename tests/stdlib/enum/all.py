from enum import *
class C(Enum):
    RED = 1; GREEN = auto(); ALIAS = 1
print(list(C), C.RED, repr(C(2)), C["RED"] is C.ALIAS, C.RED.name, isinstance(C.RED, C))
class F(Flag):
    A = auto(); B = auto()
print(F.A | F.B, F.A in (F.A | F.B), ~F.A, F(0), IntEnum("I", "x y").y + 1)
try: C(9)
except ValueError as e: print(e)
