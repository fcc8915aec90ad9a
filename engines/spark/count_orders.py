#!/usr/bin/env python3
"""Counts an order log of any size with Spark (or DuckDB), for `passerelle build --counts`.

The rules of counting are in counts.sql, which both engines run as it is. This file runs its blocks in their order,
merges groups between them, and reads and writes tables. README.md beside it says how to run it.
"""

import argparse
import difflib
import json
import os
import re
import shutil
import string
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
FORMAT = 3
# What a log's columns mean, and what a log without such a column means.
FIELDS = {
    "session_id": None,
    "user_id": "nobody is named: every session or order is another shopper, so privacy.k counts orders, not shoppers",
    "timestamp": None,
    "seq": "rows of one session at one time are in the order of a hash",
    "item_id": None,
    "event": "every row is an order line, and a purchase",
    "quantity": "every row is a purchase, none a return",
}
# Fields that only the native reader knows.
NATIVE_FIELDS = ("status", "split", "adviser")
# Why rows are lost, by the verdicts of read_log.sql: what they are, and what helps.
LOSSES = {
    "event": ("an unknown event", "write GA4's names of events"),
    "no time": ("no time", "fill the column of times, or name another with --column timestamp=COLUMN"),
    "time": (
        "a time that cannot be read",
        "write 2026-03-01 10:00:00, or a number since 1970; `passerelle prepare-counts --orders` reads other forms",
    ),
    "time out of range": (
        "a time before 1995 or more than a day after --as-of of prepare-counts",
        "correct the times, or run `passerelle prepare-counts` with a later --as-of",
    ),
    "ruined id": ("an id that a spreadsheet has rounded (5.1E+12)", "export the ids as texts"),
    "long id": ("an id that is too long", "check the columns of the sessions and shoppers"),
    "seq": ("no whole number in seq", "write whole numbers"),
    "no item": ("no item", "fill the column of items, or name another with --column item_id=COLUMN"),
    "item": (
        "an item that the feed does not have",
        "take ids, SKUs or GTINs as the feed has them, or name their column with --column item_id=COLUMN",
    ),
    "quantity": ("a quantity that is no number above zero", "correct the quantities"),
    "no session": ("neither a session nor a shopper", "fill the column of orders or sessions, or that of shoppers"),
}
INPUTS = ("items", "steps", "lengths", "ages", "calendar")
# Rounds of merging after which groups are kept, and how many groups one takes in (crates/learning/src/groups.rs).
KEPT_AFTER = {2: "fine", 4: "coarse"}
MERGED = 3
# Strongest pairs of an item, and strongest groups of an item (count.rs, smooth.rs).
ROW_CAP = 4000
GROUPS = 40


class Blocks:
    """The blocks of a SQL file by name."""

    def __init__(self, file):
        self.blocks = {}
        self.order = []
        # In cluster mode `spark-submit --files` puts the file into the working folder.
        source = HERE / file if (HERE / file).exists() else Path(file)
        for text in re.split(r"(?m)^-- (?=(?:table|output) \w+$|(?:repeats|pairs|edges|trending_totals|dominant)$)", source.read_text())[1:]:
            head, sql = text.split("\n", 1)
            kind, _, name = head.rpartition(" ")
            self.blocks[name] = (kind, sql)
            self.order.append(name)

    def sql(self, name, numbers):
        return string.Template(self.blocks[name][1]).substitute(numbers)


