# exit: 1
def load(key):
    try:
        return {}[key]
    except KeyError as e:
        raise ValueError("no such setting") from e


load("colour")
