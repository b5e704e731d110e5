b = b"Hello\x00\xff"
print(b, b[0], b[1:3], b.hex(), b.hex("-", 2), bytes.fromhex("01 ff"), b.upper(), b.find(b"l"), b.split(b"l"), b.replace(b"l", b"L"), list(b[:3]), bytes([1, 2]), bytes("é", "utf8"), b"%d %s" % (5, b"x"))
a = bytearray(b"abc")
a.append(100); a.extend([101, 102]); a[0] = 65; a[1:2] = b"ZZ"; del a[-1]; a += b"!"; a.insert(0, 33)
print(a, a.pop(), a.pop(0), len(a), a == bytes(a), a.reverse(), a, a.find(68), a * 2, a.decode(), b"a" in a)
m = memoryview(bytearray(range(8)))
print(m[1], m[2:4].tobytes(), m.tolist(), m.format, m.itemsize, m.nbytes, m.shape, m.readonly, m.cast("H").tolist(), m[::2].tolist(), m[:2] == b"\x00\x01")
m[0] = 255
print(m.obj[0], m.hex())
for e in ("bytes([256])", "b'a' + 'a'", "bytearray(b'a').append(256)", "b'abc'[5]", "b'a'.find('a')", "bytes('a')", "bytes(1.5)", "memoryview(b'a').__setitem__(0, 1)", "memoryview('a')", "bytes.fromhex('zz')", "b'a'.decode('nope')", "b'\\x80'.decode('ascii')", "b'a'.join(['a'])", "bytearray().pop()", "b'abc'.index(b'z')", "m.cast('x')", "a.remove(7)", "b'a'.__setitem__"):
    try:
        print(eval(e))
    except Exception as x:
        print(e, type(x).__name__, x)
