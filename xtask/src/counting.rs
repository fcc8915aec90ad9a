//! Compares the counts of another engine with those of the native counter: the packs must be identical, byte for byte.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;

use crate::made_shop::{self, MadeShop};
use crate::pack;
use crate::progress::{Done, step};
use crate::tools;
use crate::workspace::{Workspace, empty};

const JOB: &str = "engines/spark/count_orders.py";
/// Made-up shops: events with views, carts, removals, sensitive types and sessions of robots; then baskets.
const MADE_EVENTS: MadeShop =
    MadeShop { items: 300, sessions: 9_000, shoppers: 2_500, events: true, rises: true, seed: 0 };
const MADE_ORDERS: MadeShop = MadeShop { events: false, ..MADE_EVENTS };
/// Of the real shop, the normal tests count the orders whose numbers are divisible by this, as its golden pack does.
const EVERY: u32 = 12;
/// The variable with the folder of a shop whose data may not be in the repository: house.toml, feed.tsv.gz,
/// orders.csv.gz.
const OTHER_SHOP: &str = "PASSERELLE_COUNTED_SHOP";

/// Spark's options for this machine; its default of 200 partitions for every table suits a cluster.
const SPARK: &str = "--master local[2] --driver-memory 4g --conf spark.sql.shuffle.partitions=8 \
    --conf spark.ui.enabled=false --conf spark.ui.showConsoleProgress=false pyspark-shell";

/// DuckDB's statement that writes [`MADE_ORDERS`] as a warehouse may have them. The lines of an order are a millisecond
/// apart, so that their order is known without a column seq.
const WAREHOUSE: &str = r#"
COPY (
    WITH numbered AS (
        SELECT *, ROW_NUMBER() OVER () AS line, CAST(order_id AS BIGINT) AS number
        FROM read_csv('ORDERS', header = true, all_varchar = true)
    ),
    placed AS (SELECT *, line - MIN(line) OVER (PARTITION BY number) AS place FROM numbered)
    SELECT CASE WHEN number % 20 <> 19 THEN CAST(number AS DOUBLE) END AS "Order No",
        CASE number % 20
            WHEN 0 THEN NULL WHEN 1 THEN 'guest' WHEN 2 THEN '(not set)' WHEN 3 THEN '0' WHEN 4 THEN '-1'
            WHEN 5 THEN user_id || '@MAIL.EXAMPLE' WHEN 6 THEN user_id || '@mail.example' WHEN 7 THEN '#N/A'
            WHEN 8 THEN ' ' || user_id || ' ' WHEN 9 THEN '''' || user_id ELSE user_id
        END AS "Customer-ID",
        MAKE_TIMESTAMP(
            CASE line % 211
                WHEN 0 THEN 4000000000000000 WHEN 1 THEN 700000000000000 WHEN 2 THEN 1900000000000000
                ELSE CAST("timestamp" AS BIGINT) * 1000000 + place * 1000
            END
        ) AS "Created at",
        CASE
            WHEN line % 97 = 0 THEN '''' || item_id WHEN line % 89 = 0 THEN item_id || '.0' WHEN line % 83 = 0 THEN 'NULL'
            WHEN line % 79 = 0 THEN 'no such item' ELSE item_id
        END AS article,
        CASE line % 40
            WHEN 0 THEN '0' WHEN 1 THEN '(2)' WHEN 2 THEN '2-' WHEN 3 THEN '−2' WHEN 4 THEN '-2' WHEN 5 THEN 'two'
            WHEN 6 THEN '0,5' WHEN 7 THEN '' WHEN 8 THEN '1.0' ELSE quantity
        END AS QTY
    FROM placed ORDER BY line
) TO 'OUT' (FORMAT parquet)
"#;

