//! Which part of a log judges what was flagged as in demand.

use serde::Serialize;

/// What flags are judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScoredOn {
    /// The half of the shoppers that learning has not met.
    Shoppers,
    /// These shoppers, in the weeks that learning has not seen either: every other one. What lasts for days only, a promotion or
    /// a delivery, is not there.
    Weeks,
    /// Everybody, from `--test-from` on.
    NextYear,
}
