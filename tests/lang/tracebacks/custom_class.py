# exit: 1
class Outer:
    class Error(Exception):
        def __str__(self):
            return "two\nlines"


raise Outer.Error
