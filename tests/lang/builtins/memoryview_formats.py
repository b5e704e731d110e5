b=bytearray(b'abcdefgh')
m=memoryview(b)
tests=["m.cast('B',[2,4]).tolist()","m.cast('B',(2,4))[1,2]","m.cast('B',(2,4))[1]","m.cast('z')","m.cast('H').cast('I')","m[::2].cast('H')","m[1:3]==b'bc'","m.cast('H')[0]","m.cast('d')[0]","m.cast('B',[3,3])","hash(m)","m['a']","m[1,2]","list(reversed(m))","m.cast('H').tolist()","m.cast('H').hex()","m.toreadonly().readonly","memoryview(b'a')[0]==97","hash(memoryview(b'ab'))==hash(b'ab')","m.cast('c')[0]","m.cast('c').tolist()","bytes(m.cast('H')[::2])","m.cast('B',[2,4]).shape, m.cast('B',[2,4]).strides","m.cast('f').format","len(m.cast('B',[2,4]))","m.tobytes('C')","memoryview(3)","m==m.cast('b')","m.cast('H')==m","m[20]","m.__setitem__(0,300)","m.__setitem__(0,'a')","m.__setitem__(slice(0,2),b'abc')","m.cast('H').__setitem__(0,70000)","m.cast('?')[0]","m.cast('@H').format","m.nbytes, m.cast('H').nbytes","m.suboffsets","m.cast('H').itemsize","(b'x' in m, 97 in m)", "m.__setitem__(slice(0,2),b'XY'), b", "m.cast('i').__setitem__(1,-5), b","m[::-1].tobytes()","m[2:6][1:3].tolist()"]
for t in tests:
    try: print(t, '->', eval(t))
    except Exception as e: print(t,'->',type(e).__name__,e)
