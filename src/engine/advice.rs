//! Facts about items that advice needs in addition to their cards: which are owned or unavailable, and the season. Also
//! the stored answers to questionnaires. Not for advice itself: see the crate `passerelle-advice`.

use super::reply::is_price_fresh;
use super::state::Engine;
use crate::history::EventKind;
use crate::model::{AnswerKey, Day, Slug};
use crate::page::DeclaredItem;
use crate::season::season_name;
use serde::Serialize;

/// Facts about items that advice needs in addition to their cards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct AdviceContext {
    /// The season in the page's region.
    #[cfg_attr(feature = "types", ts(type = "\"spring\" | \"summer\" | \"autumn\" | \"winter\""))]
    pub season: &'static str,
    /// Ids of the items that the shopper has bought, gifts excluded, according to this device; empty without consent.
    pub owned: Vec<String>,
    /// Ids of the items that cannot be bought now.
    pub unavailable: Vec<String>,
    /// Whether the prices of the build are recent enough to show.
    pub has_fresh_prices: bool,
}

impl Engine {
    /// Declares an item whose details the page shows, on its own request or after a click, which is like following a
    /// link.
    pub fn name_item(&mut self, id: &str) -> DeclaredItem {
        self.page.name(id)
    }

    /// The facts about these items at `now`, in seconds since 1970-01-01 UTC. `time_zone` is used if the page does not
    /// state its country. Without a pack, no item is unavailable and no price can be shown.
    #[must_use]
    pub fn advice_context(&self, ids: &[String], time_zone: Option<&str>, now: i64) -> AdviceContext {
        let pack = self.pack.as_ref();
        let climate_of_zone = || pack?.core.season.place(None, time_zone).climate;
        let climate = self.local.place.climate.or_else(climate_of_zone);
        let is_unavailable = |id: &&String| pack.is_some_and(|pack| pack.unavailable.contains(id));
        let events = if self.uses_history() { self.history.events() } else { &[] };
        let is_owned = |id: &&String| {
            events.iter().any(|event| event.kind == EventKind::Purchase && !event.gift && *event.item_id == ***id)
        };
        AdviceContext {
            season: season_name(climate, Day::of_time(now)),
            owned: ids.iter().filter(is_owned).cloned().collect(),
            unavailable: ids.iter().filter(is_unavailable).cloned().collect(),
            has_fresh_prices: pack.is_some_and(|pack| is_price_fresh(&pack.core, pack.manifest.time, now)),
        }
    }

    /// The stored answers to a questionnaire: empty without consent, and while recording is paused.
    #[must_use]
    pub fn kept_answers(&self, questionnaire: Slug) -> &[AnswerKey] {
        if self.uses_history() { self.notes.kept_answers(questionnaire) } else { &[] }
    }
}
