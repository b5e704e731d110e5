from dataclasses import *
@dataclass(order=True)
class P:
    x: int
    y: int = 2
    z: list = field(default_factory=list, repr=False)
print(P(1), P(1) == P(1), P(1) < P(2), asdict(P(1)), replace(P(1), y=5), [f.name for f in fields(P)], astuple(P(3)))
@dataclass(frozen=True, slots=True)
class Q:
    a: int
try: Q(1).a = 2
except FrozenInstanceError as e: print(e)
print(hash(Q(1)) == hash(Q(1)), Q.__slots__)
