//! `cargo xtask scale`: measures builds of made-up shops with up to ten million items, and compares their tail with a
//! real shop's. docs/scale.md has the figures.

mod figures;
mod measure;
mod plot;
mod tail;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::made_shop::MadeShop;
use crate::progress::{Done, step};
use crate::workspace::Workspace;
use measure::Build;

#[derive(Subcommand)]
pub enum Task {
    /// Write house.toml, a feed and a log of orders into a folder
    Generate {
        #[command(flatten)]
        shop: Shop,
        /// The folder to write into
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Generate shops, build each with the tool, and print time, memory, files and bytes; earlier figures are kept
    Measure {
        #[command(flatten)]
        shop: Shop,
        /// Folder for the shops and their packs, which are removed afterwards [default: target/scale]
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// Keep the shops and their packs
        #[arg(long)]
        keep: bool,
        /// Target for the memory of learning, in megabytes
        #[arg(long, value_name = "MB")]
        memory: Option<u64>,
    },
    /// Draw the measured figures into docs/images/scale.svg
    Plot,
    /// Compare the long tail of the made-up shops with that of Online Retail II
    Tail,
}

/// The sizes of shops.
#[derive(Args)]
pub struct Shop {
    /// Number of items; may be given for several shops
    #[arg(long, value_name = "N", default_values_t = [10_000])]
    items: Vec<u64>,
    /// Another seed gives another shop of the same size
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

/// A shop with as many orders as items, of 3.5 lines on average, and a shopper for every four orders.
pub const fn shop_of(items: u64, seed: u64) -> MadeShop {
    MadeShop { items, sessions: items, shoppers: items / 4 + 1, events: false, rises: false, seed }
}

/// Runs a task; returns `false` if its check fails.
pub fn run(workspace: &Workspace, task: &Task) -> Result<bool> {
    match task {
        Task::Generate { shop, out } => {
            for &items in &shop.items {
                let folder = if shop.items.len() > 1 { out.join(items.to_string()) } else { out.clone() };
                step("generate", || {
                    shop_of(items, shop.seed).write(&folder)?;
                    Ok(Done::Built(folder.display().to_string()))
                })?;
            }
            Ok(true)
        }
        Task::Measure { shop, data, keep, memory } => {
            let data = data.clone().unwrap_or_else(|| workspace.target("scale"));
            let mut holds = true;
            for &items in &shop.items {
                let build =
                    Build { shop: shop_of(items, shop.seed), folder: data.join(items.to_string()), memory: *memory };
                holds &= measure::run(workspace, &build, *keep)?;
            }
            Ok(holds)
        }
        Task::Plot => plot::draw(workspace).map(|()| true),
        Task::Tail => tail::compare(workspace).map(|()| true),
    }
}

/// Builds a small shop for `cargo xtask test`; returns whether the pack is within its limits.
pub fn gate(workspace: &Workspace) -> Result<bool> {
    measure::holds(workspace, &Build { shop: shop_of(5_000, 0), folder: workspace.target("scale/5000"), memory: None })
}
