//! A shop that does not exist, of any size: house.toml, a feed and a log, the same for the same numbers on every machine. What
//! is measured on it is time, memory and bytes, and that two counters agree; never how good suggestions are.
//!
//! - The item at rank r of n sells in proportion to 1 / (r + 50), a Zipf-Mandelbrot law: a few items are met all the time,
//!   half of them hardly ever. Ranks are spread over ids, divisions and types by a fixed permutation.
//! - Half of what follows in a session is a companion of the item before: each item has 24, met by the same law.
//! - A shopper's number follows a power law too: most come once or twice, a few every week. Sessions hold 1 + a geometric
//!   number of events, 3.5 on average; one in 2,000 is a robot's, of 900 events.
//! - The log spans two years. A type in ten is sold for two months of the year above all; an item in ten came during the log.

mod feed;
mod log;
mod random;
mod shape;

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

pub use shape::MadeShop;

pub const HOUSE: &str = "house.toml";
pub const FEED: &str = "feed.tsv.gz";
pub const LOG: &str = "orders.csv.gz";
/// The day after the last order.
pub const DATE: &str = "2026-07-01";

impl MadeShop {
    /// Writes the shop's files into `folder`.
    pub fn write(self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        fs::write(folder.join(HOUSE), feed::house())?;
        let mut file = gzip(&folder.join(FEED))?;
        feed::write(&mut file, self.items)?;
        file.into_inner().map_err(|error| error.into_error())?.finish()?;
        let mut file = gzip(&folder.join(LOG))?;
        log::write(&mut file, self)?;
        file.into_inner().map_err(|error| error.into_error())?.finish()?;
        Ok(())
    }
}

fn gzip(path: &Path) -> Result<BufWriter<GzEncoder<File>>> {
    let file = File::create(path).with_context(|| format!("writing {}", path.display()))?;
    Ok(BufWriter::with_capacity(1 << 16, GzEncoder::new(file, Compression::fast())))
}
