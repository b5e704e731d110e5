class Loud:
    def __init__(self, log):
        self.log = log

    def __getattr__(self, name):
        print("getattr", name)
        return 10


n = 5
n += 2; print(n)
n -= 1; print(n)
n *= 3; print(n)
n /= 2; print(n)
n //= 2; print(n)
n **= 2; print(n)
n %= 7; print(n)
m = 6
m |= 9; print(m)
m &= 12; print(m)
m ^= 5; print(m)
m <<= 3; print(m)
m >>= 2; print(m)
items = [1]
alias = items
items += (2, 3)
items *= 2
print(alias, items is alias)
t = (1,)
u = t
t += (2,)
print(t, u)
s = {1}
s |= {2}; s &= {2, 3}; s ^= {9}; s -= {2}
print(s)
d = {"a": 1}
d |= {"b": 2}
d |= [("c", 3)]
print(d)
o = Loud(None)
o.count += 5
print(o.count)
pair = ([1], 2)
try:
    pair[0] += [5]
except TypeError as e:
    print(e, pair)
for source in ("x = 'a'; x += 1", "x = 1; x += 'a'", "x = []; x += 1", "x = None; x -= 1",
               "x = {}; x @= 2", "undefined += 1"):
    try:
        exec(source)
    except (TypeError, NameError) as e:
        print(type(e).__name__, e)
