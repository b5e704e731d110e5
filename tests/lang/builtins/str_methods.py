s = "Hello, World"
print(s.upper(), s.lower(), s.swapcase(), s.title(), "hELLO".capitalize(), "ß".casefold(), "ß".upper())
print(s.find("o"), s.rfind("o"), s.find("zz"), s.index("W"), s.count("l"), s.count(""), s.startswith(("x", "He")), s.endswith("d", 0, 3))
print("a,b,,c".split(","), "a b  c".split(), " a b ".split(None, 1), "a,b,c".rsplit(",", 1), "a\nb\r\nc\x0bd".splitlines(), "a\nb".splitlines(True), "".split(), "".split(","))
print("-".join("abc"), "a-b-c".partition("-"), "a-b-c".rpartition("-"), "abc".partition("z"), "xxaxx".strip("x"), "  a ".lstrip(), "ab".rstrip("b"))
print("aXbX".replace("X", "y", 1), "abc".replace("", "."), "prefix".removeprefix("pre"), "suffix".removesuffix("fix"), "a\tb".expandtabs(4))
print("a".center(5, "*"), "a".ljust(3) + "|", "a".rjust(3), "-5".zfill(4), "abc".translate({97: "X", 98: None}), str.maketrans("ab", "xy", "c"))
print("1".isdigit(), "½".isnumeric(), "²".isdecimal(), "a1".isalnum(), "a_1".isidentifier(), " ".isspace(), "Ab Cd".istitle(), "a\n".isprintable(), "é".isascii(), "".isalpha(), "A".isupper())
print("é€😀".encode(), "é".encode("latin-1"), "€".encode("ascii", "replace"), "€".encode("ascii", "backslashreplace"), "a€".encode("utf-16-le"), "😀"[0], len("😀é"))
print("{} {1} {a}".format if 0 else "{0} {1!r:>5} {a[0]} {b.real:{w}}".format(1, "x", a=[2], b=3, w=4), "%s %5.2f %-5d| %r %% %x %(" [:-2] % (1, 2.5, 3, "q", 255), "%(k)s" % {"k": 1}, "%c%c" % (65, "b"))
print(repr("a'b"), repr('a"b\''), repr("\n\t\\\x00\x7f\xa0é\u200b\ud800😀"), ascii("é😀"), "ab" * 2, "a" < "b", "abc"[::-1], "b" in "abc")
for e in ("'a' + 1", "'a' * 'b'", "'abc'.index('z')", "'a'.join([1])", "'{}'.format()", "'{0} {}'.format(1)", "'%d' % 'x'", "'%s %s' % 1", "'%s' % (1, 2)", "'a'.split('')", "'€'.encode('ascii')", "'a'.center(5, 'ab')", "'a'[1]", "'a'.foo", "b'\\xff'.decode()", "'{'.format()", "'a'.encode('nope')", "'%q' % 1", "str(b'x', 'ascii', 1)", "'a'.replace(1, 2)", "'{a}'.format()"):
    try:
        print(eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
