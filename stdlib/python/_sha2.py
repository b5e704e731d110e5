"""SHA-2."""

from _digests import constructor as _constructor

sha224 = _constructor("sha224", 28, 64)
sha256 = _constructor("sha256", 32, 64)
sha384 = _constructor("sha384", 48, 128)
sha512 = _constructor("sha512", 64, 128)
