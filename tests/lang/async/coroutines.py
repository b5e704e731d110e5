# language: 3.14
class Wait:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        got = yield self.v
        return got


async def add(a, b):
    x = await Wait(a)
    y = await Wait(b)
    return x + y


async def main():
    try:
        return await add(1, 2), await add(3, 4)
    finally:
        print("finally")


def drive(c, reply=lambda v: v * 10):
    value = None
    while True:
        try:
            value = reply(c.send(value))
        except StopIteration as e:
            return e.value


print(drive(main()))


class Ctx:
    async def __aenter__(self):
        print("enter", await Wait(1))
        return self

    async def __aexit__(self, *a):
        print("exit", a[0])
        return True


class Aiter:
    def __init__(self):
        self.n = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        self.n += 1
        if self.n > 3:
            raise StopAsyncIteration
        return await Wait(self.n)


async def agen():
    try:
        for i in range(3):
            got = yield await Wait(i)
            print("got", got)
    finally:
        print("agen done")


async def uses():
    async with Ctx() as c, Ctx():
        1 / 0
    async for x in Aiter():
        print(x)
    else:
        print("else")
    print([x async for x in Aiter() if x > 10], {x: await Wait(x) async for x in Aiter()})
    g = agen()
    print(await anext(g), await g.asend("s"))
    await g.aclose()
    print(await anext(g, "default"))
    return "end"


print(drive(uses()))
c = add(1, 2)
c.send(None)
try:
    c.throw(ValueError("thrown"))
except ValueError as e:
    print(e)
for f in (lambda: c.send(None), lambda: drive(bad()), lambda: drive(bad2()), lambda: drive(bad3())):
    async def bad():
        await 5

    async def bad2():
        async for x in []:
            pass

    async def bad3():
        async with 5:
            pass
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
