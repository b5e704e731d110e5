"""Strings: split, join, find, replace, strip, case, format, slices."""
import sys

TEXT = "The quick brown fox jumps over the lazy dog; pack my box with five dozen jugs. "


def run(n):
    total = 0
    for i in range(n):
        line = TEXT + str(i)
        words = line.split(" ")
        joined = "-".join(words)
        total += joined.find("jugs") + joined.count("o")
        total += len(joined.replace("o", "00"))
        if joined.startswith("The-quick") and not joined.endswith("x"):
            total += 1
        label = f"{i:05d}:{words[1]!r}:{total % 97:x}"
        total += len(label.upper().strip("0")) + ord(label[4])
        total += line[10:20] == "brown fox "
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 150000
print("strings", n, run(n))
