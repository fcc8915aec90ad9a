//! A fictional shop of any size: house.toml, a feed and a log, identical on every machine for the same numbers and
//! seed. It serves to measure time, memory and bytes, and to compare two counters; never to judge the quality of
//! suggestions. docs/scale.md compares its tail with that of a real shop.
//!
//! - The item at rank r of n sells in proportion to 1 / (r + 50), a Zipf-Mandelbrot law: a few items are frequent, and
//!   half of them very rare. A fixed permutation spreads ranks over ids, divisions and types.
//! - There are eight divisions. Each has as many types as the cube root of the number of items, 20 at least. There is a
//!   brand for every 500 items, and the sizes of brands follow a similar law. Four items share the name of a model. One
//!   item in 20 has two or three variants, which orders name.
//! - Half of the further items in a session are companions of the previous item: each item has 24, drawn by the same
//!   law.
//! - A shopper's number also follows a power law: most come once or twice, a few every week. Sessions have 1 + a
//!   geometric number of events, 3.5 on average; one in 2,000 is a robot's, with 900 events.
//! - The log spans two years. One type in ten sells mainly in two months of the year; one item in ten arrived during
//!   the log.

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

pub use log::popularity;
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
        fs::write(folder.join(HOUSE), feed::house(self))?;
        let mut file = gzip(&folder.join(FEED))?;
        feed::write(&mut file, self)?;
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    const SHOP: MadeShop =
        MadeShop { items: 5_000, sessions: 5_000, shoppers: 1_250, events: false, rises: false, seed: 7 };

    fn read(folder: &Path, name: &str) -> String {
        let mut text = String::new();
        GzDecoder::new(File::open(folder.join(name)).unwrap()).read_to_string(&mut text).unwrap();
        text
    }

    fn written(shop: MadeShop) -> [String; 3] {
        let folder = tempfile::tempdir().unwrap();
        shop.write(folder.path()).unwrap();
        let house = fs::read_to_string(folder.path().join(HOUSE)).unwrap();
        [house, read(folder.path(), FEED), read(folder.path(), LOG)]
    }

    #[test]
    fn a_shop_of_one_seed_is_the_same_every_time_and_another_seed_is_another_shop() {
        let first = written(SHOP);
        assert_eq!(first, written(SHOP));
        let other = written(MadeShop { seed: 8, ..SHOP });
        assert!(first[1] != other[1] && first[2] != other[2]);
    }

    #[test]
    fn every_item_has_rows_of_its_own_and_orders_speak_of_rows_of_the_feed() {
        let [_, feed, orders] = written(SHOP);
        let rows: Vec<Vec<&str>> = feed.lines().skip(1).map(|line| line.split('\t').collect()).collect();
        let ids: HashSet<&str> = rows.iter().map(|row| row[0]).collect();
        assert_eq!(ids.len(), rows.len(), "an id is there once");
        let items: HashSet<&str> = rows.iter().map(|row| if row[1].is_empty() { row[0] } else { row[1] }).collect();
        assert_eq!(items.len(), 5_000);
        assert!((5_300..6_000).contains(&rows.len()), "one in 20 has variants: {} rows", rows.len());
        let mut lines = orders.lines().skip(1).map(|line| line.split(',').nth(3).unwrap());
        assert!(lines.all(|id| ids.contains(id)));
    }
}