class Spark:
    """Spark, local or on a cluster; paths may be of any file system that it knows."""

    def __init__(self, arguments):
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.appName("passerelle counts").config("spark.sql.session.timeZone", "UTC")
        # Items that very many sessions hold are split further where tables are joined.
        builder = builder.config("spark.sql.adaptive.enabled", "true")
        builder = builder.config("spark.sql.adaptive.skewJoin.enabled", "true")
        # Texts that a writer has not marked as such.
        builder = builder.config("spark.sql.parquet.binaryAsString", "true")
        self.spark = builder.getOrCreate()
        self.spark.sparkContext.setLogLevel("ERROR")
        self.work = f"{arguments.out.rstrip('/')}/_work"

    def read(self, name, path):
        self.spark.read.parquet(path).createOrReplaceTempView(name)

    def read_log(self, path):
        if path.endswith((".csv", ".csv.gz", ".tsv", ".tsv.gz")):
            # RFC 4180: a quote within quotes is doubled, and a line may break there. So one task reads a whole file.
            separator = "\t" if ".tsv" in path else ","
            return self.spark.read.csv(
                path, header=True, sep=separator, quote='"', escape='"', multiLine=True, inferSchema=False
            )
        is_table = "/" not in path and not path.endswith(".parquet")
        return self.spark.table(path) if is_table else self.spark.read.parquet(path)

    def columns(self, relation):
        return dict(relation.dtypes)

    def name(self, column):
        return "`%s`" % column.replace("`", "``")

    def log_view(self, relations, selects):
        views = []
        for number, (relation, select) in enumerate(zip(relations, selects)):
            relation.createOrReplaceTempView(f"log_{number}")
            views.append(f"SELECT {select} FROM log_{number}")
        self.spark.sql(" UNION ALL ".join(views)).createOrReplaceTempView("log")

    def table(self, name, sql):
        self.spark.sql(sql).write.mode("overwrite").parquet(f"{self.work}/{name}")
        self.read(name, f"{self.work}/{name}")

    def view(self, name, sql):
        self.spark.sql(sql).createOrReplaceTempView(name)

    def labels(self, name, labels):
        rows = self.spark.createDataFrame(list(enumerate(labels)), "item BIGINT, label BIGINT")
        rows.write.mode("overwrite").parquet(f"{self.work}/{name}")
        self.read(name, f"{self.work}/{name}")

    def rows(self, sql):
        return self.spark.sql(sql).toLocalIterator(prefetchPartitions=True)

    def write(self, sql, path):
        self.spark.sql(sql).write.mode("overwrite").parquet(path)

    def _path(self, path):
        jvm = self.spark._jvm
        path = jvm.org.apache.hadoop.fs.Path(path)
        return path.getFileSystem(self.spark._jsc.hadoopConfiguration()), path

    def exists(self, path):
        system, path = self._path(path)
        return system.exists(path)

    def core_seconds(self):
        """Processor time of Spark on this machine (Linux); else the time of all tasks."""
        java = getattr(self.spark.sparkContext._gateway, "proc", None)
        used = Path(f"/proc/{java.pid}/stat") if java else None
        if self.spark.sparkContext.master.startswith("local") and used and used.exists():
            ticks = used.read_text().rsplit(")", 1)[1].split()[11:13]
            return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
        executors = self.spark._jsc.sc().statusStore().executorList(False)
        return sum(executors.apply(index).totalDuration() for index in range(executors.size())) / 1e3

    def read_text(self, path):
        return "\n".join(row[0] for row in self.spark.read.text(path, wholetext=True).collect())

    def write_text(self, path, text):
        system, path = self._path(path)
        stream = system.create(path, True)
        stream.write(bytearray(text.encode()))
        stream.close()

    def remove(self, path):
        system, path = self._path(path)
        system.delete(path, True)

    def close(self):
        self.remove(self.work)
        self.spark.stop()


