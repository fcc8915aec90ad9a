//! `[details]`: whether a pack contains the feed's details of items, for comparison and `details()`.

use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DetailsTable {
    #[serde(default)]
    pub(super) publish: bool,
}
