//! The feed, the settings and the version of the tables that inputs and counts were made for.

use passerelle_catalogue::Catalogue;
use passerelle_catalogue::house::House;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// The version of the tables. Counts of another version are rejected.
pub const FORMAT: u32 = 3;

/// The feed and settings that counts were made for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// [`FORMAT`] of the tool that wrote the inputs.
    pub format: u32,
    /// A fingerprint of the feed's items: their order, divisions, types, and sensitive types.
    pub feed: String,
    /// Minimum number of distinct shoppers behind every count, at least 1.
    pub floor: u32,
    /// Number of days that a device keeps its history.
    pub retention_days: u16,
    /// Days of the window that is compared with earlier ones to find trending items.
    pub trending_days: u16,
    /// Whether times in the log are dates.
    pub dated: bool,
}

impl About {
    /// Describes this catalogue and the settings of its house.
    #[must_use]
    pub fn new(catalogue: &Catalogue, house: &House, dated: bool) -> Self {
        Self {
            format: FORMAT,
            feed: fingerprint(catalogue),
            floor: u32::from(house.privacy.k),
            retention_days: house.privacy.retention_days,
            trending_days: house.trending_days,
            dated,
        }
    }
}

/// The fingerprint of a catalogue, as 16 hexadecimal digits. Two feeds with the same fingerprint number their items,
/// types and divisions in the same way.
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
