"""One-way constraints kept satisfied incrementally by strength (after DeltaBlue)."""
import sys

REQUIRED, STRONG, MEDIUM, WEAK = range(4)


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.strength = WEAK + 1
        self.mark = 0


class Constraint:
    def __init__(self, strength):
        self.strength = strength
        self.output = None

    def inputs(self):
        return ()

    def satisfied(self):
        return self.output is not None


class Edit(Constraint):
    def __init__(self, strength, variable):
        super().__init__(strength)
        self.variable = variable
        variable.constraints.append(self)

    def choose(self, mark):
        if self.variable.mark != mark and self.strength < self.variable.strength:
            return self.variable
        return None

    def execute(self):
        pass


class Scale(Constraint):
    def __init__(self, strength, source, factor, offset, target):
        super().__init__(strength)
        self.source = source
        self.target = target
        self.factor = factor
        self.offset = offset
        source.constraints.append(self)
        target.constraints.append(self)

    def inputs(self):
        return (self.source,) if self.output is self.target else (self.target,)

    def choose(self, mark):
        if self.target.mark != mark and self.strength < self.target.strength:
            return self.target
        if self.source.mark != mark and self.strength < self.source.strength:
            return self.source
        return None

    def execute(self):
        if self.output is self.target:
            self.target.value = self.source.value * self.factor + self.offset
        else:
            self.source.value = (self.target.value - self.offset) // self.factor


class Planner:
    def __init__(self):
        self.mark = 0
        self.steps = 0

    def add(self, constraint):
        self.mark += 1
        pending = constraint
        while pending is not None:
            pending = self.satisfy(pending)

    def satisfy(self, constraint):
        out = constraint.choose(self.mark)
        if out is None:
            return None
        beaten = out.determined_by
        if beaten is not None:
            beaten.output = None
        constraint.output = out
        out.determined_by = constraint
        out.mark = self.mark
        self.propagate(constraint)
        return beaten

    def propagate(self, first):
        todo = [first]
        while todo:
            constraint = todo.pop()
            out = constraint.output
            strength = constraint.strength
            for v in constraint.inputs():
                strength = max(strength, v.strength)
            out.strength = strength
            constraint.execute()
            self.steps += 1
            for c in out.constraints:
                if c is not constraint and c.satisfied() and c.output is not out:
                    todo.append(c)

    def remove(self, constraint):
        out = constraint.output
        constraint.output = None
        if out is not None:
            out.determined_by = None
            out.strength = WEAK + 1


def chain(length, rounds):
    planner = Planner()
    variables = [Variable("v%d" % i, 0) for i in range(length)]
    for a, b in zip(variables, variables[1:]):
        planner.add(Scale(REQUIRED, a, 1, 1, b))
    checksum = 0
    for r in range(rounds):
        first = variables[0]
        first.value = r
        edit = Edit(STRONG, first)
        planner.add(edit)
        planner.propagate(edit) if edit.satisfied() else None
        checksum += variables[-1].value
        planner.remove(edit)
        first.constraints.remove(edit)
    return checksum, planner.steps


n = int(sys.argv[1]) if len(sys.argv) > 1 else 6000
print("deltablue", n, *chain(100, n))
