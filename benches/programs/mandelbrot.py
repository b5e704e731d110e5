"""The Mandelbrot set with complex numbers and with pairs of floats."""
import sys


def complex_rows(n, limit):
    inside = 0
    for y in range(n):
        for x in range(n):
            c = complex(2.0 * x / n - 1.5, 2.0 * y / n - 1.0)
            z = 0j
            for _ in range(limit):
                z = z * z + c
                if abs(z) > 2.0:
                    break
            else:
                inside += 1
    return inside


def float_rows(n, limit):
    total = 0
    for y in range(n):
        ci = 2.0 * y / n - 1.0
        for x in range(n):
            cr = 2.0 * x / n - 1.5
            zr = zi = 0.0
            i = 0
            while i < limit and zr * zr + zi * zi <= 4.0:
                zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
                i += 1
            total += i
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 220
print("mandelbrot", n, complex_rows(n, 50), float_rows(n, 50))
