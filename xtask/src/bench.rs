//! Measurements in Chromium: synthetic packs of a given size, and the scripts that drive the page.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::flavour::Flavour;
use crate::package::{self, OPT_LEVELS};
use crate::progress::{Done, kilobytes, step};
use crate::size::brotli_size;
use crate::tools;
use crate::workspace::{Workspace, empty};

const SUGGEST: &str = "tests/browser/bench.mjs";
const LEVELS: &str = "tests/browser/opt-levels.mjs";

/// Builds the packs and runs the script; returns `false` if a target is missed.
pub fn run(workspace: &Workspace, items: u32) -> Result<bool> {
    package::build(workspace, Flavour::Release)?;
    let pack = workspace.target(format!("bench/pack-{items}"));
    let plain = workspace.target(format!("bench/pack-{items}-plain"));
    step("synthetic pack", || synthetic(workspace, items, &pack, None))?;
    step("without seasons", || synthetic(workspace, items, &plain, Some("--plain")))?;
    drive(workspace, SUGGEST, &pack, ("PASSERELLE_PLAIN_PACK", &plain))
}

/// Builds the module at each optimisation level and compares them on one page.
pub fn opt_levels(workspace: &Workspace, items: u32) -> Result<bool> {
    package::build(workspace, Flavour::Release)?;
    let pack = workspace.target(format!("bench/pack-{items}"));
    step("synthetic pack", || synthetic(workspace, items, &pack, None))?;
    let levels = workspace.target("bench/levels");
    empty(&levels)?;
    for level in OPT_LEVELS {
        step(&format!("opt-level {}", level.name), || {
            let folder = levels.join(level.name);
            package::at_level(workspace, level, &folder)?;
            let size = brotli_size(&fs::read(folder.join("passerelle.wasm"))?)?;
            fs::write(folder.join("size"), size.to_string())?;
            Ok(Done::Built(kilobytes(size)))
        })?;
    }
    drive(workspace, LEVELS, &pack, ("PASSERELLE_LEVELS", &levels))
}

/// Writes a synthetic pack of `items` items.
fn synthetic(workspace: &Workspace, items: u32, folder: &Path, flag: Option<&str>) -> Result<Done> {
    if folder.exists() {
        fs::remove_dir_all(folder)?; // its format may be another
    }
    tools::run(
        workspace
            .cargo()
            .args(["run", "--release", "--package", "passerelle-cli", "--example", "synthetic", "--"])
            .args(["--items", &items.to_string(), "--out"])
            .arg(folder)
            .args(flag)
            .stdout(std::io::stderr()),
    )?;
    Ok(Done::Built(format!("{items} items")))
}

/// Runs a script in Chromium; returns `false` if a target is missed.
fn drive(workspace: &Workspace, script: &str, pack: &Path, (name, folder): (&str, &Path)) -> Result<bool> {
    tools::succeeds(
        workspace
            .command("node")
            .arg(script)
            .env("PASSERELLE_XTASK", workspace.xtask())
            .env("PASSERELLE_PACK", pack)
            .env(name, folder)
            .env("CHROME_PATH", tools::chromium()?),
    )
}
