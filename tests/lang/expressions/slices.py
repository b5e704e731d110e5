class Show:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


s = Show()
print(s[1], s[1:2], s[:], s[::2], s[1:, 2], s[...], s[()], s[1, 2:3, None], s[-1:"a":[]])
print(s[*[1, 2], 3], s[*()])
s[1:2] = 5
s[1, ::3] = 6
del s[3:], s["k"]
items = list(range(10))
print(items[2:5], items[::-1], items[-3:], items[:-7:-2], items[5:2], items[100:], items[-100:3])
items[2:4] = "abc"
print(items)
items[::4] = [0] * len(items[::4])
print(items)
del items[1::2]
print(items)
print("hello"[1:3], "hello"[::-2], (1, 2, 3)[1:], b"bytes"[-2:], range(10)[2:8:3])
for f in (lambda: items[::0], lambda: items["a"], lambda: items[1.0:2], lambda: (1,)[5],
          lambda: "abc"[10], lambda: items.__setitem__(slice(None, None, 2), [1])):
    try:
        print(f())
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__, e)
