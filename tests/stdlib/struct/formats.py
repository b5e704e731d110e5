import struct
for f,a in (("<bhiq",(1,-2,3,-4)),(">BHIQ",(255,65535,1,2**64-1)),("bxhxi",(1,2,3)),("5s3pc?",(b'hello',b'ab',b'x',True)),("<efd",(1.5,2.25,3.125)),("@bl",(1,2)),("!3h",(1,2,3)),("e",(65504.0,)),("e",(1e-7,)),("e",(70000.0,)),("b",(200,)),("<h",(40000,)),("i",(2**40,)),("Q",(-1,)),("z",(1,)),("3",()),("c",(1,)),("f",(1e300,)),("i",("x",)),("ii",(1,))):
    try:
        p=struct.pack(f,*a); print(f,p,struct.unpack(f,p),struct.calcsize(f))
    except Exception as e: print(f,type(e).__name__,e)
b=bytearray(10); struct.pack_into("<i",b,3,77); print(b, struct.unpack_from("<i",b,3), list(struct.iter_unpack("<h",b'\1\0\2\0')))
try: struct.unpack("i",b"ab")
except struct.error as e: print(e)
try: struct.unpack_from("i",b"ab")
except struct.error as e: print(e)
