# language: 3.14
def f(a: later, b: int = 1) -> "text": pass
class later: pass
print(f.__annotations__ == {"a": later, "b": int, "return": "text"})
class C:
    x: D
    y: int = 1
try:
    C.__annotations__
except NameError as e:
    print(e)
D = 5
print(C.__annotations__, C.__annotate__(1))
def g(x: print("never")): pass
import annotationlib
def h(x: missing, y: int): pass
print(annotationlib.get_annotations(h, format=annotationlib.Format.STRING))
try:
    int("x")
except ValueError, TypeError:
    print("no parentheses")
