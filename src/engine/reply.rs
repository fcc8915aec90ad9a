//! Common parts of all answers. Not for the suggestions: see [`super::answer`] and [`super::recent`].

use crate::cache::Card;
use crate::model::LanguageIndex;
use crate::pack::Core;
use crate::slate::{Explanation, Slate, Status};

/// A slate, and the explanation of one item if it was requested.
pub(super) struct SlateReply<'a> {
    pub(super) slate: Slate<'a>,
    pub(super) explanation: Option<Explanation>,
}

impl<'a> SlateReply<'a> {
    /// An answer without suggestions and explanation.
    pub(super) fn empty(status: Status, core: Option<&'a Core>) -> Self {
        Self {
            slate: Slate { status, core, language: LanguageIndex::FIRST, suggestions: Vec::new() },
            explanation: None,
        }
    }
}

/// The card's price in minor units; `None` if it is too old at `now`.
pub(super) fn price(card: &Card, core: &Core, now: i64) -> Option<u32> {
    card.price_minor.filter(|_| is_price_fresh(core, card.time, now))
}

/// Whether a price that was valid at `time` may be shown at `now`, both in seconds since 1970-01-01 UTC.
pub(super) fn is_price_fresh(core: &Core, time: i64, now: i64) -> bool {
    now.saturating_sub(time) <= i64::from(core.price_age_seconds)
}
