def show(g, depth=0):
    print("  " * depth + repr(g.args[0]), type(g).__name__)
    for e in getattr(g, "exceptions", ()):
        if isinstance(e, BaseExceptionGroup):
            show(e, depth + 1)
        else:
            print("  " * depth, "-", repr(e))


try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("n", [KeyError(3), ValueError(4)])])
except* ValueError as eg:
    show(eg)
except* (TypeError, KeyError) as eg:
    show(eg)
try:
    try:
        raise ExceptionGroup("rest", [ValueError(1), OSError(2)])
    except* ValueError:
        print("handled")
    else:
        print("no")
    finally:
        print("finally")
except ExceptionGroup as e:
    show(e)
try:
    raise ValueError("plain")
except* ValueError as e:
    show(e)
try:
    try:
        raise ExceptionGroup("x", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise KeyError("new")
except BaseExceptionGroup as e:
    show(e)
g = ExceptionGroup("s", [ValueError(1), ExceptionGroup("i", [TypeError(2)])])
print(g.subgroup(TypeError), g.split(ValueError), g.subgroup(OSError), str(g), g.derive([OSError()]))
for f in (lambda: ExceptionGroup("a", []), lambda: ExceptionGroup("a", [1]), lambda: ExceptionGroup(1, [ValueError()]),
          lambda: ExceptionGroup("a", [KeyboardInterrupt()]), lambda: ExceptionGroup("a", 5)):
    try:
        f()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(type(BaseExceptionGroup("b", [ValueError()])).__name__)
