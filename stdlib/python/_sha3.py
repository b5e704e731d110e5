"""SHA-3 and SHAKE."""

from _digests import constructor as _constructor, shake as _shake

implementation = "generic"
sha3_224 = _constructor("sha3_224", 28, 144)
sha3_256 = _constructor("sha3_256", 32, 136)
sha3_384 = _constructor("sha3_384", 48, 104)
sha3_512 = _constructor("sha3_512", 64, 72)
shake_128 = _shake("shake_128", 168)
shake_256 = _shake("shake_256", 136)
