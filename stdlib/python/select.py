"""Waiting, with nothing but the clock to wait for: no descriptor of this machine can block."""

import sys as _sys
import time as _time

error = OSError
POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL = 1, 2, 4, 8, 16, 32
PIPE_BUF = 4096


def _number(file):
    if isinstance(file, int):
        number = file
    else:
        try:
            method = file.fileno
        except AttributeError:
            raise TypeError("argument must be an int, or have a fileno() method.") from None
        number = method()
        if not isinstance(number, int):
            raise TypeError("fileno() returned a non-integer")
    if number < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({number})")
    return number


def _is_readable(number):
    """Files always are; an end of a pair of sockets in memory is when something came in."""
    sockets = _sys.modules.get("_socket")
    return sockets is None or sockets._is_readable(number)


def select(rlist, wlist, xlist, timeout=None, /):
    """Wait until one or more file descriptors are ready for some kind of I/O. Files always are."""
    readable, writable, exceptional = list(rlist), list(wlist), list(xlist)
    for file in (*readable, *writable, *exceptional):
        _number(file)
    if timeout is not None and timeout < 0:
        raise ValueError("timeout must be non-negative")
    ready = [file for file in readable if _is_readable(_number(file))]
    if not ready and not writable:
        if timeout is None:
            raise RuntimeError("nothing to wait for: the wait would never end")
        _time.sleep(timeout)
    return ready, writable, []


class poll:
    """Supports registering and unregistering file descriptors, and then polling them for I/O events."""

    def __init__(self):
        self._files = {}

    def register(self, fd, eventmask=POLLIN | POLLPRI | POLLOUT, /):
        self._files[_number(fd)] = eventmask

    def modify(self, fd, eventmask, /):
        number = _number(fd)
        if number not in self._files:
            raise FileNotFoundError(2, "No such file or directory")
        self._files[number] = eventmask

    def unregister(self, fd, /):
        del self._files[_number(fd)]

    def poll(self, timeout=None, /):
        ready = []
        for fd, mask in self._files.items():
            events = mask & POLLOUT
            if mask & POLLIN and _is_readable(fd):
                events |= POLLIN
            if events:
                ready.append((fd, events))
        if ready:
            return ready
        if timeout is None or timeout < 0:
            raise RuntimeError("nothing to wait for: the wait would never end")
        _time.sleep(timeout / 1000)
        return []
