//! The part of a log that judges the flags of items in demand.

use serde::Serialize;

/// The part of the log that judges the flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScoredOn {
    /// The half of the shoppers that is not learned from.
    Shoppers,
    /// The same half, in every other week. Learning reads the other half in the weeks between, so demand that lasts for
    /// days only, such as a promotion or a delivery, is not confirmed.
    Weeks,
    /// All shoppers, from `--test-from` on.
    NextYear,
}