/// Logs and options that the job refuses: the mistake, the log, the columns that are named, and a part of the message.
const MISTAKES: [(&str, &str, &[&str], &str); 10] = [
    ("a mapping without a field", ORDERS, &["x"], "write FIELD=COLUMN"),
    ("an unknown field", ORDERS, &["itemid=item_id"], "fields are session_id, user_id"),
    ("a field that is mapped twice", ORDERS, &["item_id=item_id", "item_id=order_id"], "once for a field"),
    ("a field that the job does not read", ORDERS, &["status=state"], "does not read status"),
    ("a column that is not there", ORDERS, &["user_id=custid"], "has no column custid"),
    ("no column of times", "order_id,item_id\n1,7\n", &[], "--column timestamp=COLUMN"),
    ("states of orders", "order_id,timestamp,item_id,Status\n1,2026-01-01,7,paid\n", &[], "states of orders"),
    ("times out of range", "order_id,timestamp,item_id\n1,1990-01-01,7\n", &[], "1 have a time before 1995"),
    ("items of another shop", "order_id,timestamp,item_id\n1,2026-01-01,x\n", &[], "the feed does not have"),
    ("returns", "order_id,timestamp,item_id,qty\n1,2026-01-01,7,(1)\n", &[], "1 of 1 rows are returns"),
];
const ORDERS: &str = "order_id,timestamp,item_id\n1,2026-01-01,7\n";

/// The engine that counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    DuckDb,
    Spark,
}

impl Engine {
    const fn name(self) -> &'static str {
        match self {
            Self::DuckDb => "duckdb",
            Self::Spark => "spark",
        }
    }

    const fn requirements(self) -> &'static str {
        match self {
            Self::DuckDb => "engines/spark/requirements.txt",
            Self::Spark => "engines/spark/requirements-spark.txt",
        }
    }
}

/// Counts small shops. Returns whether their packs equal those that are learned natively.
pub fn small(workspace: &Workspace, engine: Engine) -> Result<bool> {
    let set_up = SetUp::new(workspace, engine)?;
    let mut same = true;
    let made = |name: &'static str, shop: MadeShop, reader| -> Result<Shop> {
        let data = workspace.target("counting").join(name);
        shop.write(&data)?;
        Ok(Shop {
            name,
            log: data.join(made_shop::LOG),
            data,
            date: made_shop::DATE,
            reader,
            trends: true,
            columns: &[],
        })
    };
    let events = made("made-up events", MADE_EVENTS, Reader::Job)?;
    same &= set_up.is_same(&events)?;
    if engine == Engine::DuckDb {
        same &= set_up.refuses(&events)?;
    }
    let orders = made("made-up orders", MADE_ORDERS, Reader::Tool)?;
    same &= set_up.is_same(&orders)?;
    same &= set_up.is_same(&Shop {
        name: "made-up orders in a warehouse",
        log: warehouse_log(workspace, &orders)?,
        reader: Reader::Job,
        columns: &["item_id=Article", "session_id=order no"],
        ..orders
    })?;
    let real = real_shop(workspace);
    same &=
        set_up.is_same(&Shop { name: "a twelfth of Online Retail II", log: part_of(workspace, &real.log)?, ..real })?;
    Ok(same)
}

/// Counts the real shop of the repository, and the one named by [`OTHER_SHOP`].
pub fn large(workspace: &Workspace, engine: Engine) -> Result<bool> {
    let set_up = SetUp::new(workspace, engine)?;
    let mut same = set_up.is_same(&real_shop(workspace))?;
    match std::env::var_os(OTHER_SHOP) {
        Some(data) => {
            let data = PathBuf::from(data);
            let log = data.join(made_shop::LOG);
            // The day after the last order of The Complete Journey.
            let (name, date) = ("the other shop", "2018-01-01");
            same &=
                set_up.is_same(&Shop { name, data, log, date, reader: Reader::Tool, trends: false, columns: &[] })?;
        }
        None => println!("NOT RUN: the other shop on {}: {OTHER_SHOP} names no folder", engine.name()),
    }
    Ok(same)
}

