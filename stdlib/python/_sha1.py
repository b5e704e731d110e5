"""SHA-1."""

from _digests import constructor as _constructor

sha1 = _constructor("sha1", 20, 64)
