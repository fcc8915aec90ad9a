//! The placements whose slates are measured.

use passerelle::rank::Placement;
use serde::Serialize;

/// The placement to fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlatePlacement {
    /// An item's page: predicts the items of its basket (or visit) in other divisions.
    Product,
    /// The home page: predicts the items of the next basket.
    Home,
}

impl SlatePlacement {
    /// The placement in the core.
    #[must_use]
    pub const fn placement(self) -> Placement {
        match self {
            Self::Product => Placement::Product,
            Self::Home => Placement::Home,
        }
    }
}
