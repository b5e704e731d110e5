"""Text built by +=, by join, by formatting; characters visited one by one."""
import sys


def rle(text):
    out = ""
    last, run = "", 0
    for c in text:
        if c == last:
            run += 1
        else:
            if run:
                out += last + str(run)
            last, run = c, 1
    return out + last + str(run)


def caesar(text, k):
    out = []
    for c in text:
        if "a" <= c <= "z":
            out.append(chr((ord(c) - 97 + k) % 26 + 97))
        else:
            out.append(c)
    return "".join(out)


def run(n):
    text = ""
    for i in range(n):
        text += "abcxyz "[i * i % 7]
    packed = rle(text)
    turned = caesar(text, 3)
    rows = "\n".join("%6d|%-8s|%s" % (i, turned[i:i + 5], hex(i)) for i in range(n // 8))
    return len(packed), turned.count("d"), len(rows), turned[::-1].find("c")


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000000
print("string_building", n, *run(n))
