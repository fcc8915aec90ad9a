//! Builds a made-up shop with the tool, measures the build, and checks the limits of its pack.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use super::figures::{self, Figures};
use crate::made_shop::{self, MadeShop};
use crate::pack;
use crate::progress::{Done, step};
use crate::workspace::{Workspace, empty};

/// Maximum number of files of a pack.
const FILES_LIMIT: u64 = 200_000;
/// Maximum stored size of a shard in bytes, for catalogues of up to `SMALL` items and for larger ones.
const SHARD_LIMIT: u64 = 20_000;
const SMALL: u64 = 150_000;
const LARGE_SHARD_LIMIT: u64 = 64_000;

/// A shop and the folder in which it is built.
pub struct Build {
    pub shop: MadeShop,
    pub folder: PathBuf,
    /// Target for the memory of learning, in megabytes.
    pub memory: Option<u64>,
}

/// The files of a pack.
struct Pack {
    pub files: u64,
    pub bytes: u64,
    /// Stored sizes of shards in bytes, ascending.
    pub shards: Vec<u64>,
}

/// Generates, builds and measures; returns `false` if the pack breaks a limit. The files are removed unless `keep` is
/// true.
pub fn run(workspace: &Workspace, build: &Build, keep: bool) -> Result<bool> {
    let figures = figures_of(workspace, build, keep)?;
    figures::add(workspace, &figures)?;
    print(&figures);
    Ok(within_limits(&figures))
}

/// Like [`run`], for a test: the figures are not stored.
pub fn holds(workspace: &Workspace, build: &Build) -> Result<bool> {
    let figures = figures_of(workspace, build, false)?;
    print(&figures);
    Ok(within_limits(&figures))
}

fn figures_of(workspace: &Workspace, build: &Build, keep: bool) -> Result<Figures> {
    pack::compile_tool(workspace)?;
    let figures = measured(workspace, build);
    if !keep {
        fs::remove_dir_all(&build.folder).with_context(|| format!("removing {}", build.folder.display()))?;
    }
    figures
}

fn measured(workspace: &Workspace, build: &Build) -> Result<Figures> {
    let items = build.shop.items;
    empty(&build.folder)?;
    let at = |name: &str| build.folder.join(name);
    step("shop", || {
        build.shop.write(&build.folder)?;
        Ok(Done::Built(format!("{items} items")))
    })?;
    let mut printed = String::new();
    step("build", || {
        let mut tool = workspace.command(pack::tool(workspace));
        tool.args(["build", "--timings", "--no-calibration", "--as-of", made_shop::DATE, "--time", made_shop::DATE]);
        tool.arg("--house").arg(at(made_shop::HOUSE)).arg("--feed").arg(at(made_shop::FEED));
        tool.arg("--orders").arg(at(made_shop::LOG)).arg("--out").arg(at("pack"));
        if let Some(memory) = build.memory {
            tool.args(["--memory", &memory.to_string()]);
        }
        let output = tool.stdin(Stdio::null()).stderr(Stdio::inherit()).output().context("starting the tool")?;
        printed = String::from_utf8(output.stdout).context("what the tool printed is no text")?;
        if !output.status.success() {
            bail!("the build of {items} items failed: {}", output.status);
        }
        Ok(Done::Built(format!("{items} items")))
    })?;
    let pack = pack_of(&at("pack"))?;
    let size = |name: &str| Ok::<_, anyhow::Error>(fs::metadata(at(name))?.len());
    Ok(Figures {
        items,
        feed_bytes: size(made_shop::FEED)?,
        orders_bytes: size(made_shop::LOG)?,
        stages: figures::stages(&printed)?,
        files: pack.files,
        bytes: pack.bytes,
        shards: pack.shards.len() as u64,
        shard_median: pack.shards.get(pack.shards.len() / 2).copied().unwrap_or(0),
        shard_largest: pack.shards.last().copied().unwrap_or(0),
    })
}

/// Measures the files of a pack with a single build.
fn pack_of(folder: &Path) -> Result<Pack> {
    let mut pack = Pack { files: 0, bytes: 0, shards: Vec::new() };
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("listing {}", folder.display()))? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = entry.metadata()?.len();
            pack.files += 1;
            pack.bytes += bytes;
            if folder.ends_with("shards") {
                pack.shards.push(bytes);
            }
        }
    }
    pack.shards.sort_unstable();
    Ok(pack)
}

fn within_limits(figures: &Figures) -> bool {
    let Figures { items, files, shard_largest, shards, .. } = figures;
    let shard_limit = if *items > SMALL { LARGE_SHARD_LIMIT } else { SHARD_LIMIT };
    let mut holds = *shards > 0;
    for (what, is, limit) in
        [("files", *files, FILES_LIMIT), ("bytes in the largest shard", *shard_largest, shard_limit)]
    {
        if is > limit {
            println!("FAILED: {is} {what}, {limit} is the limit");
            holds = false;
        }
    }
    holds
}

fn print(figures: &Figures) {
    println!("| stage | processor, s | clock, s | peak memory, MB |\n|---|---|---|---|");
    for stage in &figures.stages {
        let figures::Stage { name, processor_seconds, clock_seconds, peak_megabytes } = stage;
        println!("| {name} | {processor_seconds:.1} | {clock_seconds:.1} | {peak_megabytes:.0} |");
    }
    println!(
        "| all | {:.1} | {:.1} | {:.0} |\n\n{} items; feed {} bytes, orders {} bytes; pack of {} files, {} bytes; {} shards, median {} \
         bytes, largest {} bytes",
        figures.processor_seconds(),
        figures.clock_seconds(),
        figures.peak_megabytes(),
        figures.items,
        figures.feed_bytes,
        figures.orders_bytes,
        figures.files,
        figures.bytes,
        figures.shards,
        figures.shard_median,
        figures.shard_largest,
    );
}
