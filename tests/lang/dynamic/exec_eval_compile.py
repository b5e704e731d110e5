# language: 3.14
ns = {"a": 2}
print(eval("a + 1", ns), eval("a * b", ns, {"b": 5}), exec("c = a + 1", ns), ns["c"])
code = compile("x = 1\ny = x + 1", "file.py", "exec")
exec(code, ns)
print(ns["y"], code.co_filename, code.co_name, sorted(code.co_names))
print(eval(compile("[i for i in range(3)]", "e", "eval")))
exec(compile("1 + 1", "s", "single"))


def f():
    local = 1
    exec("local = 2; made = 3")
    print(local, sorted(locals()), eval("local + 1"))
    d = {}
    exec("z = local", globals(), d) if False else exec("z = 5", globals(), d)
    return d, vars() == locals()


print(f())
class K:
    exec("dynamic = 1")
print(K.dynamic, vars(K)["dynamic"])
globals()["injected"] = "yes"
print(injected, "f" in dir(), sorted(dir(type("T", (), {"q": 1})))[-1])
for s, mode in (("1 +", "eval"), ("x = 1", "eval"), ("if", "exec"), ("a\n b", "exec"), ("(", "exec"), ("'abc", "exec"), ("return", "exec"),
                ("break", "exec"), ("yield", "exec"), ("await x", "exec"), ("def f(a, a): 0", "exec"), ("x = = 1", "exec"), ("1x", "exec"),
                ("f(a=1, 2)", "exec"), ("def f(a=1, b): 0", "exec"), ("from __future__ import nope", "exec"), ("if x = 1: pass", "exec"),
                ("print 1", "exec"), ("class C\n pass", "exec"), ("for x in y\n pass", "exec"), ("0777", "exec"), ("a.1", "exec"), ("]", "exec"), ("(]", "exec")):
    try:
        compile(s, "s", mode)
        print("ok", s)
    except SyntaxError as e:
        print(type(e).__name__, e.msg, e.lineno, e.offset)
for f in (lambda: eval(5), lambda: exec("1", 5), lambda: compile("1", "s", "bad"), lambda: eval("1\0")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
