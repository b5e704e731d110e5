import asyncio
async def work(n):
    await asyncio.sleep(0); return n * 2
async def main():
    print(await asyncio.gather(*(work(i) for i in range(3))))
    q = asyncio.Queue(); await q.put(1); print(await q.get())
    async with asyncio.TaskGroup() as g: t = g.create_task(work(5))
    print(t.result())
    try: await asyncio.wait_for(asyncio.Event().wait(), 0.01)
    except TimeoutError: print("timeout")
asyncio.run(main())
