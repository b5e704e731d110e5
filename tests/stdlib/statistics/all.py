import statistics as s, unicodedata as u, codecs
print(s.mean([1, 2, 4]), s.median([3, 1, 2]), s.stdev([1, 2, 3, 4]), s.mode("aab"), s.quantiles([1, 2, 3, 4]))
print(u.name("é"), u.category("A"), u.normalize("NFD", "é").encode(), u.lookup("BULLET"), codecs.encode("abc", "rot13"), codecs.lookup("utf8").name)
