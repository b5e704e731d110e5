# exit: 1
def check(a, b):
    assert a == b, "not equal"


check(
    1,
    2,
)
