//! Compares the counts of another engine with those of the native counter: the packs must be identical, byte for byte.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::made_shop::{self, MadeShop};
use crate::pack;
use crate::progress::{Done, step};
use crate::tools;
use crate::workspace::{Workspace, empty};

const JOB: &str = "engines/spark/count_orders.py";
/// Made-up shops: events with views, carts, removals, sensitive types and sessions of robots; then baskets.
const MADE_SHOPS: [(&str, MadeShop); 2] = [
    ("made-up events", MadeShop { items: 300, sessions: 9_000, shoppers: 2_500, events: true, seed: 0 }),
    ("made-up orders", MadeShop { items: 300, sessions: 9_000, shoppers: 2_500, events: false, seed: 0 }),
];
/// The variable with the folder of a shop whose data may not be in the repository: house.toml, feed.tsv.gz,
/// orders.csv.gz.
const OTHER_SHOP: &str = "PASSERELLE_COUNTED_SHOP";

/// Spark's options for this machine; its default of 200 partitions for every table suits a cluster.
const SPARK: &str = "--master local[2] --driver-memory 4g --conf spark.sql.shuffle.partitions=8 \
    --conf spark.ui.enabled=false --conf spark.ui.showConsoleProgress=false pyspark-shell";

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

/// Counts two small made-up shops. Returns whether their packs equal those that are learned natively.
pub fn small(workspace: &Workspace, engine: Engine) -> Result<bool> {
    let set_up = SetUp::new(workspace, engine)?;
    let mut same = true;
    for (name, shop) in MADE_SHOPS {
        let data = workspace.target("counting").join(name);
        shop.write(&data)?;
        // The job reads events itself, and the tool reads orders: both ways are tested once.
        same &= set_up.is_same(&Shop { name, data, date: made_shop::DATE, read_by_job: shop.events })?;
    }
    Ok(same)
}

/// Counts the real shop of the repository, and the one named by [`OTHER_SHOP`].
pub fn large(workspace: &Workspace, engine: Engine) -> Result<bool> {
    let set_up = SetUp::new(workspace, engine)?;
    let data = workspace.path("tests/data/online-retail-ii");
    // The date is the day after the last order.
    let mut same = set_up.is_same(&Shop { name: "Online Retail II", data, date: "2010-12-01", read_by_job: false })?;
    match std::env::var_os(OTHER_SHOP) {
        Some(data) => {
            let shop = Shop { name: "the other shop", data: data.into(), date: "2026-07-01", read_by_job: false };
            same &= set_up.is_same(&shop)?;
        }
        None => println!("no other shop was counted: {OTHER_SHOP} names none"),
    }
    Ok(same)
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

/// A shop to count: a folder with house.toml, feed.tsv.gz and orders.csv.gz.
struct Shop {
    name: &'static str,
    data: PathBuf,
    /// The date as of which packs are built.
    date: &'static str,
    /// Whether the job reads the log itself; if false, the tool reads it first.
    read_by_job: bool,
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
        let log = shop.data.join(made_shop::LOG);
        step("inputs", || {
            let mut tool = self.tool("prepare-counts", shop);
            if !shop.read_by_job {
                tool.arg("--orders").arg(&log);
            }
            tools::run_quietly(tool.arg("--out").arg(&inputs))?;
            Ok(Done::Built(shop.name.to_owned()))
        })?;
        step(self.engine.name(), || {
            let mut job = self.workspace.command(&self.python);
            job.arg(self.workspace.path(JOB)).args(["--engine", self.engine.name(), "--inputs"]).arg(&inputs);
            if shop.read_by_job {
                job.arg("--log").arg(&log);
            }
            job.env("PYSPARK_SUBMIT_ARGS", SPARK);
            tools::run_quietly(job.arg("--out").arg(&counts))?;
            Ok(Done::Built("counted".to_owned()))
        })?;
        step("packs", || {
            let mut tool = self.tool("build", shop);
            tool.args(["--no-calibration", "--time", shop.date, "--orders"]).arg(&log).arg("--out").arg(at("native"));
            tools::run_quietly(&mut tool)?;
            let mut tool = self.tool("build", shop);
            tool.args(["--time", shop.date, "--counts"]).arg(&counts).arg("--out").arg(at("counted"));
            tools::run_quietly(&mut tool)?;
            Ok(Done::Built("one of orders, one of counts".to_owned()))
        })?;
        let (native, counted) = (files(&at("native"))?, files(&at("counted"))?);
        let same = native == counted;
        let says = match same {
            true => format!("{} files, the same as learned natively", native.len()),
            false => format!("DIFFERENT from what is learned natively: compare the packs in {}", folder.display()),
        };
        println!("{} on {}: {says}", shop.name, self.engine.name());
        Ok(same)
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