class DuckDB:
    """DuckDB on this machine, for logs that fit its disk, and for the tests."""

    def __init__(self, arguments):
        import duckdb

        self.work = tempfile.mkdtemp(prefix="passerelle-counts-")
        self.base = duckdb.connect(f"{self.work}/counts.duckdb")
        self.base.execute("SET preserve_insertion_order = true")
        self.base.execute("SET TimeZone = 'UTC'")
        if arguments.threads:
            self.base.execute(f"SET threads = {arguments.threads}")
        # Spark's names of functions.
        self.base.execute("CREATE MACRO UNIX_DATE(day) AS day - DATE '1970-01-01'")
        self.base.execute("CREATE MACRO UNIX_MILLIS(moment) AS EPOCH_MS(moment)")
        self.base.execute("CREATE MACRO BTRIM(whole, ends) AS TRIM(whole, ends)")
        self.base.execute(f"SET temp_directory = '{self.work}/spill'")
        if arguments.memory:
            self.base.execute(f"SET memory_limit = '{arguments.memory}MB'")
        os.makedirs(arguments.out, exist_ok=True)

    def read(self, name, path):
        self.base.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{quoted(path)}')")

    def read_log(self, path):
        if path.endswith((".csv", ".csv.gz", ".tsv", ".tsv.gz")):
            separator = "\\t" if ".tsv" in path else ","
            return (
                f"read_csv('{quoted(path)}', header = true, all_varchar = true, auto_detect = true, "
                f"""delim = '{separator}', quote = '"', escape = '"')"""
            )
        files = f"{path.rstrip('/')}/**/*.parquet" if os.path.isdir(path) else path
        return f"read_parquet('{quoted(files)}', binary_as_string = true)"

    def columns(self, relation):
        described = self.base.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        return {row[0]: row[1].lower() for row in described}

    def name(self, column):
        return '"%s"' % column.replace('"', '""')

    def log_view(self, relations, selects):
        parts = [f"SELECT {select} FROM {relation}" for relation, select in zip(relations, selects)]
        self.base.execute(f"CREATE OR REPLACE VIEW log AS {' UNION ALL '.join(parts)}")

    def table(self, name, sql):
        self.base.execute(f"CREATE OR REPLACE TABLE {name} AS {sql}")

    def view(self, name, sql):
        self.base.execute(f"CREATE OR REPLACE VIEW {name} AS {sql}")

    def labels(self, name, labels):
        path = f"{self.work}/labels.csv"
        with open(path, "w") as file:
            file.write("item,label\n")
            file.writelines(f"{item},{label}\n" for item, label in enumerate(labels))
        self.table(name, f"SELECT * FROM read_csv('{path}', columns = {{'item': 'BIGINT', 'label': 'BIGINT'}})")

    def rows(self, sql):
        cursor = self.base.cursor().execute(sql)
        while batch := cursor.fetchmany(100_000):
            yield from batch

    def write(self, sql, path):
        self.base.execute(f"COPY ({sql}) TO '{quoted(path)}' (FORMAT parquet)")

    def exists(self, path):
        return os.path.exists(path)

    def core_seconds(self):
        return time.process_time()

    def read_text(self, path):
        return Path(path).read_text()

    def write_text(self, path, text):
        Path(f"{path}.part").write_text(text)
        os.replace(f"{path}.part", path)

    def remove(self, path):
        Path(path).unlink(missing_ok=True)

    def close(self):
        self.base.close()
        shutil.rmtree(self.work)


def quoted(path):
    return str(path).replace("'", "''")


class Refusal(Exception):
    """Input that cannot be counted; the message says what to do."""


def merge(edges, count):
    """The new label of each of `count` labels: pairs by closeness, each label merging once, a few into one."""
    group = [-1] * count
    sizes = []
    for a, b, _ in edges:
        if group[a] < 0 and group[b] < 0:
            group[a] = group[b] = len(sizes)
            sizes.append(2)
        elif group[b] < 0 and sizes[group[a]] < MERGED:
            group[b] = group[a]
            sizes[group[b]] += 1
        elif group[a] < 0 and sizes[group[b]] < MERGED:
            group[a] = group[b]
            sizes[group[a]] += 1
    groups = len(sizes)
    for label in range(count):
        if group[label] < 0:
            group[label] = groups
            groups += 1
    return group, groups


