from decimal import *
from fractions import Fraction as F
print(Decimal("1.1") + Decimal("2.20"), Decimal(1) / 3, Decimal("1E+3").normalize(), Decimal("2.675").quantize(Decimal("0.01")), Decimal(2).sqrt(), round(Decimal("2.5")), Decimal("NaN"))
print(F(1, 3) + F(1, 6), F("0.75"), F(0.5), F(7, 2) // 1, F(3.14159).limit_denominator(100))
