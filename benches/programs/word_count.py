"""Words of a made-up text counted, grouped and ranked."""
import sys

SYLLABLES = ["ba", "ko", "ri", "tu", "ne", "sha", "lo", "mi", "qua", "ze", "dor", "fen"]


def text(n):
    state = 7
    words = []
    for _ in range(n):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        k = state >> 8
        words.append(SYLLABLES[k % 12] + SYLLABLES[k // 12 % 12] * (k % 2) + SYLLABLES[k // 200 % 7])
        if k % 11 == 0:
            words[-1] = words[-1].title() + ","
        if k % 17 == 0:
            words[-1] += ".\n"
    return " ".join(words)


def rank(body):
    counts = {}
    lengths = {}
    for line in body.splitlines():
        for word in line.split():
            word = word.strip(".,").lower()
            counts[word] = counts.get(word, 0) + 1
            lengths.setdefault(len(word), set()).add(word)
    top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return top, {k: len(v) for k, v in sorted(lengths.items())}


n = int(sys.argv[1]) if len(sys.argv) > 1 else 400000
top, lengths = rank(text(n))
print("word_count", n, len(top), *("%s=%d" % item for item in top[:3]), lengths)
