"""What a web server's log says: statuses, slow pages, busy clients.

    moltvm --allow fs.read=examples/data examples/log_summary.py examples/data/access.log
"""

import argparse
import re
from collections import Counter, defaultdict, namedtuple
from itertools import groupby
from pathlib import Path

LINE = re.compile(
    r'(?P<client>\S+) - - \[(?P<time>[^\]]+)\] "(?P<verb>\w+) (?P<page>\S+) [^"]*" (?P<status>\d+) (?P<size>\d+) (?P<took>[\d.]+)ms')
Hit = namedtuple("Hit", "client time page status size took")


def hits(path):
    with path.open(encoding="utf-8") as file:
        for line in file:
            if match := LINE.match(line):
                yield Hit(match["client"], match["time"], match["page"], int(match["status"]), int(match["size"]),
                          float(match["took"]))


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("log", type=Path)
    options = parser.parse_args()
    found = list(hits(options.log))
    print(f"{len(found)} hits, {sum(hit.size for hit in found) / 1e6:.1f} MB")
    for kind, group in groupby(sorted(found, key=lambda hit: hit.status), key=lambda hit: hit.status // 100):
        statuses = Counter(hit.status for hit in group)
        print(f"  {kind}xx: " + ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items())))
    pages = defaultdict(list)
    for hit in found:
        pages[hit.page].append(hit.took)
    print("page                hits   median      95 %")
    for page, times in sorted(pages.items(), key=lambda pair: -percentile(pair[1], 0.95)):
        print(f"{page:<18} {len(times):>5} {percentile(times, 0.5):>7.1f}ms {percentile(times, 0.95):>7.1f}ms")
    busiest = Counter(hit.client for hit in found).most_common(3)
    print("busiest clients:", ", ".join(f"{client} ({count})" for client, count in busiest))


if __name__ == "__main__":
    main()
