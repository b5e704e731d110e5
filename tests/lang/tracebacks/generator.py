# exit: 1
def g():
    yield 1
    raise OSError(2, "gone")


print(list(g()))
