assert True
assert 1 + 1 == 2, "never evaluated"
for source in ("assert False", "assert 0, 'message'", "assert [], [1, 2]", "assert None, print('evaluated')"):
    try:
        exec(source)
    except AssertionError as e:
        print(source, "->", repr(e), e.args)


def f():
    ...


class Empty: pass


print(f(), Empty.__name__, ... is Ellipsis)
try:
    assert isinstance(5, str), f"{5!r} is no str"
except AssertionError as e:
    print(e)
if 1: pass
elif 2: print("no")
else: print("no")
if 0: print("no")
elif []: print("no")
else: print("else")
