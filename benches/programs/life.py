"""Conway's game of life on a set of cells and on nested lists."""
import sys


def step_set(cells):
    near = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = (x + dx, y + dy)
                    near[key] = near.get(key, 0) + 1
    return {key for key, k in near.items() if k == 3 or k == 2 and key in cells}


def step_grid(grid):
    n = len(grid)
    out = []
    for y in range(n):
        up, here, down = grid[y - 1], grid[y], grid[(y + 1) % n]
        row = []
        for x in range(n):
            left, right = x - 1, (x + 1) % n
            k = (up[left] + up[x] + up[right] + here[left] + here[right]
                 + down[left] + down[x] + down[right])
            row.append(1 if k == 3 or k == 2 and here[x] else 0)
        out.append(row)
    return out


n = int(sys.argv[1]) if len(sys.argv) > 1 else 400
cells = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2), (40, 40), (41, 40), (42, 40), (41, 41)}
grid = [[(x * y + x) % 3 & 1 for x in range(64)] for y in range(64)]
for _ in range(n):
    cells = step_set(cells)
    grid = step_grid(grid)
print("life", n, len(cells), sum(map(sum, grid)))