def column_name(text):
    """The name of a column as names are compared: case makes no difference, nor do spaces or hyphens for underscores."""
    plain = re.sub("[ \u00a0\u202f-]", "_", text.strip().strip('"').strip().lower())
    return plain.replace("\u2019", "'")


def parse_columns(mappings):
    """The names of columns by field, of texts such as item_id=sku."""
    mapped = {}
    for mapping in mappings:
        field, equals, column = mapping.partition("=")
        field, column = column_name(field), column_name(column)
        if field in NATIVE_FIELDS:
            raise Refusal(
                f"--column {mapping}: this job does not read {field}: leave such rows out of the log, or let "
                "`passerelle prepare-counts --orders` read it"
            )
        if not equals or not column or field not in FIELDS or field in mapped:
            raise Refusal(
                f"--column {mapping}: write FIELD=COLUMN, as in item_id=sku, once for a field; fields are "
                f"{', '.join(FIELDS)}"
            )
        mapped[field] = column
    return mapped


def find_columns(path, header, rules, mapped, force):
    """The columns of each field in `header`, the best first, as the log writes them."""
    titles = {}
    for title in header:
        titles.setdefault(column_name(title), title)
    names = {field: [mapped[field]] if field in mapped else rules["columns"][field] for field in FIELDS}
    found = {field: [titles[name] for name in names[field] if name in titles] for field in FIELDS}
    dates = [titles[name] for name in rules["dates"] if name in titles]
    if not found["timestamp"] and "timestamp" not in mapped and len(dates) == 1:
        found["timestamp"] = dates
    for field, meaning in FIELDS.items():
        # A name that an option or house.toml gives is there or is a mistake.
        is_given = field in mapped or field in rules["given"]
        if not found[field] and (is_given or meaning is None):
            raise Refusal(
                f"{path}: has no column {' or '.join(names[field])} (it has {', '.join(header)}): "
                f"name it with --column {field}=COLUMN"
            )
    read = {column_name(title) for columns in found.values() for title in columns}
    status = [titles[name] for name in rules["columns"]["status"] if name in titles and name not in read]
    if status and not force:
        raise Refusal(
            f"{path}: the column {status[0]} seems to hold the states of orders, and this job does not read it: leave out "
            "the orders that were cancelled, unpaid or returned, and the column; or add --force"
        )
    say(f"{path}")
    for field, meaning in FIELDS.items():
        say(f"  {field}: {', '.join(found[field]) or 'no column: ' + meaning}")
    ignored = [title for name, title in titles.items() if name not in read]
    if ignored:
        say(f"  not read: {', '.join(ignored)}")
    marks = [titles[name] for name in rules["returns"] if name in titles and name not in read]
    if marks and not found["event"]:
        say(f"  {marks[0]} is not read: if it marks returns, leave them out of the log")
    for field in (field for field in FIELDS if not found[field]):
        for name in difflib.get_close_matches(field, (column_name(title) for title in ignored), 1, 0.8):
            say(f"  {titles[name]} may be meant for {field}: name it with --column {field}={titles[name]}")
    return found


def read_log(engine, paths, mapped, rules, force):
    """Sets the view `log` of order lines or events; whether they are orders."""
    relations = [engine.read_log(path) for path in paths]
    selects, kinds = [], set()
    for number, (path, relation) in enumerate(zip(paths, relations)):
        header = engine.columns(relation)
        found = find_columns(path, header, rules, mapped, force)
        kinds.add(bool(found["event"]))

        def texts(field):
            return [text(engine.name(title), header[title], path, title) for title in found[field]]

        def first(field, other=""):
            """The first column that names somebody, or has the `other` text, in each row."""
            cases = []
            for column in texts(field):
                is_other = f"{column} = '{other}' OR " if other else ""
                cases.append(f"WHEN {is_other}NOT {is_nobody(column, rules['nobody'])} THEN {column}")
            return f"CASE {' '.join(cases)} ELSE '' END" if cases else "''"

        def only(field):
            return next(iter(texts(field)), "''")

        # Many logs count sessions from 0, and an item may have this id.
        item = only("item_id")
        selects.append(
            f"{number} AS file, {first('session_id', '0')} AS session_id, "
            f"{first('user_id')} AS user_id, {only('timestamp')} AS time, {only('seq')} AS seq, "
            f"CASE WHEN {item} <> '0' AND {is_nobody(item, rules['nobody'])} THEN '' ELSE {item} END AS item_id, "
            f"{only('event')} AS event, {only('quantity')} AS quantity"
        )
    if len(kinds) > 1:
        raise Refusal("some files have a column `event` and some have none: count events and orders in two runs")
    engine.log_view(relations, selects)
    return not kinds.pop()


