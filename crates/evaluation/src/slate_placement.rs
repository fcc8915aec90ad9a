//! The placements of a page whose slates are measured.

use passerelle::rank::Placement;
use serde::Serialize;

/// The placement that is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlatePlacement {
    /// An item's page: what its basket (or visit) holds from other divisions.
    Product,
    /// The home page: what the next basket holds.
    Home,
}

impl SlatePlacement {
    /// Its placement.
    #[must_use]
    pub const fn placement(self) -> Placement {
        match self {
            Self::Product => Placement::Product,
            Self::Home => Placement::Home,
        }
    }
}
