#!/usr/bin/env python3
"""Makes this folder's feed, orders and house file from a cleaned copy of Online Retail II.

    python3 make.py ITEMS.csv.gz EVENTS.csv.gz OUT_DIR

ITEMS has the columns item_id, division, title, median_price; EVENTS has session_id (the invoice), user_id, timestamp
(seconds since 1970), item_id, qty, with cancelled and non-product lines already taken out. Python's standard library
only; the same input gives the same bytes.
"""

import collections
import configparser
import csv
import gzip
import io
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
OUT_OF_STOCK_AFTER_SECONDS = 90 * 86400

# id, English name, French name, the source's name (also the first level of product_type). The order is the house's.
DIVISIONS = [
    ("kitchen-dining", "kitchen and dining", "la cuisine et la table", "Kitchen & Dining"),
    ("home-decor", "home decor and storage", "la décoration et le rangement", "Home Decor & Storage"),
    ("candles-lighting", "candles and lighting", "les bougies et les luminaires", "Candles & Lighting"),
    ("bags-luggage", "bags and luggage", "la bagagerie", "Bags & Luggage"),
    ("jewellery-fashion", "jewellery and fashion", "les bijoux et la mode", "Jewellery & Fashion"),
    ("stationery-cards", "stationery and cards", "la papeterie et les cartes", "Stationery & Cards"),
    ("toys-kids", "toys and children", "les jouets et l'enfance", "Toys & Kids"),
    ("garden-outdoor", "garden and outdoors", "le jardin et le plein air", "Garden & Outdoor"),
    ("bath-beauty", "bath and beauty", "le bain et la beauté", "Bath & Beauty"),
    ("christmas-seasonal", "Christmas and seasonal", "Noël et les fêtes", "Christmas & Seasonal"),
]

SEASONAL = "Christmas & Seasonal"
# Lines of the source that are not products.
NOT_PRODUCTS = re.compile("CARRIAGE$|PACKING CHARGE|HIGH RESOLUTION IMAGE|GIFT VOUCHER", re.IGNORECASE)

COLORS = """amber amethyst aqua beige black blue bronze brown chocolate copper coral cream crystal=clear clear fuchsia
fuschia=fuchsia gold golden=gold green grey gray=grey ivory jade lilac mint multicolour=multicolour multicol=multicolour
navy olive opal orange peach pink purple red ruby silver teal topaz turquoise turq=turquoise white yellow"""
MATERIALS = """acrylic bamboo beaded=bead bead beads=bead canvas ceramic china=porcelain cotton crochet crystal enamel
fabric feather felt feltcraft=felt glass jute knitted=knit lace leather linen metal murano=glass paper pearl plastic
porcelain raffia rattan satin shell silk slate stone suede tin velvet wicker wire=metal wood wooden=wood wool zinc"""
PATTERNS = """babushka baroque butterfly camouflage camo=camouflage cherry damask diamante doily=lace dots=polkadot
fleur floral flock gingham leopard paisley polkadot retrospot=polkadot rosebud skull skulls=skull spotty=polkadot
spot=polkadot stripe stripes=stripe stripey=stripe striped=stripe tartan toile union=union-jack woodland zebra"""

# What the source abbreviates, as (pattern, text); applied to the upper-case title in this order.
SPELLINGS = [
    (r"\bS/(\d+)", r"SET OF \1"), (r"\bSET/(\d+)", r"SET OF \1"), (r"\bSET (\d+)\b", r"SET OF \1"),
    (r"\bPACK/(\d+)", r"PACK OF \1"), (r"\bT[- ]?LIGHT", "T-LIGHT"), (r"\bHLDR\b", "HOLDER"),
    (r"\bASS(?:TD?|D|)\b\.?", "ASSORTED"), (r"\bCOLS?\b\.?", "COLOUR"), (r"\bDES\b", "DESIGN"),
    (r"\bB'FLY\b", "BUTTERFLY"), (r"\bFLWR\b", "FLOWER"), (r"\bBLCK\b", "BLACK"), (r"\bC/COVER", "CUSHION COVER"),
    (r"\bNECKL\b\.?", "NECKLACE"), (r"\bP'WEIGHT", "PAPERWEIGHT"), (r"\bPHOTOFRAME", "PHOTO FRAME"),
    (r"\bPAPERLANTERN", "PAPER LANTERN"), (r"\bRND\b", "ROUND"), (r"\bSTRAWBRY\b", "STRAWBERRY"),
    (r"\bF[. ]FAIRY\b", "FLOWER FAIRY"), (r"\bSML\b", "SMALL"), (r"\bFRAGR\b", "FRAGRANCE"),
    (r"\bDECS?\b\.?", "DECORATION"),
    (r"\bBLACKCHRISTMAS", "BLACK CHRISTMAS"), (r"BAROQUECANDLE", "BAROQUE CANDLE"), (r"\bTOADSTOL", "TOADSTOOL"),
    (r"\bWHT\b", "WHITE"), (r"\bSUCT?ION CUP", "SUCTION"), (r'(?<!")\bW/?\b(?!["\'])', "WITH"),
    (r"\bARTIIFCIAL", "ARTIFICIAL"),
    (r"\bSET OF(?=\d)", "SET OF "), (r"\bWITH(?!OUT\b)(?=[A-Z]{3})", "WITH "),
    (r"(?<=\w)\+(?=\w)", " + "), (r"(?<=[A-Z]),(?=\S)", ", "), (r"\s+,", ","),
    (r"[\s,.*]+$", ""), (r"^[\s,.*]+", ""), (r"\s+", " "),
]
LOWER = set("a an and at au aux by de du en for from in la le of on or the to with".split())
UPPER = set("CD CDS DVD LED TV USB UK DIY BBQ MP3 3D II ABC VIP OK".split())

