# exit: 1
class C:
    def m(self):
        return [self.q for _ in range(1)]


print(C().m())
