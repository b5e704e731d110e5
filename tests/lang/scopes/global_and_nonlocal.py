x = "module"


def read():
    return x


def write():
    global x, made
    x = "written"
    made = "by write"


def shadow():
    x = "local"
    return x


def unbound():
    try:
        print(x)
    except UnboundLocalError as e:
        return str(e)
    x = 1


def delete():
    global made
    del made


print(read(), shadow(), unbound())
write()
print(x, made)
delete()
try:
    made
except NameError as e:
    print(e)


def outer():
    x = "outer"

    def uses_global():
        global x
        return x

    def uses_nonlocal():
        nonlocal x
        x = "changed"
        return x
    return uses_global(), uses_nonlocal(), x


print(outer())


class C:
    x = "class"
    y = x
    z = [x for _ in range(1)]

    def m(self):
        return x
    global w
    w = "from class"


print(C.y, C.z, C().m(), w)
for source in ("def f():\n nonlocal q", "nonlocal q", "def f():\n x = 1\n global x", "def f(a):\n global a",
               "def f():\n print(x)\n nonlocal x", "def f():\n global a\n nonlocal a",
               "def f():\n x = 1\n def g():\n  x = 2\n  nonlocal x"):
    try:
        compile(source, "s", "exec")
        print("ok")
    except SyntaxError as e:
        print(e.msg)
