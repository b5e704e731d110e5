import re
print(re.findall(r"(\w)(\d)", "a1 b2"), re.sub(r"(?P<x>\d+)", r"<\g<x>>", "a12b3"), re.split(r"[,;]\s*", "a, b;c"), re.match(r"(a)|b", "b").groups(), re.fullmatch(r"\d{2,3}?", "12").span(), re.search(r"(?<=x)y(?!z)", "xyz xya").start(), re.compile("A", re.I).findall("aA"), re.escape("a.b"), re.sub("a", lambda m: m[0].upper(), "banana", count=2))
m = re.search(r"(?P<y>\d{4})-(?P<m>\d\d)", "on 2024-05"); print(m, m.groupdict(), m["y"], m.lastgroup, re.findall(r"(?m)^\w+$", "ab\ncd"), re.findall(r"\b\w+\b", "é ü"))
for p in ("(", "[a", "*", "(?P<1>a)", r"\1", "a{3,1}"):
    try: re.compile(p)
    except re.error as e: print(p, e)
