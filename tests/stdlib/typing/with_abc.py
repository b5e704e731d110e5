# expected: the words of 3.14, which the oracle does not know
from typing import *
from abc import ABC, abstractmethod
print(Optional[int], Union[int, str, int], List[int], Callable[[int], str], Literal[1, "a"], get_args(dict[str, int]), get_origin(list[int]))
class A(ABC):
    @abstractmethod
    def f(self): ...
try: A()
except TypeError as e: print(e)
