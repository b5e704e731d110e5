"""This module provides access to mathematical functions for complex numbers."""

import math as _math
from math import (atan as _atan, atan2 as _atan2, copysign as _copysign, cos as _cos, cosh as _cosh, e, exp as _exp,
                  hypot as _hypot, inf, isfinite as _finite, isinf as _isinf, isnan as _isnan, log as _log,
                  log1p as _log1p, nan, pi, sin as _sin, sinh as _sinh, sqrt as _sqrt, tan as _tan, tanh as _tanh, tau)

infj = complex(0.0, inf)
nanj = complex(0.0, nan)
_large = 1.7976931348623157e+308 / 4
_log_large = _log(_large)
_tiny = 2.2250738585072014e-308
_ln2 = 0.6931471805599453


def _complex(z):
    if type(z) is complex:
        return z
    if isinstance(z, (str, bytes)):
        raise TypeError(f"must be real number, not {type(z).__name__}")
    kind = type(z)
    if hasattr(kind, "__complex__"):
        result = kind.__complex__(z)
        if not isinstance(result, complex):
            raise TypeError(f"{kind.__name__}.__complex__() must return a complex, not {type(result).__name__}")
        return result
    if hasattr(kind, "__float__") or hasattr(kind, "__index__"):
        return complex(float(z), 0.0)
    raise TypeError(f"must be real number, not {kind.__name__}")


def _kind(x):
    """Where a float lies: -inf, negative, -0, +0, positive, inf, nan."""
    if _finite(x):
        if x:
            return 4 if x > 0 else 1
        return 3 if _copysign(1.0, x) > 0 else 2
    if _isnan(x):
        return 6
    return 5 if x > 0 else 0


_U = None
_p, _q, _h, _t = pi, pi / 4, pi / 2, 3 * pi / 4


def _row(*values):
    return [None if v is None else complex(*v) for v in values]


