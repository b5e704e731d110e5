import json
d = {"a": [1, 2.5, None, True], "é": "q\"\n", "n": {}}
print(json.dumps(d), json.dumps(d, indent=2, sort_keys=True, ensure_ascii=False), json.dumps([1, 2], separators=(",", ":")), json.loads('{"x": [1, -2e3, "\\u00e9", null]}') )
for s in ("", "[1,]", '{"a" 1}', "nul", '"\n"', "[1] 2"):
    try: json.loads(s)
    except json.JSONDecodeError as e: print(e)
try: json.dumps({1, 2})
except TypeError as e: print(e)
