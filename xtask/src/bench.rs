//! The measurements in Chromium: synthetic packs of a given size, and the script that drives the page.

use anyhow::{Result, bail};

use crate::flavour::Flavour;
use crate::package;
use crate::progress::{Done, step};
use crate::tools;
use crate::workspace::Workspace;

/// Writes a synthetic pack: `--items N --out DIR`, without seasons `--plain`.
const SYNTHETIC: &str = "crates/cli/examples/synthetic.rs";
const SCRIPT: &str = "tests/browser/bench.mjs";

/// Builds the packs and runs the script; `false` when it says that a target is missed.
pub fn run(workspace: &Workspace, items: u32) -> Result<bool> {
    if let Some(missing) = [SYNTHETIC, SCRIPT].iter().find(|file| !workspace.path(file).is_file()) {
        bail!("the benchmark needs {missing}, which does not exist yet");
    }
    package::build(workspace, Flavour::Release)?;
    let pack = workspace.target(format!("bench/pack-{items}"));
    let plain = workspace.target(format!("bench/pack-{items}-plain"));
    for (name, folder, flag) in [("synthetic pack", &pack, None), ("without seasons", &plain, Some("--plain"))] {
        step(name, || {
            if folder.exists() {
                std::fs::remove_dir_all(folder)?; // of another format, perhaps
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
        })?;
    }
    let chromium = tools::chromium()?;
    tools::succeeds(
        workspace
            .command("node")
            .arg(SCRIPT)
            .env("PASSERELLE_XTASK", workspace.xtask())
            .env("PASSERELLE_PACK", &pack)
            .env("PASSERELLE_PLAIN_PACK", &plain)
            .env("CHROME_PATH", chromium),
    )
}
