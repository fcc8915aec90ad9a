//! `[privacy]`: how long a device keeps history, how many shoppers a count needs, and which types are never recorded.

use passerelle::pack::layout::MAX_RETENTION_DAYS;
use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, within, wrong};

/// The settings of `[privacy]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Privacy {
    /// Fewest distinct shoppers for anything that is counted, 1 to 255; 3 unless set.
    pub k: u8,
    /// Days that a device keeps history, 1 to 396; 90 unless set.
    pub retention_days: u16,
    /// Product types (any level) that are never recorded and never a reason.
    pub sensitive_types: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PrivacyTable {
    k: Option<Spanned<i64>>,
    retention_days: Option<Spanned<i64>>,
    #[serde(default)]
    sensitive_types: Vec<Spanned<String>>,
}

impl PrivacyTable {
    pub(super) fn check(self) -> Result<Privacy, Wrong> {
        if let Some(empty) = self.sensitive_types.iter().find(|name| name.get_ref().trim().is_empty()) {
            return wrong(empty, "a sensitive type is empty: remove it, or write a product type");
        }
        Ok(Privacy {
            k: within(self.k, "privacy.k", 1, u8::MAX, 3)?,
            retention_days: within(self.retention_days, "privacy.retention_days", 1, MAX_RETENTION_DAYS, 90)?,
            sensitive_types: self.sensitive_types.into_iter().map(Spanned::into_inner).collect(),
        })
    }
}