/// Online Retail II.
fn real_shop(workspace: &Workspace) -> Shop {
    let data = workspace.path("tests/data/online-retail-ii");
    // The date is the day after the last order.
    Shop {
        name: "Online Retail II",
        log: data.join(made_shop::LOG),
        data,
        date: "2010-12-01",
        reader: Reader::Tool,
        trends: true,
        columns: &[],
    }
}

/// Writes a part of a log of orders.
fn part_of(workspace: &Workspace, log: &Path) -> Result<PathBuf> {
    let mut all = String::new();
    let file = File::open(log).with_context(|| format!("opening {}", log.display()))?;
    GzDecoder::new(file).read_to_string(&mut all).with_context(|| format!("reading {}", log.display()))?;
    let number = |line: &str| line.split(',').next().and_then(|order| order.parse::<u32>().ok());
    let kept = all.lines().filter(|line| number(line).is_none_or(|order| order.is_multiple_of(EVERY)));
    let path = workspace.target("counting").join("part.csv");
    fs::write(&path, kept.flat_map(|line| [line, "\n"]).collect::<String>())
        .with_context(|| format!("writing {}", path.display()))?;
    Ok(path)
}

/// Writes orders as a warehouse has them: Parquet with a column of moments, columns of other names, guests, and rows
/// that count for nothing.
fn warehouse_log(workspace: &Workspace, orders: &Shop) -> Result<PathBuf> {
    let path = workspace.target("counting").join("warehouse.parquet");
    let python = tools::python(workspace, Engine::DuckDb.name(), Engine::DuckDb.requirements())?;
    let text = |path: &Path| path.display().to_string().replace('\'', "''");
    let statement = WAREHOUSE.replace("ORDERS", &text(&orders.log)).replace("OUT", &text(&path));
    let mut convert = workspace.command(python);
    tools::run_quietly(convert.args(["-c", "import duckdb, sys; duckdb.sql(sys.argv[1])"]).arg(statement))?;
    Ok(path)
}

/// Counts every shop on every engine.
pub fn all(workspace: &Workspace) -> Result<bool> {
    let mut same = true;
    for engine in [Engine::DuckDb, Engine::Spark] {
        same &= small(workspace, engine)?;
        same &= large(workspace, engine)?;
    }
    Ok(same)
}

/// What reads the log first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// `prepare-counts`; the job counts the events that it writes.
    Tool,
    /// The job.
    Job,
}

/// A shop to count: a folder with house.toml and feed.tsv.gz, and a log.
struct Shop {
    name: &'static str,
    data: PathBuf,
    log: PathBuf,
    /// The date as of which packs are built.
    date: &'static str,
    reader: Reader,
    /// Whether an item must be trending: if nothing rises, the packs do not show that rises are counted.
    trends: bool,
    /// The names of columns that the log has, beside the usual ones.
    columns: &'static [&'static str],
}

/// An engine with its set-up.
struct SetUp<'a> {
    workspace: &'a Workspace,
    engine: Engine,
    python: PathBuf,
}

impl<'a> SetUp<'a> {
    fn new(workspace: &'a Workspace, engine: Engine) -> Result<Self> {
        if engine == Engine::Spark {
            tools::java()?;
        }
        let python = tools::python(workspace, engine.name(), engine.requirements())?;
        pack::compile_tool(workspace)?;
        Ok(Self { workspace, engine, python })
    }

