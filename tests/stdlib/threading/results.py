"""Threads whose results are waited for."""
import queue
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

results = []
threads = [threading.Thread(target=lambda number=number: results.append(number * number)) for number in range(5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results), [thread.is_alive() for thread in threads])
lock, total = threading.Lock(), 0


def add():
    global total
    for _ in range(100):
        with lock:
            total += 1


threads = [threading.Thread(target=add, name=f"adder-{number}") for number in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total, threads[0].name, threading.current_thread().name)
event = threading.Event()
threading.Thread(target=event.set).start()
print(event.wait(1))
waiting = queue.Queue()
threading.Thread(target=lambda: [waiting.put(number) for number in range(3)]).start()
print([waiting.get() for _ in range(3)])
with ThreadPoolExecutor(4) as pool:
    print(list(pool.map(lambda number: number + 1, range(5))))
    futures = [pool.submit(pow, 2, number) for number in range(4)]
    print(sorted(future.result() for future in as_completed(futures)))
    bad = pool.submit(lambda: 1 / 0)
    print(repr(bad.exception()))
