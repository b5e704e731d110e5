print((10).bit_length(), (255).bit_count(), (-1).to_bytes(2, "big", signed=True), (1000).to_bytes(2), int.from_bytes(b"\x01\x00", "little"))
print((5).as_integer_ratio(), (3).conjugate(), (3).real, (3).imag, (3).numerator, (7).is_integer(), (5).__index__())
print(int("0x1f", 0), int("-0b11", 0), int("z", 36), int(" 1_000 "), int(-2.9), int(b"12"), int(True))
print(f"{1234567:,} {255:#010x} {-5:=+8d} {65:c} {12:e} {5:%} {1000000:_} {255:#_b}")
print(round(12345, -2), round(15, -1), round(25, -1), (7).__floordiv__(2), (7).__add__("x"))
for s in ("int('')", "int('1__0')", "int('9', 8)", "int('1', 1)", "int([])", "int('1', x=2)", "(300).to_bytes(1)", "(-1).to_bytes(1)", "int(float('nan'))", "int(float('inf'))", "int(1.5, 2)", "(1).x", "format(1, '.2d')", "int.from_bytes(b'a', 'mid')"):
    try:
        print(eval(s))
    except Exception as e:
        print(s, type(e).__name__, e)
