def counter():
    n = 0

    def up():
        nonlocal n
        n += 1
        return n

    def get():
        return n
    return up, get


up, get = counter()
up(), up()
other, _ = counter()
print(get(), other(), get())


def deep():
    x = "deep"

    def a():
        def b():
            def c():
                nonlocal x
                x += "!"
                return x
            return c
        return b
    return a()()(), x


print(deep()[0], deep()[1])


def adders():
    return [lambda x, n=n: x + n for n in range(3)], [lambda x: x + n for n in range(3)]


bound, free = adders()
print([f(10) for f in bound], [f(10) for f in free])


def shared(x):
    def set_x(v):
        nonlocal x
        x = v
    return set_x, lambda: x


s, g = shared(1)
s(5)
print(g(), g.__closure__[0].cell_contents)
g.__closure__[0].cell_contents = 77
print(g())


def early():
    def f():
        return later
    try:
        f()
    except NameError as e:
        print(e)
    later = 3
    return f()


print(early())


def klass():
    v = "outer"

    class C:
        v = "class"

        def m(self):
            return v
        w = v
    return C().m(), C.w


print(klass())
