import heapq, bisect
h = [5, 1, 4]; heapq.heapify(h); heapq.heappush(h, 2); print(heapq.heappop(h), h, heapq.nlargest(2, h), heapq.nsmallest(1, h), heapq.heappushpop(h, 0), list(heapq.merge([1, 3], [2])))
a = [1, 3, 3, 5]; bisect.insort(a, 4); print(a, bisect.bisect_left(a, 3), bisect.bisect(a, 3))
