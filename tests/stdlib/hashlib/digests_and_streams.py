# grants: time.wall
import hashlib, zlib, gzip, hmac, io, zipfile, base64
for n in sorted(hashlib.algorithms_guaranteed):
    h=hashlib.new(n, b'abc'); h.update(b'def')
    print(n, h.hexdigest(8) if 'shake' in n else h.hexdigest(), h.digest_size, h.block_size, h.name)
print(hmac.new(b'k', b'm', 'sha256').hexdigest())
d=b'hello world '*1000
for w in (15,-15,31): assert zlib.decompress(zlib.compress(d, wbits=w), wbits=w)==d
print(zlib.crc32(d), zlib.adler32(d), len(gzip.decompress(gzip.compress(d))))
o=zlib.decompressobj(); c=zlib.compress(d); print(len(o.decompress(c[:20])+o.decompress(c[20:])), o.eof)
try: zlib.decompress(b'abc')
except zlib.error as e: print(e)
b=io.BytesIO()
with zipfile.ZipFile(b,'w',zipfile.ZIP_DEFLATED) as z: z.writestr('a.txt', d)
with zipfile.ZipFile(b) as z: print(z.namelist(), len(z.read('a.txt')))
print(base64.b64encode(b'hi'), base64.b85encode(b'hello'), base64.b32encode(b'x'))
