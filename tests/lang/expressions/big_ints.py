a = 123456789012345678901234567890
b = 987654321098765432109876543210
print(a + b, a - b, a * b, b // a, b % a, -b // a, -b % a)
print(a ** 5)
print(2 ** 200 - 1, pow(3, 1000, 10 ** 20), pow(3, -1, 10 ** 9 + 7))
print(a < b, a == a + 0, hash(2 ** 61 - 1), hash(2 ** 61), hash(-2 ** 100))
print(562949953421311 + 1, -562949953421312 - 1, 281474976710655 + 1, -281474976710656 - 1)
print(140737488355327 * 140737488355327, 2 ** 48, 2 ** 49, 2 ** 62, 2 ** 63, 2 ** 64)
print(int(1e30), float(10 ** 22), 10 ** 400 // 10 ** 398, (10 ** 20) / (10 ** 18))
print((1 << 3000).bit_length(), bin(10 ** 20), oct(10 ** 20), hex(10 ** 20))
for f in (lambda: float(10 ** 400), lambda: 10 ** 400 / 3, lambda: 10 ** 400 + 1.0):
    try:
        print(f())
    except OverflowError as e:
        print(type(e).__name__, e)
total = 1
for i in range(1, 60):
    total *= i
print(total, total // 58, divmod(total, 10 ** 40))
n = 2 ** 49
for _ in range(5):
    n -= 1
    print(n, -n, n.bit_length())
