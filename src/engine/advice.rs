//! What advice needs to know of items beside their cards: which are owned, which cannot be bought, and the season. And the
//! answers that this device keeps.

use super::state::Engine;
use crate::history::EventKind;
use crate::model::{AnswerKey, Day, Slug};
use crate::page::DeclaredItem;
use crate::season::season_name;
use serde::Serialize;

/// What advice about items needs to know beside their cards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct AdviceContext {
    /// The season at the page's place.
    #[cfg_attr(feature = "types", ts(type = "\"spring\" | \"summer\" | \"autumn\" | \"winter\""))]
    pub season: &'static str,
    /// Ids of those that were bought, not as a gift, as far as this device knows: none without consent.
    pub owned: Vec<String>,
    /// Ids of those that cannot be bought now.
    pub unavailable: Vec<String>,
    /// Whether prices of the build may still be shown.
    pub has_fresh_prices: bool,
}

impl Engine {
    /// The page names an item whose details are to be shown, by its own word or at a click: like following its link.
    pub fn name_item(&mut self, id: &str) -> DeclaredItem {
        self.page.name(id)
    }

    /// What advice about these items needs to know at `now`, in seconds since 1970-01-01 UTC. `time_zone` tells the place
    /// where the page does not.
    #[must_use]
    pub fn advice_context(&self, ids: &[String], time_zone: Option<&str>, now: i64) -> AdviceContext {
        let Some(pack) = &self.pack else { return AdviceContext::default() };
        let place = self.local.place;
        let climate = place.climate.or_else(|| pack.core.season.place(None, time_zone).climate);
        let events = if self.reads_history() { self.history.events() } else { &[] };
        let is_owned = |id: &&String| {
            events.iter().any(|event| event.kind == EventKind::Purchase && !event.gift && *event.item_id == ***id)
        };
        AdviceContext {
            season: season_name(climate, Day::of_time(now)),
            owned: ids.iter().filter(is_owned).cloned().collect(),
            unavailable: ids.iter().filter(|id| pack.unavailable.contains(id)).cloned().collect(),
            has_fresh_prices: now.saturating_sub(pack.manifest.time) <= i64::from(pack.core.price_age_seconds),
        }
    }

    /// The answers to a questionnaire that this device keeps: none without consent, nor while the recording is paused.
    #[must_use]
    pub fn kept_answers(&self, questionnaire: Slug) -> &[AnswerKey] {
        if self.reads_history() { self.notes.kept_answers(questionnaire) } else { &[] }
    }
}
