//! `[details]`: whether a pack has what the feed says of items to shoppers, for comparison and `details()`.

use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DetailsTable {
    #[serde(default)]
    pub(super) publish: bool,
}