# What stands before a product's name: "SET OF 6 LARGE ...".
BEFORE_THE_NAME = re.compile(
    r"^(?:(?:SET|PACK|BOX|PAIR) OF |(?:\d+|TWO|THREE|FOUR|SIX)\b[ /]*|(?:LARGE|SMALL|MINI|ASSORTED) )+")


def synonyms(text):
    """{word: value} of a list of `word` and `word=value`."""
    pairs = (entry.partition("=") for entry in text.split())
    return {word.upper(): value or word for word, _, value in pairs}


def spelled(title):
    """The title in upper case with its abbreviations written out."""
    title = title.upper()
    for pattern, text in SPELLINGS:
        title = re.sub(pattern, text, title)
    return title


def cased(title):
    """A title in title case; small words stay small, known abbreviations stay large."""
    def word(match):
        text = match[0]
        if text in UPPER or re.fullmatch(r"[A-Z]\d*", text) and text != "A":
            return text
        if text.lower() in LOWER and match.start() > 0:
            return text.lower()
        return text.lower() if text[0].isdigit() else text.capitalize()
    return re.sub(r"[A-Z0-9]+(?:['’][A-Z]+)?", word, title)


def attribute(title, table):
    """The values of `table` that the title speaks of, in its order, joined with `/`; at most three."""
    found = [table[word] for word in re.findall(r"[A-Z]+", title) if word in table]
    return "/".join(list(dict.fromkeys(found))[:3])


class Types:
    """The keyword table of types.ini."""

    def __init__(self, path):
        ini = configparser.ConfigParser(delimiters=("=",), comment_prefixes=(";",), interpolation=None)
        ini.optionxform = str
        ini.read(path, encoding="utf-8")
        self.motifs = set(self.listed(ini["motifs"]["motifs"]))
        # (division, gate or None, a part of its division only, {phrase: type}, pattern)
        self.sections = []
        for section in ini.sections()[1:]:
            phrases = {}
            for name, words in ini[section].items():
                if name != "gate":
                    for phrase in self.listed(words):
                        phrases.setdefault(phrase, name)
            gate = ini[section].get("gate")
            division = section.removeprefix("gate ").split(":")[0]
            gate = gate and self.pattern(self.listed(gate))
            self.sections.append((division, gate, ":" in section, phrases, self.pattern(phrases)))

    @staticmethod
    def listed(text):
        return [" ".join(word.split()) for word in text.split(",") if word.strip()]

    @staticmethod
    def pattern(phrases):
        # At every position (look-ahead) the longest phrase, a plural allowed; ^ binds to the beginning.
        ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
        choices = "|".join("^" + re.escape(p[1:]) if p[0] == "^" else re.escape(p) for p in ordered)
        return re.compile(rf"(?<![\w'-])(?=({choices})(?:E?S)?(?![\w'-]))")

    def find(self, title, source_division):
        """(division, type) of a spelled title; the type is None when no phrase fits."""
        body = BEFORE_THE_NAME.sub("", title)
        head = re.split(r"\b(?:WITH|IN|FOR|ON)\b|[,(]", body)[0]
        for sections in [[s] for s in self.sections if s[1]] + [[s for s in self.sections if not s[1]]]:
            division, gate, narrow = sections[0][:3]
            if gate and not gate.search(title) and not (division == source_division == SEASONAL and not narrow):
                continue
            for part, motif in ((head, False), (body, False), (head, True), (body, True)):
                best = (0, 0, False)
                for division, _, _, phrases, pattern in sections:
                    for match in pattern.finditer(part):
                        phrase = match[1] if match.start() or "^" + match[1] not in phrases else "^" + match[1]
                        if phrase not in phrases or (phrase in self.motifs) != motif:
                            continue
                        # On a tie the source's own division wins, then the order of the file.
                        end = 1000 if phrase[0] == "^" else match.end(1)
                        found = (end, len(phrase), division == source_division, division, phrases[phrase])
                        best = max(best, found, key=lambda b: b[:3])
                if len(best) > 3:
                    return best[3:]
        return source_division, None


