# exit: 1
class Point:
    def __init__(self):
        self.height = 1


Point().heigth
