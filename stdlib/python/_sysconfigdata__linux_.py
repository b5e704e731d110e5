"""What sysconfig would know of how this program was built, were it built as CPython is."""

build_time_vars = {"EXT_SUFFIX": ".so", "SOABI": "moltvm-314", "Py_DEBUG": 0, "Py_GIL_DISABLED": 0, "HAVE_FORK": 0}
