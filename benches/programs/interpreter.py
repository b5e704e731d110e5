"""A little stack machine interpreted: dispatch by dictionary, by match and by if chain."""
import sys

PROGRAM = [("push", 0), ("store", "t"), ("push", 1), ("store", "i"),
           ("load", "t"), ("load", "i"), ("add", None), ("push", 0xFFFF), ("and", None),
           ("store", "t"), ("load", "i"), ("push", 1), ("add", None), ("store", "i"),
           ("load", "i"), ("load", "n"), ("less", None), ("branch", 4), ("halt", None)]


def by_chain(program, names):
    stack, at, steps = [], 0, 0
    while True:
        op, arg = program[at]
        at += 1
        steps += 1
        if op == "push":
            stack.append(arg)
        elif op == "load":
            stack.append(names[arg])
        elif op == "store":
            names[arg] = stack.pop()
        elif op == "add":
            b = stack.pop()
            stack.append(stack.pop() + b)
        elif op == "and":
            b = stack.pop()
            stack.append(stack.pop() & b)
        elif op == "less":
            b = stack.pop()
            stack.append(stack.pop() < b)
        elif op == "branch":
            if stack.pop():
                at = arg
        else:
            return names["t"], steps


def by_match(program, names):
    stack, at, steps = [], 0, 0
    while True:
        steps += 1
        at += 1
        match program[at - 1]:
            case "push", value:
                stack.append(value)
            case "load", name:
                stack.append(names[name])
            case "store", name:
                names[name] = stack.pop()
            case "add" | "and" | "less" as op, None:
                b = stack.pop()
                a = stack.pop()
                stack.append(a + b if op == "add" else a & b if op == "and" else a < b)
            case "branch", target if stack.pop():
                at = target
            case "branch", _:
                pass
            case _:
                return names["t"], steps


def by_table(program, names):
    stack = []
    at = 0

    def binary(function):
        def step(arg):
            b = stack.pop()
            stack.append(function(stack.pop(), b))
        return step

    def store(name):
        names[name] = stack.pop()

    def branch(target):
        nonlocal at
        if stack.pop():
            at = target

    table = {"push": stack.append, "load": lambda name: stack.append(names[name]),
             "store": store, "branch": branch, "add": binary(lambda a, b: a + b),
             "and": binary(lambda a, b: a & b), "less": binary(lambda a, b: a < b)}
    steps = 0
    while True:
        op, arg = program[at]
        at += 1
        steps += 1
        if op == "halt":
            return names["t"], steps
        table[op](arg)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 60000
print("interpreter", n, *(run(PROGRAM, {"n": n}) for run in (by_chain, by_match, by_table)))
