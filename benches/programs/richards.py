"""A small operating system: tasks of several kinds, packets and queues (after Richards)."""
import sys

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
DATA, CONTROL = 0, 1


class Packet:
    def __init__(self, link, owner, kind):
        self.link = link
        self.owner = owner
        self.kind = kind
        self.position = 0
        self.data = [0, 0, 0, 0]

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        at = queue
        while at.link is not None:
            at = at.link
        at.link = self
        return queue


class Task:
    def __init__(self, system, name, priority, queue):
        self.system = system
        self.name = name
        self.priority = priority
        self.queue = queue
        self.held = False
        self.waiting = queue is None
        system.tasks[name] = self
        system.order.append(self)
        system.order.sort(key=lambda t: -t.priority)

    def ready(self):
        return not self.held and (not self.waiting or self.queue is not None)

    def take(self):
        packet = self.queue
        if packet is not None:
            self.queue = packet.link
        return packet

    def run(self):
        self.waiting = False
        packet = self.take()
        self.step(packet)
        if self.queue is None and not self.always:
            self.waiting = True

    always = False


class Idle(Task):
    always = True

    def __init__(self, system, count):
        self.control = 1
        self.count = count
        super().__init__(system, IDLE, 0, None)
        self.waiting = False

    def ready(self):
        return True

    def step(self, packet):
        self.count -= 1
        if self.count <= 0:
            self.system.finished = True
        elif self.control & 1 == 0:
            self.control //= 2
            self.system.release(DEVICE_A)
        else:
            self.control = self.control // 2 ^ 0xD008
            self.system.release(DEVICE_B)


class Worker(Task):
    destination = HANDLER_A
    count = 0

    def step(self, packet):
        if packet is None:
            return
        self.destination = HANDLER_A if self.destination == HANDLER_B else HANDLER_B
        packet.owner = self.destination
        packet.position = 0
        for i in range(4):
            self.count += 1
            if self.count > 26:
                self.count = 1
            packet.data[i] = 64 + self.count
        self.system.send(packet, self.name)


class Handler(Task):
    work = devices = None
    device = DEVICE_A

    def step(self, packet):
        if packet is not None:
            if packet.kind == CONTROL:
                self.work = packet.append_to(self.work)
            else:
                self.devices = packet.append_to(self.devices)
        while self.work is not None:
            work = self.work
            if work.position >= 4:
                self.work = work.link
                work.owner = WORKER
                self.system.send(work, self.name)
            elif self.devices is not None:
                device = self.devices
                self.devices = device.link
                device.data[0] = work.data[work.position]
                work.position += 1
                device.owner = self.device
                self.system.send(device, self.name)
            else:
                return


class Device(Task):
    pending = None
    handler = HANDLER_A

    def step(self, packet):
        if packet is None:
            if self.pending is not None:
                done, self.pending = self.pending, None
                done.owner = self.handler
                self.system.send(done, self.name)
            return
        if self.pending is not None:
            self.queue = packet.append_to(self.queue)
            self.held = True
            return
        self.pending = packet
        self.held = True


class System:
    def __init__(self, count):
        self.tasks = {}
        self.order = []
        self.finished = False
        self.sent = self.held = self.turns = 0
        Idle(self, count)
        queue = Packet(Packet(None, WORKER, CONTROL), WORKER, CONTROL)
        Worker(self, WORKER, 1000, queue)
        for name, device, priority in ((HANDLER_A, DEVICE_A, 2000), (HANDLER_B, DEVICE_B, 3000)):
            queue = None
            for _ in range(3):
                queue = Packet(queue, device, DATA)
            Handler(self, name, priority, queue).device = device
            Device(self, device, priority * 2, None).handler = name

    def send(self, packet, sender):
        self.sent += 1
        task = self.tasks[packet.owner]
        task.queue = packet.append_to(task.queue)

    def release(self, name):
        task = self.tasks[name]
        self.held += task.held
        task.held = False
        if isinstance(task, Device) and task.pending is not None:
            task.step(None)

    def run(self):
        while not self.finished:
            for task in self.order:
                if task.ready():
                    self.turns += 1
                    task.run()
                    break
        return self.turns, self.sent, self.held


n = int(sys.argv[1]) if len(sys.argv) > 1 else 80000
print("richards", n, *System(n).run())
