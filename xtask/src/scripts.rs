//! Runs scripts that are no tests: the trace of a product page, and pictures of every page.

use std::ffi::OsStr;
use std::path::PathBuf;

use anyhow::Result;

use crate::flavour::Flavour;
use crate::package;
use crate::workspace::Workspace;
use crate::{pack, tools};

const TRACE: &str = "tests/browser/trace.mjs";
const SHOTS: &str = "tests/browser/shots.mjs";

/// Measures the main-thread time of the module on a product page; returns `false` if a target is missed.
pub fn trace(workspace: &Workspace) -> Result<bool> {
    run(workspace, TRACE, None)
}

/// Takes pictures of every page of the demo in each language, dark, on a phone and a desktop, into `target/shots`.
pub fn shots(workspace: &Workspace) -> Result<bool> {
    run(workspace, SHOTS, Some(workspace.target("shots")))
}

/// Builds the script's inputs and runs it.
fn run(workspace: &Workspace, script: &str, argument: Option<PathBuf>) -> Result<bool> {
    package::build(workspace, Flavour::Release)?;
    pack::demo(workspace)?;
    let chromium = tools::chromium()?;
    tools::succeeds(
        workspace
            .command("node")
            .arg(script)
            .args(argument.as_deref().map(OsStr::new))
            .env("PASSERELLE_XTASK", workspace.xtask())
            .env("PASSERELLE_TOOL", pack::tool(workspace))
            .env("CHROME_PATH", chromium),
    )
}
