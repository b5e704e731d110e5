# exit: 1
try:
    int("x")
except ValueError:
    undefined_name
