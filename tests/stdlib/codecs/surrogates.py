print('\ud800x'.encode('utf-16-le','surrogatepass'), b'\x00\xd8x\x00'.decode('utf-16-le','surrogatepass')=='\ud800x', '\ud800'.encode('utf-8','surrogatepass'), b'\xed\xa0\x80'.decode('utf-8','surrogatepass')=='\ud800', '\udc80'.encode('utf-8','surrogateescape'), ascii(b'\x80'.decode('ascii','surrogateescape')), '\ud800'.encode('utf-32-be','surrogatepass'))
for e in ('strict','ignore','replace','backslashreplace','xmlcharrefreplace','namereplace'):
    try: print('aé\ud800€'.encode('ascii',e))
    except UnicodeError as x: print(x)
