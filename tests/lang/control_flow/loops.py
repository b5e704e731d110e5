for i in range(3):
    print(i, end=" ")
else:
    print("done")
for i in range(10):
    if i == 2:
        continue
    if i == 4:
        break
    print(i, end=" ")
else:
    print("never")
print(i)
while i:
    i -= 1
    if i == 1:
        break
else:
    print("never")
while i:
    i -= 1
else:
    print("else", i)
for x in []:
    pass
else:
    print("empty")
try:
    x
except NameError as e:
    print(e)
for a in range(3):
    for b in range(3):
        if b > a:
            break
        if a == 2:
            continue
        print((a, b), end=" ")
    else:
        print("inner else", a)
print()
items = [1, 2, 3]
for item in items:
    if len(items) < 6:
        items.append(item * 10)
print(items)
for bad in (5, None, object):
    try:
        for _ in bad:
            pass
    except TypeError as e:
        print(e)
n = 0
while True:
    n += 1
    if n % 2:
        continue
    if n > 6:
        break
print(n)
