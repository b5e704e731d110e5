"""Floats: the planets of the solar system pulling at one another."""
import sys
from math import sqrt

DAY = 365.24
SUN = 4 * 3.141592653589793 ** 2


def bodies():
    return [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SUN],
        [4.84143144246472, -1.16032004402743, -0.103622044471123,
         0.00166007664274404 * DAY, 0.00769901118419740 * DAY, -6.90460016972063e-05 * DAY,
         0.000954791938424327 * SUN],
        [8.34336671824458, 4.12479856412430, -0.403523417114321,
         -0.00276742510726862 * DAY, 0.00499852801234917 * DAY, 2.30417297573764e-05 * DAY,
         0.000285885980666131 * SUN],
        [12.8943695621391, -15.1111514016986, -0.223307578892656,
         0.00296460137564762 * DAY, 0.00237847173959481 * DAY, -2.96589568540238e-05 * DAY,
         4.36624404335156e-05 * SUN],
        [15.3796971148509, -25.9193146099879, 0.179258772950371,
         0.00268067772490389 * DAY, 0.00162824170038242 * DAY, -9.51592254519716e-05 * DAY,
         5.15138902046611e-05 * SUN],
    ]


def energy(system):
    total = 0.0
    for i, a in enumerate(system):
        total += 0.5 * a[6] * (a[3] ** 2 + a[4] ** 2 + a[5] ** 2)
        for b in system[i + 1:]:
            dx, dy, dz = a[0] - b[0], a[1] - b[1], a[2] - b[2]
            total -= a[6] * b[6] / sqrt(dx * dx + dy * dy + dz * dz)
    return total


def advance(system, pairs, steps, dt):
    for _ in range(steps):
        for a, b in pairs:
            dx = a[0] - b[0]
            dy = a[1] - b[1]
            dz = a[2] - b[2]
            square = dx * dx + dy * dy + dz * dz
            pull = dt / (square * sqrt(square))
            mass_a = a[6] * pull
            mass_b = b[6] * pull
            a[3] -= dx * mass_b
            a[4] -= dy * mass_b
            a[5] -= dz * mass_b
            b[3] += dx * mass_a
            b[4] += dy * mass_a
            b[5] += dz * mass_a
        for body in system:
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]


n = int(sys.argv[1]) if len(sys.argv) > 1 else 50000
system = bodies()
pairs = [(a, b) for i, a in enumerate(system) for b in system[i + 1:]]
before = energy(system)
advance(system, pairs, n, 0.01)
print("nbody %d %.9f %.9f" % (n, before, energy(system)))