    fn is_same(&self, shop: &Shop) -> Result<bool> {
        let folder = self.workspace.target("counting").join(self.engine.name()).join(shop.name);
        empty(&folder)?;
        let at = |name: &str| folder.join(name);
        let (inputs, counts) = (at("inputs"), at("counts"));
        step("inputs", || {
            let mut tool = self.tool("prepare-counts", shop);
            if shop.reader == Reader::Tool {
                tool.arg("--orders").arg(&shop.log);
            }
            tools::run_quietly(tool.arg("--out").arg(&inputs))?;
            Ok(Done::Built(shop.name.to_owned()))
        })?;
        let mut rate = String::new();
        step(self.engine.name(), || {
            let mut job = self.workspace.command(&self.python);
            job.arg(self.workspace.path(JOB)).args(["--engine", self.engine.name(), "--inputs"]).arg(&inputs);
            if shop.reader == Reader::Job {
                job.arg("--log").arg(&shop.log);
                job.args(shop.columns.iter().flat_map(|column| ["--column", *column]));
            }
            job.env("PYSPARK_SUBMIT_ARGS", SPARK);
            let said = tools::said(job.arg("--out").arg(&counts))?;
            rate = said.lines().last().and_then(|line| line.split_once(' ')).map_or("", |(_, rate)| rate).to_owned();
            Ok(Done::Built("counted".to_owned()))
        })?;
        step("packs", || {
            let mut tool = self.tool("build", shop);
            tool.args(["--no-calibration", "--time", shop.date, "--orders"]).arg(&shop.log);
            tool.args(shop.columns.iter().flat_map(|column| ["--column", *column]));
            let said = tools::said(tool.arg("--out").arg(at("native")))?;
            if shop.trends && !said.lines().any(|line| line.starts_with("trending") && line.ends_with(" items")) {
                bail!("nothing is trending in {}: compare another shop, or another date", shop.name);
            }
            let mut tool = self.tool("build", shop);
            tool.args(["--time", shop.date, "--counts"]).arg(&counts).arg("--out").arg(at("counted"));
            tools::run_quietly(&mut tool)?;
            Ok(Done::Built("one of orders, one of counts".to_owned()))
        })?;
        let (native, counted) = (files(&at("native"))?, files(&at("counted"))?);
        let same = native == counted;
        let says = match same {
            true => format!("{} files, the same as learned natively; {rate}", native.len()),
            false => format!("DIFFERENT from what is learned natively: compare the packs in {}", folder.display()),
        };
        println!("{} on {}: {says}", shop.name, self.engine.name());
        Ok(same)
    }

    /// Whether the job refuses logs and options that are mistakes, and says what to do. The inputs are those of a shop
    /// that was counted before.
    fn refuses(&self, shop: &Shop) -> Result<bool> {
        let folder = self.workspace.target("counting").join(self.engine.name()).join(shop.name);
        let log = folder.join("mistake.csv");
        let mut refuses = true;
        for (mistake, text, column, says) in MISTAKES {
            fs::write(&log, text).with_context(|| format!("writing {}", log.display()))?;
            let mut job = self.workspace.command(&self.python);
            job.arg(self.workspace.path(JOB)).args(["--engine", self.engine.name(), "--inputs"]);
            job.arg(folder.join("inputs")).arg("--out").arg(folder.join("mistake")).arg("--log").arg(&log);
            job.args(column.iter().flat_map(|column| ["--column", *column]));
            let output = job.stdin(Stdio::null()).output().context("starting the job")?;
            let said = String::from_utf8_lossy(&output.stderr);
            if output.status.success() || said.contains("Traceback") || !said.contains(says) {
                println!("{mistake}: the job should refuse it and say \"{says}\". It said:\n{said}");
                refuses = false;
            }
        }
        Ok(refuses)
    }

    /// A command of the tool for the shop's house and feed.
    fn tool(&self, command: &str, shop: &Shop) -> std::process::Command {
        let mut tool = self.workspace.command(pack::tool(self.workspace));
        tool.arg(command).arg("--house").arg(shop.data.join(made_shop::HOUSE));
        tool.arg("--feed").arg(shop.data.join(made_shop::FEED)).args(["--as-of", shop.date]);
        tool
    }
}

/// Every file of a pack with its bytes, by path.
fn files(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("listing {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_owned();
                files.push((name, fs::read(&path)?));
            }
        }
    }
    if files.is_empty() {
        bail!("{} holds nothing", folder.display());
    }
    files.sort();
    Ok(files)
}
