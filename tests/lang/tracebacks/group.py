# exit: 1
def inner():
    raise TypeError("inner")


errors = []
try:
    inner()
except TypeError as e:
    errors.append(e)
raise ExceptionGroup("several", [*errors, ValueError("plain"), ExceptionGroup("deep", [KeyError("k")])])
