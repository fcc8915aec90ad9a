//! What inputs and counts belong to: a feed, the settings of a house, and a version of the tables.

use passerelle_catalogue::Catalogue;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// The version of the tables. Counts of another version are not read.
pub const FORMAT: u32 = 2;

/// What counts belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// [`FORMAT`] of the tool that wrote the inputs.
    pub format: u32,
    /// Of the feed's items, their order, divisions and types, and of what is sensitive.
    pub feed: String,
    /// Distinct shoppers behind every count, at least 1.
    pub floor: u32,
    /// Days that a device keeps its history.
    pub retention_days: u16,
    /// Whether times are dates.
    pub dated: bool,
}

impl About {
    /// Of this catalogue and these settings.
    #[must_use]
    pub fn new(catalogue: &Catalogue, floor: u32, retention_days: u16, dated: bool) -> Self {
        Self { format: FORMAT, feed: fingerprint(catalogue), floor, retention_days, dated }
    }
}

/// 16 hexadecimal digits. Numbers of items, types and divisions mean the same for two feeds with the same one.
fn fingerprint(catalogue: &Catalogue) -> String {
    let mut hash = Xxh3::new();
    for division in &catalogue.divisions {
        add(&mut hash, &division.id);
    }
    for kind in &catalogue.types {
        add(&mut hash, &kind.name);
        hash.update(&[u8::from(kind.sensitive)]);
    }
    for item in &catalogue.items {
        add(&mut hash, &item.id);
        hash.update(&item.division.to_le_bytes());
        hash.update(&item.item_type.to_le_bytes());
    }
    format!("{:016x}", hash.digest())
}

fn add(hash: &mut Xxh3, text: &str) {
    hash.update(&(text.len() as u64).to_le_bytes());
    hash.update(text.as_bytes());
}
