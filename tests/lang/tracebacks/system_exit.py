# exit: 3
print("before")
raise SystemExit(3)
