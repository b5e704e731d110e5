"""The part of sys that watches programs. This machine reports no events: what would need them says so."""

from types import SimpleNamespace as _SimpleNamespace


def _not_available():
    raise NotImplementedError("this machine reports no events to programs")


def settrace(function, /):
    """Set the global debug tracing function; only None is possible."""
    if function is not None:
        _not_available()


def gettrace():
    """Return the global debug tracing function set with sys.settrace."""
    return None


def setprofile(function, /):
    """Set the profiling function; only None is possible."""
    if function is not None:
        _not_available()


def getprofile():
    """Return the profiling function set with sys.setprofile."""
    return None


def _use_tool_id(tool_id, name, /):
    _not_available()


def _set_events(tool_id, event_set, /):
    if event_set:
        _not_available()


_events = ("PY_START PY_RESUME PY_RETURN PY_YIELD CALL LINE INSTRUCTION JUMP BRANCH_LEFT BRANCH_RIGHT STOP_ITERATION RAISE "
           "EXCEPTION_HANDLED PY_UNWIND PY_THROW RERAISE C_RETURN C_RAISE BRANCH").split()
monitoring = _SimpleNamespace(
    events=_SimpleNamespace(NO_EVENTS=0, **{name: 1 << number for number, name in enumerate(_events)}),
    DEBUGGER_ID=0, COVERAGE_ID=1, PROFILER_ID=2, OPTIMIZER_ID=5, DISABLE=object(), MISSING=object(),
    use_tool_id=_use_tool_id, clear_tool_id=lambda tool_id, /: None, free_tool_id=lambda tool_id, /: None,
    get_tool=lambda tool_id, /: None, get_events=lambda tool_id, /: 0, set_events=_set_events,
    register_callback=lambda tool_id, event, func, /: _not_available(), restart_events=lambda: None)
