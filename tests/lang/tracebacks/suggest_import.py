# expected: math has no file here
# exit: 1
from math import squrt
