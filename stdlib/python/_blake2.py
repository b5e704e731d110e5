"""BLAKE2."""

from _digests import blake2 as _blake2

blake2b = _blake2("blake2b", 64, 128, 16, 16)
blake2s = _blake2("blake2s", 32, 64, 8, 8)
