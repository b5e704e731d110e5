x, y, name = 42, 3.14159, "o'k"
print(f"{x} {y:.2f} {name!r} {x:>6}|{x:<6}|{x:^6}|{x:06d} {x:#x} {x:+,} {name!s:>5} {name!a}")
print(f"{x=} {x = } {y=:.1f} {name=!s} {x + 1=}")
print(f"{x:{10}} {y:{8}.{3}f} {'nested ' + f'{x}'} {{}} {{{x}}}")
print(f"{'a' if x else 'b'} {[i for i in range(3)]} {(lambda v: v * 2)(4)} {dict(a=1)['a']}")
print(f"{ {1: 2}[1] } {x!r:^{6}} {'\n'.join(['a', 'b'])} {f"{f"{x}"}"}")
print(f'''{
    x  # comment
    + 1
} multi''', rf"\n{x}", f"\N{BULLET} \x41 {'\u20ac'}", "a" f"{x}" "b")
print(f"{10 ** 20:,} {1e10:g} {0.1:%} {255:b} {255:_b} {True:d} {-5: d} {3 + 4j:.1f} {None}")
print(f"{1234567.891:_.2f} {1e-7} {1e16} {123456789012345680.0} {1.0} {float('nan'):5} {'é':*^5}")
for s in ("f'{x:q}'", "f'{name:d}'", "f'{y:d}'", "f'{[]:>5}'", "f'{x:.2}'", "f'{undefined}'", "f'{name:,}'"):
    try:
        print(eval(s))
    except Exception as e:
        print(type(e).__name__, e)
for s in ("f'{'", "f'{}'", "f'}'", "f'{x!z}'", "f'{x!}'", "f'{lambda x: 1}'", "f'{a b}'", "f'{*a}'", "f'{x:{'"):
    try:
        compile(s, "s", "eval")
        print("ok")
    except SyntaxError as e:
        print(s, e.msg)
