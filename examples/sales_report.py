"""A report over the orders of a year: by region and month, against the goals.

    moltvm --allow fs.read=examples/data examples/sales_report.py examples/data --top 3
"""

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import mean, median


@dataclass(frozen=True, slots=True)
class Order:
    number: int
    day: date
    region: str
    item: str
    quantity: int
    price: Decimal

    @property
    def value(self) -> Decimal:
        return self.quantity * self.price

    @classmethod
    def from_row(cls, row):
        return cls(int(row["order"]), date.fromisoformat(row["date"]), row["region"], row["item"],
                   int(row["quantity"]), Decimal(row["price"]))


def read_orders(path):
    with path.open(newline="", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                yield Order.from_row(row)
            except (KeyError, ValueError, ArithmeticError) as error:
                print(f"{path.name}:{number}: skipped: {error}", file=sys.stderr)


def bar(share, width=30):
    filled = min(width, round(float(share) * width))
    return "█" * filled + "·" * (width - filled)


def report(folder, top):
    orders = list(read_orders(folder / "orders.csv"))
    settings = json.loads((folder / "goals.json").read_text(encoding="utf-8"))
    currency = settings["currency"]
    by_region = defaultdict(Decimal)
    by_month = defaultdict(Decimal)
    by_item = Counter()
    for order in orders:
        by_region[order.region] += order.value
        by_month[order.day.month] += order.value
        by_item[order.item] += order.quantity
    total = sum(by_region.values())
    values = [float(order.value) for order in orders]
    yield f"{len(orders)} orders, {total:,.2f} {currency}; mean {mean(values):.2f}, median {median(values):.2f}"
    yield ""
    yield "Region     turnover       goal"
    for region, value in sorted(by_region.items(), key=lambda pair: -pair[1]):
        goal = Decimal(settings["goals"][region])
        yield f"{region:<8} {value:>11,.2f} {goal:>10,} {bar(value / goal)} {value / goal:>7.1%}"
    yield ""
    yield "Month"
    most = max(by_month.values())
    for month in sorted(by_month):
        yield f"{date(2025, month, 1):%b} {by_month[month]:>11,.2f} {bar(by_month[month] / most)}"
    yield ""
    yield f"Top {top}: " + ", ".join(f"{item} ({count})" for item, count in by_item.most_common(top))


def main():
    parser = argparse.ArgumentParser(description="Sums up a year of orders.")
    parser.add_argument("folder", type=Path, help="folder with orders.csv and goals.json")
    parser.add_argument("--top", type=int, default=3, help="how many items to name (default: %(default)s)")
    options = parser.parse_args()
    for line in report(options.folder, options.top):
        print(line)


if __name__ == "__main__":
    main()
