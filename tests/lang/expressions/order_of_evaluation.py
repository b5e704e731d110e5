def e(x):
    print(x, end=" ")
    return x


def done():
    print()


e(1) + e(2) * e(3) - e(4)
done()
[e(1), *[e(2)], e(3)]
done()
{e("k1"): e("v1"), e("k2"): e("v2")}
done()


def f(*args, **kwargs):
    return args, kwargs


e(f)and f(e(1), *[e(2)], a=e(3), **{"b": e(4)}) if False else None
f(e(1), *[e(2)], a=e(3), **{"b": e(4)})
done()
d = {}
d[e("key")] = e("value")
done()
a = [0, 0]
a[e(0)], a[e(1)] = e(5), e(6)
done()
i = 0
i, a[i] = 1, 9
print(a)
x = [1, 2, 3]
i = 0
i = x[i] = 2
print(i, x)
lambda q=e("default"): e("body")
done()
e(1) < e(2) < e(3)
done()
d[e("aug")] = 1
d[e("aug")] += e(10)
done()
print(d)