_n = nan
_acos_special = [
    _row((_t, inf), (_p, inf), (_p, inf), (_p, -inf), (_p, -inf), (_t, -inf), (_n, inf)),
    _row((_h, inf), _U, _U, _U, _U, (_h, -inf), (_n, _n)),
    _row((_h, inf), _U, _U, _U, _U, (_h, -inf), (_h, _n)),
    _row((_h, inf), _U, _U, _U, _U, (_h, -inf), (_h, _n)),
    _row((_h, inf), _U, _U, _U, _U, (_h, -inf), (_n, _n)),
    _row((_q, inf), (0., inf), (0., inf), (0., -inf), (0., -inf), (_q, -inf), (_n, inf)),
    _row((_n, inf), (_n, _n), (_n, _n), (_n, _n), (_n, _n), (_n, -inf), (_n, _n)),
]
_acosh_special = [
    _row((inf, -_t), (inf, -_p), (inf, -_p), (inf, _p), (inf, _p), (inf, _t), (inf, _n)),
    _row((inf, -_h), _U, _U, _U, _U, (inf, _h), (_n, _n)),
    _row((inf, -_h), _U, _U, _U, _U, (inf, _h), (_n, _h)),
    _row((inf, -_h), _U, _U, _U, _U, (inf, _h), (_n, _h)),
    _row((inf, -_h), _U, _U, _U, _U, (inf, _h), (_n, _n)),
    _row((inf, -_q), (inf, -0.), (inf, -0.), (inf, 0.), (inf, 0.), (inf, _q), (inf, _n)),
    _row((inf, _n), (_n, _n), (_n, _n), (_n, _n), (_n, _n), (inf, _n), (_n, _n)),
]
_asinh_special = [
    _row((-inf, -_q), (-inf, -0.), (-inf, -0.), (-inf, 0.), (-inf, 0.), (-inf, _q), (-inf, _n)),
    _row((-inf, -_h), _U, _U, _U, _U, (-inf, _h), (_n, _n)),
    _row((-inf, -_h), _U, _U, _U, _U, (-inf, _h), (_n, _n)),
    _row((inf, -_h), _U, _U, _U, _U, (inf, _h), (_n, _n)),
    _row((inf, -_h), _U, _U, _U, _U, (inf, _h), (_n, _n)),
    _row((inf, -_q), (inf, -0.), (inf, -0.), (inf, 0.), (inf, 0.), (inf, _q), (inf, _n)),
    _row((inf, _n), (_n, _n), (_n, -0.), (_n, 0.), (_n, _n), (inf, _n), (_n, _n)),
]
_atanh_special = [
    _row((-0., -_h), (-0., -_h), (-0., -_h), (-0., _h), (-0., _h), (-0., _h), (-0., _n)),
    _row((-0., -_h), _U, _U, _U, _U, (-0., _h), (_n, _n)),
    _row((-0., -_h), _U, _U, _U, _U, (-0., _h), (-0., _n)),
    _row((0., -_h), _U, _U, _U, _U, (0., _h), (0., _n)),
    _row((0., -_h), _U, _U, _U, _U, (0., _h), (_n, _n)),
    _row((0., -_h), (0., -_h), (0., -_h), (0., _h), (0., _h), (0., _h), (0., _n)),
    _row((0., -_h), (_n, _n), (_n, _n), (_n, _n), (_n, _n), (0., _h), (_n, _n)),
]
_cosh_special = [
    _row((inf, _n), _U, (inf, 0.), (inf, -0.), _U, (inf, _n), (inf, _n)),
    _row((_n, _n), _U, _U, _U, _U, (_n, _n), (_n, _n)),
    _row((_n, 0.), _U, (1., 0.), (1., -0.), _U, (_n, 0.), (_n, 0.)),
    _row((_n, 0.), _U, (1., -0.), (1., 0.), _U, (_n, 0.), (_n, 0.)),
    _row((_n, _n), _U, _U, _U, _U, (_n, _n), (_n, _n)),
    _row((inf, _n), _U, (inf, -0.), (inf, 0.), _U, (inf, _n), (inf, _n)),
    _row((_n, _n), (_n, _n), (_n, 0.), (_n, 0.), (_n, _n), (_n, _n), (_n, _n)),
]
_sinh_special = [
    _row((inf, _n), _U, (-inf, -0.), (-inf, 0.), _U, (inf, _n), (inf, _n)),
    _row((_n, _n), _U, _U, _U, _U, (_n, _n), (_n, _n)),
    _row((0., _n), _U, (-0., -0.), (-0., 0.), _U, (0., _n), (0., _n)),
    _row((0., _n), _U, (0., -0.), (0., 0.), _U, (0., _n), (0., _n)),
    _row((_n, _n), _U, _U, _U, _U, (_n, _n), (_n, _n)),
    _row((inf, _n), _U, (inf, -0.), (inf, 0.), _U, (inf, _n), (inf, _n)),
    _row((_n, _n), (_n, _n), (_n, -0.), (_n, 0.), (_n, _n), (_n, _n), (_n, _n)),
]
_tanh_special = [
    _row((-1., 0.), _U, (-1., -0.), (-1., 0.), _U, (-1., 0.), (-1., 0.)),
    _row((_n, _n), _U, _U, _U, _U, (_n, _n), (_n, _n)),
    _row((-0., _n), _U, (-0., -0.), (-0., 0.), _U, (-0., _n), (_n, _n)),
    _row((0., _n), _U, (0., -0.), (0., 0.), _U, (0., _n), (_n, _n)),
    _row((_n, _n), _U, _U, _U, _U, (_n, _n), (_n, _n)),
    _row((1., 0.), _U, (1., -0.), (1., 0.), _U, (1., 0.), (1., 0.)),
    _row((_n, _n), (_n, _n), (_n, -0.), (_n, 0.), (_n, _n), (_n, _n), (_n, _n)),
]
_exp_special = [
    _row((0., 0.), _U, (0., -0.), (0., 0.), _U, (0., 0.), (0., 0.)),
    _row((_n, _n), _U, _U, _U, _U, (_n, _n), (_n, _n)),
    _row((_n, _n), _U, (1., -0.), (1., 0.), _U, (_n, _n), (_n, _n)),
    _row((_n, _n), _U, (1., -0.), (1., 0.), _U, (_n, _n), (_n, _n)),
    _row((_n, _n), _U, _U, _U, _U, (_n, _n), (_n, _n)),
    _row((inf, _n), _U, (inf, -0.), (inf, 0.), _U, (inf, _n), (inf, _n)),
    _row((_n, _n), (_n, _n), (_n, -0.), (_n, 0.), (_n, _n), (_n, _n), (_n, _n)),
]
_log_special = [
    _row((inf, -_t), (inf, -_p), (inf, -_p), (inf, _p), (inf, _p), (inf, _t), (inf, _n)),
    _row((inf, -_h), _U, _U, _U, _U, (inf, _h), (_n, _n)),
    _row((inf, -_h), _U, (-inf, -_p), (-inf, _p), _U, (inf, _h), (_n, _n)),
    _row((inf, -_h), _U, (-inf, -0.), (-inf, 0.), _U, (inf, _h), (_n, _n)),
    _row((inf, -_h), _U, _U, _U, _U, (inf, _h), (_n, _n)),
    _row((inf, -_q), (inf, -0.), (inf, -0.), (inf, 0.), (inf, 0.), (inf, _q), (inf, _n)),
    _row((inf, _n), (_n, _n), (_n, _n), (_n, _n), (_n, _n), (inf, _n), (_n, _n)),
]
_sqrt_special = [
    _row((inf, -inf), (0., -inf), (0., -inf), (0., inf), (0., inf), (inf, inf), (_n, inf)),
    _row((inf, -inf), _U, _U, _U, _U, (inf, inf), (_n, _n)),
    _row((inf, -inf), _U, (0., -0.), (0., 0.), _U, (inf, inf), (_n, _n)),
    _row((inf, -inf), _U, (0., -0.), (0., 0.), _U, (inf, inf), (_n, _n)),
    _row((inf, -inf), _U, _U, _U, _U, (inf, inf), (_n, _n)),
    _row((inf, -inf), (inf, -0.), (inf, -0.), (inf, 0.), (inf, 0.), (inf, inf), (inf, _n)),
    _row((inf, -inf), (_n, _n), (_n, _n), (_n, _n), (_n, _n), (inf, inf), (_n, _n)),
]