def groups_of(items):
    """{item id: group id}: codes of one numeric stem whose titles share most words are one product."""
    plain = set(synonyms(COLORS)) | {"LIGHT", "DARK", "DUSTY", "SET", "OF", "WITH", "AND", "THE", "IN"}
    words = {i: {re.sub(r"E?S$", "", w) for w in re.findall(r"[A-Z]{2,}", t)} - plain for i, t in items.items()}
    stems = collections.defaultdict(list)
    for item in sorted(items):
        stems[re.match(r"\d+", item)[0]].append(item)
    groups = {}
    for stem, codes in stems.items():
        clusters = []
        for code in codes:
            for cluster in clusters:
                a, b = words[code], words[cluster[0]]
                if a == b or len(a & b) >= 0.6 * max(len(a), len(b), 1):
                    cluster.append(code)
                    break
            else:
                clusters.append([code])
        # The stem can name one group only, and never another item's code.
        clusters.sort(key=lambda cluster: (-len(cluster), cluster))
        if len(clusters[0]) > 1 and (stem not in items or stem in clusters[0]):
            groups.update(dict.fromkeys(clusters[0], stem))
    return groups


def write_gz(path, header, rows, dialect):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", **dialect)
    writer.writerow(header)
    writer.writerows(rows)
    packed = gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)
    path.write_bytes(packed)
    return len(packed)


def house():
    lines = ["# The house of the Online Retail II data: see README.md.", "", "[house]", 'name = "Online Retail"',
             'url = "https://shop.example/p/{id}"', 'languages = ["en", "fr"]', 'currency = "GBP"',
             "", "[privacy]", "k = 3"]
    for key, english, french, source in DIVISIONS:
        lines += ["", "[[division]]", f'id = "{key}"', f'names = {{ en = "{english}", fr = "{french}" }}',
                  f'product_types = ["{source}"]']
    return "\n".join(lines) + "\n"


def read_gz(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def main(items_path, events_path, out_dir):
    out = pathlib.Path(out_dir)
    source = {row["item_id"]: row for row in read_gz(items_path) if not NOT_PRODUCTS.search(row["title"])}
    titles = {item: spelled(row["title"]) for item, row in source.items()}

    orders, last_sold = [], {}
    for row in read_gz(events_path):
        if row["item_id"] not in source:
            continue
        time = int(row["timestamp"])
        orders.append((time, row["session_id"], row["user_id"], row["item_id"], int(float(row["qty"]))))
        last_sold[row["item_id"]] = max(time, last_sold.get(row["item_id"], 0))
    # Stable: lines of an order keep their order.
    orders.sort(key=lambda line: (line[0], line[1]))
    stale_before = orders[-1][0] - OUT_OF_STOCK_AFTER_SECONDS

    types = Types(HERE / "types.ini")
    groups = groups_of(titles)
    found = {item: types.find(titles[item], source[item]["division"]) for item in sorted(source)}
    # The variants of a group share one division and type: the commonest among them.
    members = collections.defaultdict(list)
    for item, group in groups.items():
        members[group].append(found[item])
    for item, group in groups.items():
        counts = collections.Counter(members[group])
        found[item] = max(counts, key=lambda kind: (counts[kind], kind[1] or "", kind[0]))

    colors, materials, patterns = synonyms(COLORS), synonyms(MATERIALS), synonyms(PATTERNS)
    rows = []
    for item in sorted(source):
        division, name = found[item]
        title = titles[item]
        rows.append((
            item, cased(title), f"https://shop.example/p/{item}", "", f"{float(source[item]['median_price']):.2f} GBP",
            "in_stock" if last_sold.get(item, 0) >= stale_before else "out_of_stock",
            f"{division} > {name or 'Other ' + division.lower()}", attribute(title, colors), attribute(title, materials),
            attribute(title, patterns), groups.get(item, "")))
    header = ("id", "title", "link", "image_link", "price", "availability", "product_type", "color", "material", "pattern",
              "item_group_id")
    tab = {"delimiter": "\t", "quoting": csv.QUOTE_NONE, "quotechar": None}
    feed_bytes = write_gz(out / "feed.tsv.gz", header, rows, tab)
    order_bytes = write_gz(out / "orders.csv.gz", ("order_id", "user_id", "timestamp", "item_id", "quantity"),
                           ((order, user, time, item, quantity) for time, order, user, item, quantity in orders), {})
    (out / "house.toml").write_text(house(), encoding="utf-8")

    other = sum(name is None for _, name in found.values())
    for label, value in [
        ("feed rows (variants)", len(rows)),
        ("items (groups and single rows)", len({groups.get(item, item) for item in source})),
        ("groups", len(members)), ("variants in groups", len(groups)),
        ("divisions", len({division for division, _ in found.values()})),
        ("types", len({kind for kind in found.values() if kind[1]})),
        ("rows without a type", f"{other} ({other / len(rows):.1%})"),
        ("rows out of stock", sum(row[5] == "out_of_stock" for row in rows)), ("orders", len({line[1] for line in orders})),
        ("order lines", len(orders)), ("shoppers with an id", len({line[2] for line in orders} - {""})),
        ("feed.tsv.gz, bytes", feed_bytes), ("orders.csv.gz, bytes", order_bytes)]:
        print(f"{label:32}{value:>16}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
