"""Allocation: trees of tuples and of objects built, walked and dropped."""
import sys


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right

    def count(self):
        if self.left is None:
            return 1
        return 1 + self.left.count() + self.right.count()


def nodes(depth):
    if depth == 0:
        return Node(None, None)
    return Node(nodes(depth - 1), nodes(depth - 1))


def tuples(depth):
    return (tuples(depth - 1), tuples(depth - 1)) if depth else ()


def count(tree):
    return 1 + count(tree[0]) + count(tree[1]) if tree else 1


def run(depth):
    kept = nodes(depth)
    total = 0
    for d in range(4, depth + 1, 4):
        for _ in range(1 << (depth - d)):
            total += nodes(d).count() + count(tuples(d))
    return total, kept.count()


n = int(sys.argv[1]) if len(sys.argv) > 1 else 16
print("binary_trees", n, *run(n))
