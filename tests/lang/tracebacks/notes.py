# exit: 1
e = ValueError("wrong")
e.add_note("first note")
e.add_note("second\nin two lines")
raise e