def text(column, kind, path, title):
    """A column as texts without space around them: a moment as milliseconds since 1970, a whole number without `.0`."""
    if kind.startswith(("timestamp", "date")):
        column = f"CAST(UNIX_MILLIS(CAST({column} AS TIMESTAMP)) AS STRING)"
    elif kind.startswith(("double", "float", "real", "decimal")):
        column = (
            f"CASE WHEN {column} = FLOOR({column}) AND ABS({column}) < 1e15 THEN CAST(CAST({column} AS BIGINT) AS STRING) "
            f"ELSE COALESCE(CAST(TRY_CAST({column} AS DECIMAL(38, 6)) AS STRING), '') END"
        )
    elif kind.endswith("]") or kind.startswith(("array", "struct", "map", "list")):
        raise Refusal(f"{path}: the column {title} holds {kind}, not one value: name another with --column")
    else:
        column = f"CAST({column} AS STRING)"
    return f"COALESCE(BTRIM({column}, CONCAT(' ', CHR(9), CHR(10), CHR(12), CHR(13))), '')"


def is_nobody(column, nobody):
    """Whether an id names nobody: it is empty, zero, `NULL`, `guest`, a formula's error (input/values.rs)."""
    return (
        f"(REPLACE(REPLACE({column}, '0', ''), '.', '') = '' OR LOWER({column}) IN ({literals(nobody)}) "
        f"OR (LENGTH({column}) <= 16 AND "
        f"REGEXP_EXTRACT({column}, '^#(N/A|NV|N/D|N/DISP|[A-ZÀ-ÖØ-Þ/0-9.]+[!?]+)$', 0) <> ''))"
    )


def literals(texts):
    """Texts as SQL. Engines differ in how they read a backslash and a quote within quotes."""
    def literal(text):
        parts = re.split(r"([\\'])", text)
        parts = [f"CHR({ord(part)})" if part in ("\\", "'") else f"'{part}'" for part in parts if part]
        return parts[0] if len(parts) == 1 else f"CONCAT({', '.join(parts)})"

    return ", ".join(map(literal, texts))


def check_rows(engine, force):
    """Says what became of the rows of the log; refuses a log of which more than half is lost."""
    found = dict(engine.rows("SELECT verdict, COUNT(*) FROM lines GROUP BY verdict"))
    rows, kept = sum(found.values()), found.pop("kept", 0)
    returns, left_out = found.pop("return", 0), found.pop("left out", 0)
    meant = rows - returns - left_out
    say(f"{rows} rows: {kept} became events; {returns} returns and {left_out} events about no item were left out")
    for verdict, count in sorted(found.items(), key=lambda loss: -loss[1]):
        say(f"  {count} have {LOSSES[verdict][0]}")
    if force:
        return
    if returns * 2 > rows:
        raise Refusal(
            f"{returns} of {rows} rows are returns, with a quantity below zero: if they are sales, write quantities above "
            "zero, or add --force"
        )
    if not meant:
        raise Refusal(f"none of {rows} rows is about an item: give a log of orders or of item events")
    if (meant - kept) * 2 > meant:
        verdict, count = max(found.items(), key=lambda loss: loss[1])
        what, remedy = LOSSES[verdict]
        raise Refusal(
            f"{meant - kept} of {meant} rows cannot be learned from: {count} have {what}: {remedy}; or add --force"
        )


