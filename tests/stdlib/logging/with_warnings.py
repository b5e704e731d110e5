import logging, warnings, sys, traceback
logging.basicConfig(stream=sys.stdout, format="%(levelname)s:%(name)s:%(message)s", level=logging.INFO)
logging.info("a %d", 1); logging.getLogger("x").debug("no"); logging.getLogger("x.y").error("e")
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always"); warnings.warn("careful", DeprecationWarning)
print(w[0].category.__name__, w[0].message)
try: 1 / 0
except ZeroDivisionError as e: print(traceback.format_exception_only(e), len(traceback.extract_tb(e.__traceback__)))
