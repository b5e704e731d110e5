import struct
print(struct.pack("<IhB", 1, -2, 3), struct.unpack(">H2s", b"\x01\x02ab"), struct.calcsize("bi"), struct.pack("!d", 1.5))
try: struct.pack("B", 300)
except struct.error as e: print(e)
