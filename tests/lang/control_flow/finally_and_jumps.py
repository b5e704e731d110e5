def returns():
    try:
        return "try"
    finally:
        print("finally runs")


def value_is_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


def nested():
    try:
        try:
            return "inner"
        finally:
            print("first")
    finally:
        print("second")


def loop():
    out = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append(-i)
    else:
        out.append("else")
    return out


def else_raises():
    try:
        try:
            pass
        except ValueError:
            print("not here")
        else:
            raise ValueError("from else")
        finally:
            print("cleanup")
    except ValueError as e:
        return str(e)


def reraises():
    try:
        try:
            raise KeyError("k")
        except KeyError:
            raise
        finally:
            print("in between")
    except KeyError as e:
        return repr(e)


print(returns(), value_is_kept(), nested(), loop(), else_raises(), reraises())


def gen():
    try:
        yield 1
        yield 2
    finally:
        print("generator closed")


g = gen()
for x in g:
    break
g.close()
g = gen()
next(g)
g.close()
while True:
    try:
        break
    finally:
        print("break passed")
