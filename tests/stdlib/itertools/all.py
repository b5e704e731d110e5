from itertools import *
print(list(accumulate([1, 2, 3])), list(chain([1], "a")), list(islice(count(5, 2), 3)), list(combinations("abc", 2)), list(permutations([1, 2, 3], 2)))
print(list(product("ab", [1, 2])), [(k, list(g)) for k, g in groupby("aabbc")], list(zip_longest("a", "bc", fillvalue="-")), list(takewhile(lambda x: x < 3, range(9))))
print(list(pairwise("abc")), list(batched("abcde", 2)), list(compress("abc", [1, 0, 1])), list(starmap(pow, [(2, 3)])), [list(t) for t in tee("ab")], list(repeat(1, 2)), list(dropwhile(bool, [1, 0, 2])))
