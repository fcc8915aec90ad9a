//! The demo's pack, made by the tool `passerelle` as a house would make its own, and the list of products that the
//! storefront shows, as a shop has it in its own database.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;

use crate::progress::{Done, step};
use crate::stamp::Stamp;
use crate::tools;
use crate::workspace::Workspace;

const HOUSE: &str = "tests/data/online-retail-ii/house.toml";
const FEED: &str = "tests/data/online-retail-ii/feed.tsv.gz";
const ORDERS: &str = "tests/data/online-retail-ii/orders.csv.gz";
const PACK: &str = "www/pack";
const SHOP: &str = "www/shop.json";
const SHOP_MAKER: &str = "www/make-shop.mjs";
/// The day after the last order: offers are judged there.
const AS_OF: &str = "2010-12-01";
/// Prices are shown for a day after the build: the pack is made anew twice a day.
const PACK_AGE_SECONDS: u64 = 12 * 3600;

/// The tool as `demo` builds it.
pub fn tool(workspace: &Workspace) -> PathBuf {
    workspace.target("release").join(format!("passerelle{}", std::env::consts::EXE_SUFFIX))
}

/// Makes `www/pack` and `www/shop.json` when their inputs or the tool changed.
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
        let tool = tool(workspace);
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // Calibration would take most of a minute, and the demo shows no accuracy.
        let arguments = [
            "build",
            "--house",
            HOUSE,
            "--feed",
            FEED,
            "--orders",
            ORDERS,
            "--as-of",
            AS_OF,
            "--out",
            PACK,
            "--no-calibration",
        ];
        let stamp = Stamp::new(workspace, "demo-pack")
            .setting(&arguments.join(" "))
            .setting(&(since_epoch.as_secs() / PACK_AGE_SECONDS).to_string())
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
    })?;
    step("demo shop", || {
        let stamp = Stamp::new(workspace, "demo-shop")
            .input(workspace.path(SHOP_MAKER))?
            .input(workspace.path(HOUSE))?
            .input(workspace.path(FEED))?
            .input(workspace.path(ORDERS))?
            .output(workspace.path(SHOP));
        if stamp.is_fresh()? {
            return Ok(Done::UpToDate);
        }
        tools::run(workspace.command("node").args([SHOP_MAKER, FEED, HOUSE, SHOP, ORDERS]).stdout(std::io::stderr()))?;
        stamp.write()?;
        Ok(Done::Built(SHOP.into()))
    })
}
