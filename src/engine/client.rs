//! The client's data for the conditions of messages: the history of this device, with the ids of the pack. Not for the
//! conditions: see [`crate::message`].

use super::prepare::counts_of_weeks;
use super::state::{Engine, Mode};
use crate::history::EventKind;
use crate::message::{Client, Purchase};
use crate::model::{CollectionSet, DAY, Day, Week};
use crate::pack::Core;
use crate::shopper::{Onward, Shopper};

impl Engine {
    /// Whether messages may depend on the history. While recording is paused, feedback could not be stored, so messages
    /// are chosen as without consent.
    pub(super) fn reads_history(&self) -> bool {
        self.mode == Mode::Personal && !self.history.paused()
    }

    /// The client, and the shopper's profile computed in the same pass. Without a history only the country is known.
    pub(super) fn client(&self, core: &Core, country: Option<[u8; 2]>, now: i64) -> (Client<'_>, Shopper) {
        if !self.reads_history() {
            return (Client { country, ..Client::default() }, Shopper::default());
        }
        let (this_week, tallies) = (Week::of_time(now), self.history.tallies());
        let met = counts_of_weeks(core, tallies, this_week);
        let shopper = Shopper::new(&met, tallies, &Onward::new(&core.onward, core.divisions.len()), this_week);
        let mut divisions: Vec<&str> = Vec::new();
        for tally in tallies.iter().filter(|tally| tally.events > 0 && tally.is_recent(this_week)) {
            if !divisions.contains(&tally.division.as_str()) {
                divisions.push(&tally.division);
            }
        }
        let oldest = now.saturating_sub(i64::from(core.retention_days) * DAY);
        let (mut purchases, mut collections) = (Vec::new(), CollectionSet::EMPTY);
        for (at, event) in self.history.events().iter().enumerate() {
            if event.gift || event.time < oldest {
                continue;
            }
            let card = self.known.handle(&event.item_id).and_then(|handle| self.known.card(handle));
            collections |= card.map_or(CollectionSet::EMPTY, |card| card.facts.collections);
            if event.kind == EventKind::Purchase
                && let Some(place) = self.history.place(at)
            {
                let day = Day::of_time(event.time);
                purchases.push(Purchase { item_id: &event.item_id, item_type: place.item_type, day });
            }
        }
        let ids = self.pack.as_ref().map_or(&[][..], |pack| &pack.core.collections);
        let collections = collections.iter().filter_map(|index| Some(index.of(ids)?.as_str())).collect();
        let (attachment, potential) = (shopper.attachment, shopper.potential);
        (Client { divisions, purchases, collections, attachment, potential, country }, shopper)
    }
}
