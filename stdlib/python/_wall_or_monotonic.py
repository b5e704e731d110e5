"""The module time for logging: without the grant time.wall its records are stamped by the clock that only moves on, so that
programs can log without it."""

import time as _time


def time_ns():
    try:
        return _time.time_ns()
    except PermissionError:
        return _time.monotonic_ns()


def time():
    return time_ns() / 1e9


def __getattr__(name):
    return getattr(_time, name)