def _special(table, z):
    if _finite(z.real) and _finite(z.imag):
        return None
    return table[_kind(z.real)][_kind(z.imag)]


def _overflow():
    raise OverflowError("math range error")


def _domain():
    raise ValueError("math domain error")


def phase(z, /):
    """Return argument, also known as the phase angle, of a complex."""
    z = _complex(z)
    return _atan2(z.imag, z.real)


def polar(z, /):
    """Convert a complex from rectangular coordinates to polar coordinates."""
    z = _complex(z)
    return abs(z), _atan2(z.imag, z.real)


def rect(r, phi, /):
    """Convert from polar coordinates to rectangular coordinates."""
    r, phi = float(r), float(phi)
    if not (_finite(r) and _finite(phi)):
        if _isinf(r) and _finite(phi) and phi != 0.0:
            real, imag = _copysign(inf, _cos(phi)), _copysign(inf, _sin(phi))
            return complex(real, imag) if r > 0 else complex(-real, -imag)
        if r != 0.0 and not _isnan(r) and _isinf(phi):
            _domain()
        if phi == 0.0:
            return complex(r, r * phi if not _isinf(r) else _copysign(0.0, phi) * _copysign(1.0, r))
        if r == 0.0:
            return complex(0.0, 0.0)
        if _isinf(r):
            return complex(inf, nan)
        return complex(nan, nan)
    if phi == 0.0:
        return complex(r, r * phi)
    return complex(r * _cos(phi), r * _sin(phi))


def sqrt(z, /):
    """Return the square root of z."""
    z = _complex(z)
    special = _special(_sqrt_special, z)
    if special is not None:
        return special
    if z.real == 0.0 and z.imag == 0.0:
        return complex(0.0, z.imag)
    ax, ay = abs(z.real), abs(z.imag)
    if ax < _tiny and ay < _tiny and (ax > 0.0 or ay > 0.0):
        ax = _math.ldexp(ax, 53)
        s = _math.ldexp(_sqrt(ax + _hypot(ax, _math.ldexp(ay, 53))), -27)
    else:
        ax /= 8.0
        s = 2.0 * _sqrt(ax + _hypot(ax, ay / 8.0))
    d = ay / (2.0 * s)
    if z.real >= 0.0:
        return complex(s, _copysign(d, z.imag))
    return complex(d, _copysign(s, z.imag))


def acos(z, /):
    """Return the arc cosine of z."""
    z = _complex(z)
    special = _special(_acos_special, z)
    if special is not None:
        return special
    if abs(z.real) > _large or abs(z.imag) > _large:
        real = _atan2(abs(z.imag), z.real)
        imag = _log(_hypot(z.real / 2.0, z.imag / 2.0)) + _ln2 * 2.0
        return complex(real, -_copysign(imag, z.imag) if z.real < 0.0 else _copysign(imag, -z.imag))
    s1 = sqrt(complex(1.0 - z.real, -z.imag))
    s2 = sqrt(complex(1.0 + z.real, z.imag))
    return complex(2.0 * _atan2(s1.real, s2.real), _math.asinh(s2.real * s1.imag - s2.imag * s1.real))