def check_shoppers(engine, log):
    """Warns of an id that is hardly one person: of ten sessions or more, and of a quarter of all (dominance.rs)."""
    most, sessions = one(engine, log.sql("dominant", {}))
    if most >= 10 and most * 4 >= sessions:
        say(f"  one shopper has {most} of {sessions} sessions: leave out the id that all guests share, or the till's")


def one(engine, sql):
    """The only row of an answer."""
    return next(iter(engine.rows(sql)))


def count(engine, arguments):
    inputs = arguments.inputs.rstrip("/")
    out = arguments.out.rstrip("/")
    about = json.loads(engine.read_text(f"{inputs}/about.json"))
    if about["format"] != FORMAT:
        raise Refusal(
            f"{inputs}: inputs of format {about['format']}, and this job reads format {FORMAT}: "
            "use the count_orders.py and the passerelle of one version"
        )
    rules = about.pop("reading")
    mapped = parse_columns(arguments.column)
    # What is unfinished has none.
    engine.remove(f"{out}/counts.json")
    for name in INPUTS:
        engine.read(name, f"{inputs}/{name}.parquet")
    numbers = {"floor": about["floor"], "retention_days": about["retention_days"], "salts": arguments.salts}
    if arguments.log:
        engine.read("ids", f"{inputs}/ids.parquet")
        are_orders = read_log(engine, arguments.log, mapped, rules, arguments.force)
        about["dated"] = True
        log = Blocks("read_log.sql")
        values = {name: rules[name] for name in ("earliest_ms", "end_ms", "longest_id")}
        lists = {name: literals(rules[name]) for name in ("events", "other_events")}
        engine.table("lines", log.sql("lines", {**values, **lists}))
        check_rows(engine, arguments.force)
        engine.table("events", log.sql("events", {"events_are_orders": int(are_orders)}))
        check_shoppers(engine, log)
    elif not engine.exists(f"{inputs}/events.parquet"):
        raise Refusal(
            f"{inputs}: holds no events to count: give a log with --log, or run `passerelle prepare-counts` with --orders"
        )
    else:
        engine.read("events", f"{inputs}/events.parquet")
    numbers["dated"] = int(about["dated"])

    blocks = Blocks("counts.sql")
    steps = iter(blocks.order)

    def table(name):
        say(name)
        engine.table(name, blocks.sql(name, numbers))

    table("sessions")
    sessions, events, start, end = one(
        engine, "SELECT COUNT(*), CAST(SUM(events) AS BIGINT), MIN(seconds), MAX(seconds) FROM sessions"
    )
    if not sessions:
        raise Refusal("no row of the log has an item of the feed: check the ids, and name columns with --column")
    ordered = one(engine, "SELECT COUNT(*) FROM events WHERE event <> 'purchase'")[0] > 0
    numbers.update(ordered=int(ordered), sessions=sessions, last_session=sessions - 1)
    table("interests")
    table("visits")
    first_day, last_day = one(engine, "SELECT COALESCE(MIN(day), 0), COALESCE(MAX(day), -1) FROM visits")
    numbers["first_day"] = first_day
    numbers.update(trending_windows(about, start, end))
    met, met_distinct = one(engine, blocks.sql("repeats", numbers))

    def pairs(name, rows, columns, kept, excluded="SELECT item AS from_label, item AS to_label FROM items WHERE 1 = 0"):
        say(name)
        engine.view("row_labels", f"SELECT item, label FROM {rows}")
        engine.view("column_labels", f"SELECT item, label FROM {columns}")
        engine.view("excluded", excluded)
        engine.table(name, blocks.sql("pairs", {**numbers, "kept": kept}))

    def write(name, sql):
        engine.write(sql, f"{out}/{name}.parquet")

    in_order = "SELECT from_label, to_label, visits, similarity, shoppers FROM {} ORDER BY from_label, to_label"
    engine.view("single_items", "SELECT item, item AS label FROM items")
    pairs("pairs", "single_items", "single_items", ROW_CAP)
    write("pairs", in_order.format("pairs"))
    if about["floor"] > 1:
        groups = one(engine, "SELECT COUNT(*) FROM items")[0]
        labels = list(range(groups))
        source = "pairs"
        for step in range(1, max(KEPT_AFTER) + 1):
            engine.view("group_pairs", f"SELECT * FROM {source}")
            merged, groups = merge(engine.rows(blocks.sql("edges", numbers)), groups)
            labels = [merged[label] for label in labels]
            source = f"grouped_{step}"
            engine.labels(f"labels_{step}", labels)
            if step in KEPT_AFTER:
                name = KEPT_AFTER[step]
                write(f"groups_{name}", f"SELECT item, label FROM labels_{step}")
                above = "SELECT from_label, to_label FROM pairs"
                pairs(f"pairs_{name}", "single_items", f"labels_{step}", GROUPS, above)
                write(f"pairs_{name}", in_order.format(f"pairs_{name}"))
            if step < max(KEPT_AFTER):
                pairs(source, f"labels_{step}", f"labels_{step}", ROW_CAP)

    for name in steps:
        kind = blocks.blocks[name][0]
        if kind == "output":
            say(name)
            write(name, blocks.sql(name, numbers))
        elif kind == "table" and name not in ("sessions", "interests", "visits"):
            table(name)
    trending_now, trending_before, trending_below_floor = one(engine, blocks.sql("trending_totals", numbers))

    about.update(
        ordered=ordered,
        sessions=sessions,
        events=events,
        start=start,
        end=end,
        first_day=first_day,
        last_day=last_day,
        met=met,
        met_distinct=met_distinct,
        trending_now=trending_now,
        trending_before=trending_before,
        trending_below_floor=trending_below_floor,
    )
    engine.write_text(f"{out}/counts.json", json.dumps(about, indent=2))
    cost = engine.core_seconds()
    say(f"{events} events in {cost:.0f} core-seconds: {events / max(cost, 1):.0f} events per core-second")


