for x in (0.1, 1e22, 1e16, 123456789.123, 5e-324, 1.7976931348623157e308, -0.0, 1e-5, 0.0001, float("inf"), float("-nan"), 100.0):
    print(x, f"{x:g} {x:.3e} {x:.2f} {x:10.3} {x!r}") if x < 1e300 else print(x)
print((2.5).is_integer(), (4.0).as_integer_ratio(), (0.1).hex(), float.fromhex("0x1.8p1"), (1.5).__trunc__(), round(2.5), round(0.125, 2), round(1e300, -300))
print(7.5 // 2, -7.5 // 2, -7.5 % 2, 7.5 % -2, divmod(-1.5, 0.4), 2.0 ** 0.5, 0.1 + 0.2, 1e308 * 10, -1.0 % float("inf"))
print(hash(0.5), hash(float("inf")), hash(1.0), hash(-1.0), float("1_0.5"), float(" infinity "), 1.0 .real)
for s in ("float('')", "float('1..2')", "float([])", "float(10**400)", "(1e400).as_integer_ratio()", "2.0 ** 10000", "float.fromhex('zz')", "round(float('nan'))", "1.0.foo", "format(1.0, 'd')"):
    try:
        print(eval(s))
    except Exception as e:
        print(s, type(e).__name__, e)