def acosh(z, /):
    """Return the inverse hyperbolic cosine of z."""
    z = _complex(z)
    special = _special(_acosh_special, z)
    if special is not None:
        return special
    if abs(z.real) > _large or abs(z.imag) > _large:
        return complex(_log(_hypot(z.real / 2.0, z.imag / 2.0)) + _ln2 * 2.0, _atan2(z.imag, z.real))
    s1 = sqrt(complex(z.real - 1.0, z.imag))
    s2 = sqrt(complex(z.real + 1.0, z.imag))
    return complex(_math.asinh(s1.real * s2.real + s1.imag * s2.imag), 2.0 * _atan2(s1.imag, s2.real))


def asinh(z, /):
    """Return the inverse hyperbolic sine of z."""
    z = _complex(z)
    special = _special(_asinh_special, z)
    if special is not None:
        return special
    if abs(z.real) > _large or abs(z.imag) > _large:
        real = _log(_hypot(z.real / 2.0, z.imag / 2.0)) + _ln2 * 2.0
        return complex(_copysign(real, z.real), _atan2(z.imag, abs(z.real)))
    s1 = sqrt(complex(1.0 + z.imag, -z.real))
    s2 = sqrt(complex(1.0 - z.imag, z.real))
    return complex(_math.asinh(s1.real * s2.imag - s2.real * s1.imag),
                   _atan2(z.imag, s1.real * s2.real - s1.imag * s2.imag))


def asin(z, /):
    """Return the arc sine of z."""
    z = _complex(z)
    s = asinh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)


def atanh(z, /):
    """Return the inverse hyperbolic tangent of z."""
    z = _complex(z)
    special = _special(_atanh_special, z)
    if special is not None:
        return special
    if z.real < 0.0 or z.real == 0.0 and _copysign(1.0, z.real) < 0.0:
        return -atanh(-z)
    ay = abs(z.imag)
    if z.real > _sqrt(_large) or ay > _sqrt(_large):
        h = _hypot(z.real / 2.0, z.imag / 2.0)
        return complex(z.real / 4.0 / h / h, -_copysign(pi / 2.0, -z.imag))
    if z.real == 1.0 and ay < _sqrt(_tiny):
        if ay == 0.0:
            _domain()
        return complex(-_log(_sqrt(ay) / _sqrt(_hypot(ay, 2.0))), _copysign(_atan2(2.0, -ay) / 2, z.imag))
    real = _log1p(4.0 * z.real / ((1 - z.real) * (1 - z.real) + ay * ay)) / 4.0
    imag = -_atan2(-2.0 * z.imag, (1 - z.real) * (1 + z.real) - ay * ay) / 2.0
    return complex(real, imag)


def atan(z, /):
    """Return the arc tangent of z."""
    z = _complex(z)
    s = atanh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)


def cosh(z, /):
    """Return the hyperbolic cosine of z."""
    z = _complex(z)
    if not (_finite(z.real) and _finite(z.imag)):
        if _isinf(z.real) and _finite(z.imag) and z.imag != 0.0:
            real = _copysign(inf, _cos(z.imag))
            imag = _copysign(inf, _sin(z.imag))
            return complex(real, imag) if z.real > 0 else complex(real, -imag)
        if _isinf(z.imag) and not _isnan(z.real):
            _domain()
        return _cosh_special[_kind(z.real)][_kind(z.imag)]
    if abs(z.real) > _log_large:
        less = z.real - _copysign(1.0, z.real)
        result = complex(_cos(z.imag) * _cosh(less) * e, _sin(z.imag) * _sinh(less) * e)
    else:
        result = complex(_cos(z.imag) * _cosh(z.real), _sin(z.imag) * _sinh(z.real))
    if _isinf(result.real) or _isinf(result.imag):
        _overflow()
    return result


def cos(z, /):
    """Return the cosine of z."""
    z = _complex(z)
    return cosh(complex(-z.imag, z.real))


def sinh(z, /):
    """Return the hyperbolic sine of z."""
    z = _complex(z)
    if not (_finite(z.real) and _finite(z.imag)):
        if _isinf(z.real) and _finite(z.imag) and z.imag != 0.0:
            real = _copysign(inf, _cos(z.imag))
            imag = _copysign(inf, _sin(z.imag))
            return complex(real, imag) if z.real > 0 else complex(-real, imag)
        if _isinf(z.imag) and not _isnan(z.real):
            _domain()
        return _sinh_special[_kind(z.real)][_kind(z.imag)]
    if abs(z.real) > _log_large:
        less = z.real - _copysign(1.0, z.real)
        result = complex(_cos(z.imag) * _sinh(less) * e, _sin(z.imag) * _cosh(less) * e)
    else:
        result = complex(_cos(z.imag) * _sinh(z.real), _sin(z.imag) * _cosh(z.real))
    if _isinf(result.real) or _isinf(result.imag):
        _overflow()
    return result


