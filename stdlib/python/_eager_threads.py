"""Threads on one thread: a new thread runs to its end before whoever starts it goes on.

That is one of the orders in which real threads may run. A thread that waits for something that its starter would do later can
never go on here; it gets a RuntimeError instead.
"""

import _thread
import sys as _sys
from _thread import _switch

_next_ident = 1
_running = 0


class _ThreadHandle:
    """Stands for a thread that may be joined."""

    __slots__ = ("ident", "_done", "__weakref__")

    def __init__(self):
        self.ident = 0
        self._done = False

    def is_done(self):
        return self._done

    def join(self, timeout=None):
        if not self._done:
            if self.ident == _thread.get_ident():
                raise RuntimeError("Cannot join current thread")
            if timeout is None or timeout < 0:
                raise RuntimeError("deadlock: the thread cannot go on while it is waited for")

    def _set_done(self):
        self._done = True

    def __repr__(self):
        return f"<_ThreadHandle object: ident={self.ident}>"


_ThreadHandle.__module__ = "_thread"


def _make_thread_handle(ident):
    handle = _ThreadHandle()
    handle.ident = ident
    return handle


def _run(function, handle):
    global _next_ident, _running
    _next_ident += 1
    handle.ident = _next_ident
    before = _switch(handle.ident)
    _running += 1
    try:
        function()
    except SystemExit:
        pass
    finally:
        _running -= 1
        handle._done = True
        _switch(before)


def start_joinable_thread(function, handle=None, daemon=True):
    """Start a new thread and return a handle to it."""
    if not callable(function):
        raise TypeError("thread function must be callable")
    if handle is None:
        handle = _ThreadHandle()
    elif not isinstance(handle, _ThreadHandle):
        raise TypeError("'handle' must be a _ThreadHandle")
    if handle.ident:
        raise RuntimeError("thread already started")
    _run(function, handle)
    return handle


def start_new_thread(function, args, kwargs=None, /):
    """Start a new thread and return its identifier."""
    if not callable(function):
        raise TypeError("first arg must be callable")
    if not isinstance(args, tuple):
        raise TypeError("2nd arg must be a tuple")
    if kwargs is not None and not isinstance(kwargs, dict):
        raise TypeError("optional 3rd arg must be a dictionary")
    handle = _ThreadHandle()

    def call():
        try:
            function(*args, **(kwargs or {}))
        except SystemExit:
            pass
        except BaseException as error:
            from types import SimpleNamespace
            _sys.unraisablehook(SimpleNamespace(
                exc_type=type(error), exc_value=error, exc_traceback=error.__traceback__,
                err_msg=f"Exception ignored in thread started by {function!r}", object=None))

    _run(call, handle)
    return handle.ident


start_new = start_new_thread


def daemon_threads_allowed():
    """Return True if daemon threads are allowed in the current interpreter."""
    return True


def _shutdown():
    """Wait for all non-daemon threads: all have ended."""


def _get_main_thread_ident():
    return 1


def _count():
    return _running


def set_name(name):
    """Set the name of the current thread."""


def exit():
    """Raise SystemExit, which ends the current thread."""
    raise SystemExit


exit_thread = exit


def interrupt_main(signum=2, /):
    """Simulate the arrival of the given signal in the main thread."""
    import _signal
    _signal.raise_signal(signum)


class _ExceptHookArgs(tuple):
    """Type used to pass arguments to threading.excepthook."""

    __slots__ = ()
    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])

    def __new__(cls, items):
        items = tuple(items)
        if len(items) != 4:
            raise TypeError(f"_ExceptHookArgs() takes a 4-sequence ({len(items)}-sequence given)")
        return super().__new__(cls, items)


_ExceptHookArgs.__module__ = "_thread"


def _excepthook(args, /):
    """Handle uncaught Thread.run() exception."""
    if args.exc_type is SystemExit:
        return
    stderr = _sys.stderr
    if stderr is None:
        stderr = getattr(args.thread, "_stderr", None)
        if stderr is None:
            return
    name = args.thread.name if args.thread is not None else _thread.get_ident()
    stderr.write(f"Exception in thread {name}:\n")
    import traceback
    traceback.print_exception(args.exc_type, args.exc_value, args.exc_traceback, file=stderr)
    stderr.flush()