def trending_windows(about, start, end):
    """The windows that are compared: their length, the last day, and how many before the last (trending.rs)."""
    length, first, last = max(about["trending_days"], 1), start // 86400, end // 86400
    before = max(min((last - first + 1) // length - 1, 3), 0) if about["dated"] else 0
    return {"trending_days": length, "trending_last": last, "trending_before": before}


def say(what):
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--inputs", required=True, help="what `passerelle prepare-counts --out` wrote")
    parser.add_argument("--out", required=True, help="folder of the counts, for `passerelle build --counts`")
    parser.add_argument(
        "--log",
        action="append",
        default=[],
        help="an order log (Parquet, CSV, or the name of an Iceberg table that Spark's catalogue knows); "
        "may be repeated; without it events.parquet of the inputs is counted",
    )
    parser.add_argument("--column", action="append", default=[], metavar="FIELD=COLUMN", help="as in item_id=sku")
    parser.add_argument("--force", action="store_true", help="count a log even if few of its rows are events")
    parser.add_argument("--engine", choices=("spark", "duckdb"), default="spark")
    parser.add_argument("--salts", type=int, default=64, help="parts that the pairs of one item are ranked in")
    parser.add_argument("--threads", type=int, help="threads that DuckDB should use")
    parser.add_argument("--memory", type=int, help="megabytes that DuckDB should keep to")
    arguments = parser.parse_args()
    engine = Spark(arguments) if arguments.engine == "spark" else DuckDB(arguments)
    try:
        count(engine, arguments)
    except Refusal as refusal:
        sys.exit(f"count_orders.py: {refusal}")
    finally:
        engine.close()


if __name__ == "__main__":
    main()
