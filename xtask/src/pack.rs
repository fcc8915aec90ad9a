//! The demo's pack, made by the tool `passerelle` as a house would make its own.

use anyhow::Result;

use crate::progress::{Done, step};
use crate::stamp::Stamp;
use crate::tools;
use crate::workspace::Workspace;

const HOUSE: &str = "tests/data/online-retail-ii/house.toml";
const FEED: &str = "tests/data/online-retail-ii/feed.tsv.gz";
const ORDERS: &str = "tests/data/online-retail-ii/orders.csv.gz";
const PACK: &str = "www/pack";
/// The last day of the orders; the pack's clock stands there.
const AS_OF: &str = "2010-12-01";

/// Makes `www/pack` when its inputs or the tool changed.
pub fn demo(workspace: &Workspace) -> Result<()> {
    if let Some(missing) = [HOUSE, FEED, ORDERS].iter().find(|file| !workspace.path(file).is_file()) {
        return step("demo pack", || Ok(Done::Skipped(format!("there is no {missing}"))));
    }
    step("tool", || {
        tools::run(workspace.cargo().args([
            "build",
            "--release",
            "--package",
            "passerelle-cli",
            "--bin",
            "passerelle",
        ]))?;
        Ok(Done::Built("compiled".into()))
    })?;
    step("demo pack", || {
        let tool = workspace.target("release").join(format!("passerelle{}", std::env::consts::EXE_SUFFIX));
        let arguments =
            ["build", "--house", HOUSE, "--feed", FEED, "--orders", ORDERS, "--as-of", AS_OF, "--out", PACK];
        let stamp = Stamp::new(workspace, "demo-pack")
            .setting(&arguments.join(" "))
            .input(&tool)?
            .input(workspace.path(HOUSE))?
            .input(workspace.path(FEED))?
            .input(workspace.path(ORDERS))?
            .output(workspace.path(PACK).join("manifest.json"));
        if stamp.is_fresh()? {
            return Ok(Done::UpToDate);
        }
        tools::run(workspace.command(&tool).args(arguments).stdout(std::io::stderr()))?;
        stamp.write()?;
        Ok(Done::Built(PACK.into()))
    })
}
