def t(x):
    print("t", x)
    return x


print(t(0) or t("") or t("last"))
print(t(1) and t([]) and t("never"))
print(t(1) or t("never"))
print(not t(0) and t(2) or t(3))
print(1 if t(False) else 2 if t(True) else 3)
print([] or {} or None, 0 and 1, "a" and "b", not None)


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        print("bool", self.value)
        return self.value


class Sized:
    def __len__(self):
        print("len")
        return 0


print("yes" if Truth(True) else "no", "yes" if Sized() else "no", not Truth(False))
if Truth(False) or Sized():
    print("unreachable")


class Bad:
    def __bool__(self):
        return 1


class BadLength:
    def __len__(self):
        return -1


for thing in (Bad(), BadLength()):
    try:
        bool(thing)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
