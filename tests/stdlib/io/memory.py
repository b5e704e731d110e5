import io, csv
s = io.StringIO("a\nb\nc"); print(s.readline(), s.read(), s.tell(), s.seek(0), list(s))
b = io.BytesIO(); b.write(b"abc"); b.seek(1); print(b.read(1), b.getvalue(), io.TextIOWrapper(io.BytesIO(b"x\r\ny")).read())
w = io.StringIO(); csv.writer(w).writerows([[1, "a,b"], ['q"', None]]); print(repr(w.getvalue()), list(csv.DictReader(io.StringIO("x,y\n1,2"))))
