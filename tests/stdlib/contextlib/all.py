from contextlib import *
@contextmanager
def m(x):
    print("in", x)
    try: yield x
    except ValueError as e: print("caught", e)
    finally: print("out")
with m(1) as v: raise ValueError("v")
with suppress(KeyError): {}[1]
with ExitStack() as s:
    s.enter_context(m(2)); s.callback(print, "callback")
with nullcontext(5) as n: print(n)
