"""Implements ThreadPoolExecutor over threads that run at once: each piece of work is done by the time submit() returns."""

import itertools
import threading
from concurrent.futures import _base


class BrokenThreadPool(_base.BrokenExecutor):
    """Raised when a worker thread in a ThreadPoolExecutor failed initializing."""


class ThreadPoolExecutor(_base.Executor):
    """Runs calls in threads."""

    BROKEN = BrokenThreadPool
    _counter = itertools.count().__next__

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=(), **ctxkwargs):
        if max_workers is None:
            max_workers = 5
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._thread_name_prefix = thread_name_prefix or f"ThreadPoolExecutor-{ThreadPoolExecutor._counter()}"
        self._initializer = initializer
        self._initargs = initargs
        self._started = 0
        self._broken = False
        self._shutdown = False

    def submit(self, fn, /, *args, **kwargs):
        if self._broken:
            raise BrokenThreadPool(self._broken)
        if self._shutdown:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future = _base.Future()
        number = self._started % self._max_workers
        first = self._started < self._max_workers
        self._started += 1

        def work():
            if first and self._initializer is not None:
                try:
                    self._initializer(*self._initargs)
                except BaseException:
                    _base.LOGGER.critical("Exception in initializer:", exc_info=True)
                    self._broken = ("A thread initializer failed, the thread pool is not usable anymore")
                    future.set_exception(BrokenThreadPool(self._broken))
                    return
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        threading.Thread(name=f"{self._thread_name_prefix}_{number}", target=work, daemon=True).start()
        return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._shutdown = True

    shutdown.__doc__ = _base.Executor.shutdown.__doc__
