def chain():
    try:
        try:
            raise KeyError("first")
        except KeyError:
            raise ValueError("second")
    except ValueError as e:
        print(repr(e.__context__), e.__cause__, e.__suppress_context__)
    try:
        try:
            raise KeyError("first")
        except KeyError as k:
            raise ValueError("second") from k
    except ValueError as e:
        print(repr(e.__cause__), e.__suppress_context__)
    try:
        try:
            1 / 0
        finally:
            raise OSError(2, "gone", "file")
    except OSError as e:
        print(type(e).__name__, e.errno, e.strerror, e.filename, e, repr(e.__context__))
    try:
        raise ValueError from None
    except ValueError as e:
        print(repr(e), e.__suppress_context__)


chain()
try:
    raise
except RuntimeError as e:
    print(e)
for bad in (5, "s", object, None):
    try:
        raise bad
    except TypeError as e:
        print(e)
try:
    raise ValueError from 5
except TypeError as e:
    print(e)
try:
    try:
        1 / 0
    except 5:
        pass
except TypeError as e:
    print(e)
for c in (KeyError, FileNotFoundError, UnicodeDecodeError, StopAsyncIteration, ModuleNotFoundError, RecursionError, GeneratorExit, KeyboardInterrupt):
    print([k.__name__ for k in c.__mro__])
print(ValueError(1, 2).args, str(ValueError()), str(KeyError("k")), repr(KeyError()), str(StopIteration(5)), StopIteration(5).value, SystemExit(3).code)
try:
    e = ValueError("gone")
    raise e
except ValueError as e:
    e.add_note("note 1")
    print(e.__notes__)
print("e" in globals())
try:
    try:
        {}["k"]
    except (IndexError, LookupError) as e:
        print(type(e), e)
        raise
except Exception as again:
    print(again.args, again.__traceback__ is not None, again.with_traceback(None).__traceback__)
