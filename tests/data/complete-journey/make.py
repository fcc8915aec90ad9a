#!/usr/bin/env python3
"""Makes a feed, orders and a house file from The Complete Journey (84.51/dunnhumby), a grocery chain's baskets.

    python3 make.py ITEMS.csv.gz EVENTS.csv.gz OUT_DIR

ITEMS has the columns item_id, division (department), category, title, brand; EVENTS has session_id (basket), user_id
(household), timestamp (seconds since 1970), item_id, qty, sales_value. The data may not be redistributed: keep
OUT_DIR out of the repository. Python's standard library only; the same input gives the same bytes.
"""

import collections
import csv
import gzip
import io
import pathlib
import re
import statistics
import sys

# Departments that sell nothing a shop would suggest.
DROPPED = {"", "COUPON", "FUEL", "MISCELLANEOUS"}

# How the house says a department's name where lower case alone would not do.
NAMES = {
    "CHEF SHOPPE": "the chef's shop", "CNTRL/STORE SUP": "store supplies", "DELI": "the deli", "DRUG GM": "drugstore and home",
    "ELECT &PLUMBING": "electrics and plumbing", "FLORAL": "flowers", "FROZEN GROCERY": "frozen food",
    "GARDEN CENTER": "the garden center", "GM MERCH EXP": "general merchandise", "MEAT-PCKGD": "packaged meat",
    "NUTRITION": "natural foods", "PASTRY": "bakery", "PHOTO & VIDEO": "photo and video", "POSTAL CENTER": "the postal center",
    "PROD-WHS SALES": "produce by the case", "SALAD BAR": "the salad bar", "SEAFOOD-PCKGD": "packaged seafood",
    "TRAVEL & LEISURE": "travel and leisure",
}


def read_gz(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write_gz(path, header, rows, **dialect):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", **dialect)
    writer.writerow(header)
    writer.writerows(rows)
    packed = gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)
    path.write_bytes(packed)
    return len(packed)


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def house(departments):
    lines = ["[house]", 'name = "Complete Journey"', 'url = "https://shop.example/p/{id}"', 'languages = ["en"]',
             'currency = "USD"', "", "[privacy]", "k = 3"]
    for name in departments:
        lines += ["", "[[division]]", f'id = "{slug(name)}"', f'names = {{ en = "{NAMES.get(name, name.lower())}" }}',
                  f'product_types = ["{name}"]']
    return "\n".join(lines) + "\n"


def main(items_path, events_path, out_dir):
    out = pathlib.Path(out_dir)
    out.mkdir(parents=True, exist_ok=True)
    items = {row["item_id"]: row for row in read_gz(items_path) if row["division"] not in DROPPED}

    orders, prices, dropped = [], collections.defaultdict(list), 0
    for row in read_gz(events_path):
        quantity, paid = int(float(row["qty"])), float(row["sales_value"])
        if row["item_id"] not in items or quantity <= 0:
            dropped += 1
            continue
        if paid > 0:
            prices[row["item_id"]].append(paid / quantity)
        orders.append((int(row["timestamp"]), row["session_id"], row["user_id"], row["item_id"], quantity))
    # Stable: lines of a basket keep their order, which means nothing.
    orders.sort(key=lambda line: (line[0], line[1]))

    def price(item):
        return f"{statistics.median(prices[item]):.2f} USD" if item in prices else ""

    rows = [(item, row["title"] or row["category"] or row["division"], f"https://shop.example/p/{item}", "", price(item),
             "in_stock", f"{row['division']} > {row['category'] or 'OTHER'}", row["brand"])
            for item, row in sorted(items.items())]
    feed_bytes = write_gz(
        out / "feed.tsv.gz",
        ("id", "title", "link", "image_link", "price", "availability", "product_type", "brand"),
        ([value.replace("\t", " ") for value in row] for row in rows),
        delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
    order_bytes = write_gz(
        out / "orders.csv.gz", ("order_id", "user_id", "timestamp", "item_id", "quantity"),
        ((order, user, time, item, quantity) for time, order, user, item, quantity in orders))
    departments = sorted({row["division"] for row in items.values()})
    (out / "house.toml").write_text(house(departments), encoding="utf-8")

    other = sum(not row["category"] for row in items.values())
    for label, value in [
        ("items", len(rows)), ("groups", 0), ("divisions", len(departments)), ("types", len({row[6] for row in rows})),
        ("rows without a type", f"{other} ({other / len(rows):.1%})"), ("rows without a price", sum(not row[4] for row in rows)),
        ("orders", len({line[1] for line in orders})), ("order lines", len(orders)), ("lines left out", dropped),
        ("shoppers", len({line[2] for line in orders})), ("feed.tsv.gz, bytes", feed_bytes),
        ("orders.csv.gz, bytes", order_bytes)]:
        print(f"{label:32}{value:>16}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
