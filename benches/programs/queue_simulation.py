"""Customers at counters: an event queue kept as a heap in plain Python."""
import sys


class Heap:
    def __init__(self):
        self.items = []

    def push(self, item):
        items = self.items
        items.append(item)
        i = len(items) - 1
        while i:
            up = (i - 1) >> 1
            if items[up] <= item:
                break
            items[i] = items[up]
            i = up
        items[i] = item

    def pop(self):
        items = self.items
        last = items.pop()
        if not items:
            return last
        top, i, n = items[0], 0, len(items)
        while True:
            child = 2 * i + 1
            if child >= n:
                break
            if child + 1 < n and items[child + 1] < items[child]:
                child += 1
            if items[child] >= last:
                break
            items[i] = items[child]
            i = child
        items[i] = last
        return top

    def __len__(self):
        return len(self.items)


def simulate(customers, counters):
    state = 99
    events = Heap()
    now = 0
    for c in range(customers):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        now += (state >> 10) % 10
        events.push((now, c, "arrive"))
    free, line, waited, served, longest = counters, [], 0, 0, 0
    head = 0
    while events:
        now, who, what = events.pop()
        if what == "arrive":
            line.append((now, who))
        else:
            free += 1
            served += 1
        while free and head < len(line):
            came, next_one = line[head]
            head += 1
            free -= 1
            waited += now - came
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            events.push((now + 5 + (state >> 12) % 30, next_one, "leave"))
        longest = max(longest, len(line) - head)
    return served, waited, longest, now


n = int(sys.argv[1]) if len(sys.argv) > 1 else 80000
print("queue_simulation", n, *simulate(n, 4))
