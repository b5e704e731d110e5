import random
r = random.Random(42)
print(r.random(), r.randint(1, 100), r.choice("abc"), r.sample(range(50), 5), r.gauss(0, 1), r.getrandbits(70), r.uniform(1, 2))
x = list(range(10)); r.shuffle(x); print(x, r.choices("ab", weights=[1, 3], k=6))
random.seed("text"); print(random.random(), random.randrange(0, 100, 7))
