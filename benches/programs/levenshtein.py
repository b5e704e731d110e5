"""Dynamic programming over lists: edit distance and the longest common subsequence."""
import sys


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def common(a, b):
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j]:
                table[i + 1][j + 1] = table[i][j] + 1
            elif table[i][j + 1] >= table[i + 1][j]:
                table[i + 1][j + 1] = table[i][j + 1]
            else:
                table[i + 1][j + 1] = table[i + 1][j]
    return table[-1][-1]


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1200
a = "".join("abcde"[i * i * 7 % 11 % 5] for i in range(n))
b = "".join("abcde"[i * i * 5 % 13 % 5] for i in range(n))
print("levenshtein", n, distance(a, b), common(a, b))
