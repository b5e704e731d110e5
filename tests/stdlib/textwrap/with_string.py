import textwrap, string, pprint, reprlib, keyword, fnmatch
print(textwrap.fill("the quick brown fox jumps", 12), textwrap.dedent("  a\n   b"), textwrap.indent("a\nb", "> "), textwrap.shorten("hello big world", 12))
print(string.Template("$a ${b}").substitute(a=1, b=2), string.capwords("a bc"), reprlib.repr(list(range(20))), keyword.iskeyword("for"), fnmatch.filter(["a.py", "b"], "*.py"))
pprint.pprint({"k": list(range(30)), "z": {"a": "b" * 50}})
