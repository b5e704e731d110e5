type Alias[T] = list[T]
type Rec = dict[str, Rec]
print(Alias, Alias.__name__, Alias.__type_params__, Alias.__value__, Alias[int], Rec.__value__)


def first[T: int, *Ts, **P](x: T) -> T:
    return x


class Box[T: (int, str)]:
    def get[U](self, u: U) -> T: ...


print(first.__type_params__, first.__type_params__[0].__bound__, Box.__type_params__[0].__constraints__)
print(Box[int], Box.get.__type_params__, [c.__name__ for c in Box.__mro__], first(3))
print(first.__annotations__["x"] is first.__type_params__[0])


class D[T = int]:
    x: T
    y: "str" = 1


print(D.__annotations__["y"], D.__type_params__[0].__default__, D.__type_params__[0].has_default())
try:
    type Bad = undefined_name
    Bad.__value__
except NameError as e:
    print(e)
