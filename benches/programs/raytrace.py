"""A small ray tracer: spheres, a floor, shadows and reflections, with vector objects."""
import sys
from math import sqrt


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k, self.z * k)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self * (1.0 / sqrt(self.dot(self)))


class Sphere:
    def __init__(self, centre, radius, shine):
        self.centre = centre
        self.radius = radius
        self.shine = shine

    def hit(self, start, way):
        to = self.centre - start
        along = to.dot(way)
        inside = self.radius ** 2 - to.dot(to) + along * along
        if inside < 0:
            return None
        t = along - sqrt(inside)
        return t if t > 1e-6 else None

    def normal(self, point):
        return (point - self.centre).unit()

    def colour(self, point):
        return 0.8


class Floor:
    shine = 0.1

    def hit(self, start, way):
        if way.y > -1e-9:
            return None
        return -(start.y + 1.0) / way.y if start.y > -1.0 + 1e-9 else None

    def normal(self, point):
        return Vector(0.0, 1.0, 0.0)

    def colour(self, point):
        return 0.9 if (int(point.x // 1) + int(point.z // 1)) % 2 == 0 else 0.2


LIGHT = Vector(3.0, 5.0, -4.0).unit()


def trace(things, start, way, depth):
    nearest = thing = None
    for candidate in things:
        t = candidate.hit(start, way)
        if t is not None and (nearest is None or t < nearest):
            nearest, thing = t, candidate
    if thing is None:
        return 0.3 + 0.2 * way.y
    point = start + way * nearest
    normal = thing.normal(point)
    light = max(0.0, normal.dot(LIGHT))
    if any(other.hit(point + normal * 1e-4, LIGHT) is not None for other in things):
        light *= 0.3
    value = thing.colour(point) * (0.1 + 0.9 * light)
    if depth and thing.shine:
        mirrored = way - normal * (2.0 * way.dot(normal))
        value += thing.shine * trace(things, point + normal * 1e-4, mirrored, depth - 1)
    return value


n = int(sys.argv[1]) if len(sys.argv) > 1 else 130
things = [Floor()] + [Sphere(Vector(i * 1.2 - 2.4, 0.3 * i - 0.5, 4.0 + i), 0.7, 0.4) for i in range(5)]
total = 0.0
for y in range(n):
    for x in range(n):
        way = Vector(2.0 * x / n - 1.0, 1.0 - 2.0 * y / n, 1.5).unit()
        total += trace(things, Vector(0.0, 0.0, 0.0), way, 3)
print("raytrace %d %.6f" % (n, total))
