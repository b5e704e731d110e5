"""Substrings of a long gene counted in dictionaries."""
import sys


def gene(n):
    state = 42
    out = []
    for _ in range(n):
        state = (state * 3877 + 29573) % 139968
        out.append("ACGT"[state * 4 // 139968])
    return "".join(out)


def frequencies(text, k):
    counts = {}
    for i in range(len(text) - k + 1):
        part = text[i:i + k]
        if part in counts:
            counts[part] += 1
        else:
            counts[part] = 1
    return sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))


n = int(sys.argv[1]) if len(sys.argv) > 1 else 300000
text = gene(n)
print("knucleotide", n, *(f"{k}:{frequencies(text, k)[0]}" for k in (1, 2, 4, 8)))
