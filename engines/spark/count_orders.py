#!/usr/bin/env python3
"""Counts an order log of any size with Spark (or DuckDB), for `passerelle build --counts`.

The rules of counting are in counts.sql, which both engines run as it is. This file runs its blocks in their order,
merges groups between them, and reads and writes tables. README.md beside it says how to run it.
"""

import argparse
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
FORMAT = 2
SESSION_FIELDS = ("session_id", "order_id")
FIELDS = ("session_id", "user_id", "timestamp", "seq", "item_id", "event", "quantity")
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
        for text in re.split(r"(?m)^-- (?=(?:table|output) \w+$|repeats$|pairs$|edges$)", (HERE / file).read_text())[1:]:
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
        self.spark = builder.getOrCreate()
        self.spark.sparkContext.setLogLevel("ERROR")
        self.work = f"{arguments.out.rstrip('/')}/_work"

    def read(self, name, path):
        self.spark.read.parquet(path).createOrReplaceTempView(name)

    def read_log(self, path):
        if path.endswith((".csv", ".csv.gz", ".tsv", ".tsv.gz")):
            separator = "\t" if ".tsv" in path else ","
            return self.spark.read.csv(path, header=True, sep=separator, inferSchema=False)
        is_table = "/" not in path and not path.endswith(".parquet")
        return self.spark.table(path) if is_table else self.spark.read.parquet(path)

    def columns(self, relation):
        return {name: kind for name, kind in relation.dtypes}

    def log_view(self, relations, selects):
        views = []
        for number, (relation, select) in enumerate(zip(relations, selects)):
            relation.createOrReplaceTempView(f"log_{number}")
            views.append(f"SELECT {select} FROM log_{number}")
        self.spark.sql(" UNION ALL ".join(views)).createOrReplaceTempView("log")

    def seconds(self, time):
        return f"UNIX_TIMESTAMP({time})"

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
        self.base.execute(f"SET temp_directory = '{self.work}/spill'")
        if arguments.memory:
            self.base.execute(f"SET memory_limit = '{arguments.memory}MB'")
        os.makedirs(arguments.out, exist_ok=True)

    def read(self, name, path):
        self.base.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet('{quoted(path)}')")

    def read_log(self, path):
        if path.endswith((".csv", ".csv.gz", ".tsv", ".tsv.gz")):
            return f"read_csv('{quoted(path)}', header = true, all_varchar = true)"
        return f"read_parquet('{quoted(path)}')"

    def columns(self, relation):
        described = self.base.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        return {row[0]: row[1].lower() for row in described}

    def log_view(self, relations, selects):
        parts = [f"SELECT {select} FROM {relation}" for relation, select in zip(relations, selects)]
        self.base.execute(f"CREATE OR REPLACE VIEW log AS {' UNION ALL '.join(parts)}")

    def seconds(self, time):
        return f"CAST(FLOOR(EPOCH({time})) AS BIGINT)"

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

    def read_text(self, path):
        return Path(path).read_text()

    def write_text(self, path, text):
        Path(path).write_text(text)

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


def read_log(engine, paths, renamed):
    """Sets the view `log` of order lines or events; whether they are orders."""
    relations = [engine.read_log(path) for path in paths]
    selects, kinds = [], set()
    for path, relation in zip(paths, relations):
        there = engine.columns(relation)
        names = {field: renamed.get(field, field) for field in FIELDS}
        if "session_id" not in renamed:
            names["session_id"] = next((field for field in SESSION_FIELDS if field in there), "session_id")
        for field in ("session_id", "timestamp", "item_id"):
            if names[field] not in there:
                raise Refusal(
                    f"{path}: has no column {names[field]} (it has {', '.join(there)}): "
                    f"name it with --column {field}=COLUMN"
                )
        has = {field: name in there for field, name in names.items()}
        kinds.add(has["event"])
        column = lambda field: '"%s"' % names[field] if isinstance(engine, DuckDB) else f"`{names[field]}`"
        text = lambda field, other: f"CAST({column(field)} AS STRING)" if has[field] else other
        selects.append(
            ", ".join(
                [
                    f"{text('session_id', None)} AS session_id",
                    f"COALESCE({text('user_id', chr(39) * 2)}, '') AS user_id",
                    f"{seconds(engine, column('timestamp'), there[names['timestamp']])} AS seconds",
                    f"CAST({column('seq') if has['seq'] else '0'} AS BIGINT) AS seq",
                    f"{text('item_id', None)} AS item_id",
                    f"LOWER({text('event', chr(39) + 'purchase' + chr(39))}) AS event",
                    f"{text('quantity', 'NULL')} AS quantity",
                ]
            )
        )
    if len(kinds) > 1:
        raise Refusal("some files have a column `event` and some have none: count events and orders in two runs")
    engine.log_view(relations, selects)
    return not kinds.pop()


def seconds(engine, column, kind):
    """A column of times as seconds since 1970-01-01 UTC: numbers are seconds, texts ISO 8601 in UTC, or seconds too."""
    if kind in ("bigint", "int", "integer"):
        return f"CAST({column} AS BIGINT)"
    if kind in ("string", "varchar"):
        time = engine.seconds(f"TRY_CAST({column} AS TIMESTAMP)")
        return f"COALESCE(TRY_CAST({column} AS BIGINT), {time})"
    return engine.seconds(f"CAST({column} AS TIMESTAMP)")


def check_rows(engine, force):
    """Says how many rows of the log became events; refuses fewer than half of them."""
    lines, timed = one(engine, "SELECT COUNT(*), COUNT(seconds) FROM log")
    known = one(engine, "SELECT COUNT(*) FROM log JOIN ids ON ids.id = TRIM(log.item_id)")[0]
    events = one(engine, "SELECT COUNT(*) FROM events")[0]
    found = f"{events} of {lines} rows became events: {timed} have a time, {known} an item of the feed"
    say(found)
    if events * 2 < lines and not force:
        raise Refusal(
            f"{found}. Write times as YYYY-MM-DD HH:MM:SS or as seconds, take ids of the feed, or add --force; "
            "`passerelle prepare-counts --orders` reads other forms"
        )


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
    # What is unfinished has none.
    engine.remove(f"{out}/counts.json")
    for name in INPUTS:
        engine.read(name, f"{inputs}/{name}.parquet")
    numbers = {"floor": about["floor"], "retention_days": about["retention_days"], "salts": arguments.salts}
    if arguments.log:
        engine.read("ids", f"{inputs}/ids.parquet")
        renamed = dict(one.split("=", 1) for one in arguments.column)
        are_orders = read_log(engine, arguments.log, renamed)
        about["dated"] = True
        log = Blocks("read_log.sql")
        engine.table("events", log.sql("events", {"events_are_orders": int(are_orders)}))
        check_rows(engine, arguments.force)
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
    )
    engine.write_text(f"{out}/counts.json", json.dumps(about, indent=2))


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
