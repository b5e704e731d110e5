import warnings

# Since 3.14 such jumps are warned of.
warnings.simplefilter("ignore")
exec("""
def overrides():
    try:
        return 1
    finally:
        return 2


def swallow():
    for i in range(2):
        try:
            raise ValueError(i)
        finally:
            continue
    return "swallowed"


print(overrides(), swallow())
""")
