"""MD5."""

from _digests import constructor as _constructor

md5 = _constructor("md5", 16, 64)
