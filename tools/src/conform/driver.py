# Runs the test methods of one module and prints a line for each, before and after.
# Arguments: module, seconds for one method (0: no limit), mode ("run", "list"), method to resume after.
import sys

MARK = "\x1emethod"


def say(*words):
    print(MARK, *words, file=sys.__stdout__, flush=True)


def main(module, limit, mode, after):
    import unittest
    try:
        from test import support
        support.use_resources = []
    except Exception:
        pass
    try:
        from signal import SIGALRM, setitimer, signal, ITIMER_REAL
    except ImportError:
        limit = 0

    def out_of_time(number, frame):
        raise TimeoutError("method took too long")

    def name(test):
        full = "_".join(test.id().split())
        prefix = "test." + module + "."
        return full[len(prefix):] if full.startswith(prefix) else full

    def reason(error):
        text = str(error[1]).strip().split("\n")[0]
        return (error[0].__name__ + ": " + text)[:200]

    class Result(unittest.TestResult):
        current = None

        def startTest(self, test):
            super().startTest(test)
            self.current, self.word, self.why = name(test), "pass", ""
            say("start", self.current)
            if limit:
                setitimer(ITIMER_REAL, limit)

        def stopTest(self, test):
            if limit:
                setitimer(ITIMER_REAL, 0)
            say(self.word, self.current, self.why)
            self.current = None
            super().stopTest(test)

        def note(self, test, word, why):
            # Failures of fixtures of classes and modules come without a running test.
            if self.current is None:
                say(word, name(test), why)
            elif self.word in ("pass", "skip"):
                self.word, self.why = word, why

        def addFailure(self, test, error):
            self.note(test, "fail", reason(error))

        def addError(self, test, error):
            self.note(test, "error", reason(error))

        def addSubTest(self, test, subtest, error):
            if error is not None:
                self.note(test, "fail", reason(error))

        def addSkip(self, test, why):
            if self.current is None or self.word == "pass":
                self.note(test, "skip", why.split("\n")[0])

        def addUnexpectedSuccess(self, test):
            self.note(test, "fail", "unexpected success")

        def addExpectedFailure(self, test, error):
            pass

    def flatten(suite):
        for item in suite:
            if isinstance(item, unittest.TestSuite):
                yield from flatten(item)
            else:
                yield item

    suite = unittest.defaultTestLoader.loadTestsFromName("test." + module)
    tests = list(flatten(suite))
    if mode == "list":
        for test in tests:
            say("known", name(test))
        say("done", module)
        return
    if after:
        names = [name(test) for test in tests]
        tests = tests[len(names) - names[::-1].index(after):]
    if limit:
        signal(SIGALRM, out_of_time)
    unittest.TestSuite(tests).run(Result())
    say("done", module)


main(sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4] if len(sys.argv) > 4 else "")
