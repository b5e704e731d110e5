# expected: the words of 3.14, which the oracle does not know
import math, cmath
print(math.sqrt(2), math.sin(1), math.exp(1), math.log(10), math.log2(8), math.log(8, 2), math.gcd(12, 18), math.lcm(4, 6), math.comb(10, 3), math.factorial(20), math.isqrt(10 ** 20), math.fsum([0.1] * 10), math.hypot(3, 4), math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.modf(1.25), math.frexp(8.0), math.prod([2, 3]), math.dist((0, 0), (3, 4)), math.copysign(1, -0.0), math.isclose(0.1 + 0.2, 0.3), math.nextafter(1, 2))
print(cmath.sqrt(-1), cmath.polar(1j), cmath.isnan(1j))
for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.exp(1000), lambda: math.floor(float("inf"))):
    try: print(f())
    except (ValueError, OverflowError) as e: print(type(e).__name__, e)