def sin(z, /):
    """Return the sine of z."""
    z = _complex(z)
    s = sinh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)


def tanh(z, /):
    """Return the hyperbolic tangent of z."""
    z = _complex(z)
    if not (_finite(z.real) and _finite(z.imag)):
        if _isinf(z.real) and _finite(z.imag) and z.imag != 0.0:
            imag = _copysign(0.0, 2.0 * _sin(z.imag) * _cos(z.imag))
            return complex(1.0 if z.real > 0 else -1.0, imag)
        if _isinf(z.imag) and _finite(z.real):
            _domain()
        return _tanh_special[_kind(z.real)][_kind(z.imag)]
    if abs(z.real) > _log_large:
        return complex(_copysign(1.0, z.real), 4.0 * _sin(z.imag) * _cos(z.imag) * _exp(-2.0 * abs(z.real)))
    tx, ty = _tanh(z.real), _tan(z.imag)
    cx = 1.0 / _cosh(z.real)
    txty = tx * ty
    below = 1.0 + txty * txty
    return complex(tx * (1.0 + ty * ty) / below, ((ty / below) * cx) * cx)


def tan(z, /):
    """Return the tangent of z."""
    z = _complex(z)
    s = tanh(complex(-z.imag, z.real))
    return complex(s.imag, -s.real)


def exp(z, /):
    """Return the exponential value e**z."""
    z = _complex(z)
    if not (_finite(z.real) and _finite(z.imag)):
        if _isinf(z.real) and _finite(z.imag) and z.imag != 0.0:
            size = inf if z.real > 0 else 0.0
            return complex(_copysign(size, _cos(z.imag)), _copysign(size, _sin(z.imag)))
        if _isinf(z.imag) and (_finite(z.real) or _isinf(z.real) and z.real > 0):
            _domain()
        return _exp_special[_kind(z.real)][_kind(z.imag)]
    if z.real > _log_large:
        size = _exp(z.real - 1.0)
        result = complex(size * _cos(z.imag) * e, size * _sin(z.imag) * e)
    else:
        size = _exp(z.real)
        result = complex(size * _cos(z.imag), size * _sin(z.imag))
    if _isinf(result.real) or _isinf(result.imag):
        _overflow()
    return result


def _log_of(z):
    special = _special(_log_special, z)
    if special is not None:
        return special
    ax, ay = abs(z.real), abs(z.imag)
    if ax > _large or ay > _large:
        real = _log(_hypot(ax / 2.0, ay / 2.0)) + _ln2
    elif ax < _tiny and ay < _tiny:
        if ax > 0.0 or ay > 0.0:
            real = _log(_hypot(_math.ldexp(ax, 53), _math.ldexp(ay, 53))) - 53 * _ln2
        else:
            _domain()
    else:
        h = _hypot(ax, ay)
        if 0.71 <= h <= 1.73:
            large, small = (ax, ay) if ax > ay else (ay, ax)
            real = _log1p((large - 1) * (large + 1) + small * small) / 2.0
        else:
            real = _log(h)
    return complex(real, _atan2(z.imag, z.real))


def log(z, base=None, /):
    """log(z[, base]) -> the logarithm of z to the given base."""
    result = _log_of(_complex(z))
    if base is not None:
        below = _log_of(_complex(base))
        try:
            result = result / below
        except ZeroDivisionError:
            _domain()
    return result


def log10(z, /):
    """Return the base-10 logarithm of z."""
    result = _log_of(_complex(z))
    return complex(result.real / 2.302585092994046, result.imag / 2.302585092994046)


def isfinite(z, /):
    """Return True if both the real and imaginary parts of z are finite, else False."""
    z = _complex(z)
    return _finite(z.real) and _finite(z.imag)


def isnan(z, /):
    """Checks if the real or imaginary part of z not a number (NaN)."""
    z = _complex(z)
    return _isnan(z.real) or _isnan(z.imag)


def isinf(z, /):
    """Checks if the real or imaginary part of z is infinite."""
    z = _complex(z)
    return _isinf(z.real) or _isinf(z.imag)


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    """Determine whether two complex numbers are close in value."""
    a, b = _complex(a), _complex(b)
    if rel_tol < 0.0 or abs_tol < 0.0:
        raise ValueError("tolerances must be non-negative")
    if a == b:
        return True
    if isinf(a) or isinf(b):
        return False
    difference = abs(a - b)
    return difference <= rel_tol * abs(b) or difference <= rel_tol * abs(a) or difference <= abs_tol
