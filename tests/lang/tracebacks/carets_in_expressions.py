# exit: 1
data = {"a": {"b": None}}
value = 1 + data["a"]["b"]["c"] * 2
