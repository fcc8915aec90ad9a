//! What the module costs the main thread of a product page: the script that loads one and reads the browser's trace.

use anyhow::Result;

use crate::package::{self, Flavour};
use crate::workspace::Workspace;
use crate::{pack, tools};

const SCRIPT: &str = "tests/browser/trace.mjs";

/// Builds what is measured and runs the script; `false` when it says that a target is missed.
pub fn run(workspace: &Workspace) -> Result<bool> {
    package::build(workspace, Flavour::Release)?;
    pack::demo(workspace)?;
    let chromium = tools::chromium()?;
    tools::succeeds(
        workspace
            .command("node")
            .arg(SCRIPT)
            .env("PASSERELLE_XTASK", workspace.xtask())
            .env("PASSERELLE_TOOL", pack::tool(workspace))
            .env("CHROME_PATH", chromium),
    )
}
