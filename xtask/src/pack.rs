//! The demo's two shops: the fictional house, and the real shop of `tests/data` beside it. Each has a pack, made by the tool
//! `passerelle` as a house would make its own, and the list of products that the storefront shows, as a shop has it in its
//! own database.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::progress::{Done, step};
use crate::stamp::Stamp;
use crate::tools;
use crate::workspace::Workspace;

const HOUSE_MAKER: &str = "xtask/house";
const PICTURES: &str = "www/pictures";
/// Prices are shown for a day after the build: packs are made anew twice a day.
const PACK_AGE_SECONDS: u64 = 12 * 3600;

/// What a shop of the demo is made from, and the folder of `www` that it goes to.
struct Shop {
    name: &'static str,
    house: &'static str,
    feed: &'static str,
    orders: &'static str,
    /// Languages beside the first one, each with a house file, a feed and a pack of its own, named by it.
    languages: &'static [&'static str],
    /// Where the tool writes its list of products.
    list: &'static str,
    /// What its storefront shows beside that.
    extras: Option<&'static str>,
    /// The moment that offers are judged at; now unless set.
    as_of: Option<&'static str>,
    folder: &'static str,
}

/// Written by `xtask/house`; its orders are simulated.
const HOUSE: Shop = Shop {
    name: "house",
    house: "target/house/house.toml",
    feed: "target/house/feed.tsv",
    orders: "target/house/orders.csv",
    languages: &["fr", "ar"],
    list: "target/house-list.json",
    extras: Some("target/house/extras.json"),
    as_of: None,
    folder: "www",
};

const RETAIL: Shop = Shop {
    name: "retail",
    house: "tests/data/online-retail-ii/house.toml",
    feed: "tests/data/online-retail-ii/feed.tsv.gz",
    orders: "tests/data/online-retail-ii/orders.csv.gz",
    languages: &[],
    list: "target/retail-list.json",
    extras: Some("xtask/retail.json"),
    // The day after the last order.
    as_of: Some("2010-12-01"),
    folder: "www/retail",
};

/// The tool as `demo` builds it.
pub fn tool(workspace: &Workspace) -> PathBuf {
    workspace.target("release").join(format!("passerelle{}", std::env::consts::EXE_SUFFIX))
}

/// Makes both shops when their inputs or the tool changed.
pub fn demo(workspace: &Workspace) -> Result<()> {
    compile_tool(workspace)?;
    step("fictional house", || make_house(workspace))?;
    for shop in [HOUSE, RETAIL] {
        shop.make(workspace)?;
    }
    Ok(())
}

/// Compiles [`tool`].
pub fn compile_tool(workspace: &Workspace) -> Result<()> {
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
    })
}

/// Copies the storefront, its shops and the package into `out`: a folder for any static host, under any path.
pub fn copy_demo(workspace: &Workspace, out: &Path) -> Result<()> {
    step("copy", || {
        copy(&workspace.path("www"), out)?;
        copy(&workspace.path("pkg/dist"), &out.join("passerelle"))?;
        Ok(Done::Built(out.display().to_string()))
    })
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("making {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("listing {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("writing {}", target.display()))?;
        }
    }
    Ok(())
}

/// A number that changes twice a day.
fn half_day() -> String {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    (since_epoch.as_secs() / PACK_AGE_SECONDS).to_string()
}

/// The catalogue, the simulated orders and the pictures of the fictional house, as of today.
fn make_house(workspace: &Workspace) -> Result<Done> {
    let stamp = Stamp::new(workspace, "house")
        .setting(&half_day())
        .input(workspace.path(HOUSE_MAKER))?
        .output(workspace.path("target/house"))
        .output(workspace.path(PICTURES));
    if stamp.is_fresh()? {
        return Ok(Done::UpToDate);
    }
    let maker = format!("{HOUSE_MAKER}/make.mjs");
    tools::run(workspace.command("node").args([&maker, "target/house", PICTURES]).stdout(std::io::stderr()))?;
    stamp.write()?;
    Ok(Done::Built(PICTURES.into()))
}

impl Shop {
    fn make(&self, workspace: &Workspace) -> Result<()> {
        let inputs = [self.house, self.feed, self.orders];
        if let Some(missing) = inputs.iter().find(|file| !workspace.path(file).is_file()) {
            return step(&format!("{} pack", self.name), || Ok(Done::Skipped(format!("there is no {missing}"))));
        }
        step(&format!("{} pack", self.name), || self.make_pack(workspace, ""))?;
        for language in self.languages {
            step(&format!("{} pack, {language}", self.name), || self.make_pack(workspace, &format!("-{language}")))?;
        }
        step(&format!("{} shop", self.name), || self.make_list(workspace))
    }

    /// `suffix` names a further language.
    fn make_pack(&self, workspace: &Workspace, suffix: &str) -> Result<Done> {
        let tool = tool(workspace);
        let out = format!("{}/pack{suffix}", self.folder);
        let [house, feed] = [self.house, self.feed].map(|file| named(file, suffix));
        let list = named(self.list, suffix);
        // Calibration would take most of a minute, and the demo shows no accuracy. What lies in the demo's folders may go:
        // before it had two shops, the other one's pack lay there.
        let mut arguments = vec!["build", "--no-calibration", "--force", "--house", &house, "--feed", &feed];
        arguments.extend(["--orders", self.orders, "--out", &out, "--shop-list", &list]);
        arguments.extend(self.as_of.iter().flat_map(|day| ["--as-of", day]));
        let stamp = Stamp::new(workspace, &format!("{}-pack{suffix}", self.name))
            .setting(&arguments.join(" "))
            .setting(&half_day())
            .input(&tool)?
            .input(workspace.path(&house))?
            .input(workspace.path(&feed))?
            .input(workspace.path(self.orders))?
            .output(workspace.path(&list))
            .output(workspace.path(&out).join("manifest.json"));
        if stamp.is_fresh()? {
            return Ok(Done::UpToDate);
        }
        tools::run(workspace.command(&tool).args(arguments).stdout(std::io::stderr()))?;
        stamp.write()?;
        Ok(Done::Built(out))
    }

    /// The tool's list of products, with what the shop itself knows beside its feed: every member of `extras` stands in
    /// place of the list's own.
    fn make_list(&self, workspace: &Workspace) -> Result<Done> {
        let out = format!("{}/shop.json", self.folder);
        let mut stamp = Stamp::new(workspace, &format!("{}-shop", self.name)).input(workspace.path(self.list))?;
        if let Some(extras) = self.extras {
            stamp = stamp.input(workspace.path(extras))?;
        }
        let stamp = stamp.output(workspace.path(&out));
        if stamp.is_fresh()? {
            return Ok(Done::UpToDate);
        }
        let mut list = object(&workspace.path(self.list))?;
        if let Some(extras) = self.extras {
            list.extend(object(&workspace.path(extras))?);
        }
        fs::write(workspace.path(&out), serde_json::to_vec(&list)?).with_context(|| format!("writing {out}"))?;
        stamp.write()?;
        Ok(Done::Built(out))
    }
}

/// `file` with `suffix` behind its name, before what says its kind.
fn named(file: &str, suffix: &str) -> String {
    let at = file.rfind('/').map_or(0, |slash| slash + 1);
    let dot = file.get(at..).and_then(|name| name.find('.')).map_or(file.len(), |dot| at + dot);
    [&file[..dot], suffix, &file[dot..]].concat()
}

/// A file that holds one JSON object.
fn object(file: &Path) -> Result<Map<String, Value>> {
    let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{} is no JSON object", file.display()))
}
