"""Tasks that wait for each other: an asyncio pipeline, with a queue between its stages and a timeout over all.

    moltvm examples/pipeline.py 20
"""

import asyncio
import hashlib
import sys


async def produce(count, queue):
    for number in range(count):
        await queue.put(number)
        await asyncio.sleep(0.001)
    await queue.put(None)


async def work(queue, results):
    while (number := await queue.get()) is not None:
        results[number] = hashlib.sha256(str(number).encode()).hexdigest()[:12]
    await queue.put(None)


async def main(count):
    queue, results = asyncio.Queue(maxsize=4), {}
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        tasks.create_task(produce(count, queue))
        for _ in range(3):
            tasks.create_task(work(queue, results))
    for number in sorted(results):
        print(f"{number:>4} {results[number]}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
