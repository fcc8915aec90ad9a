//! The client's data for the conditions of messages: the history of this device, with the ids of the pack. Not for the
//! conditions: see [`crate::message`].

use super::prepare::counts_of_weeks;
use super::state::{Engine, Mode};
use crate::history::{EventKind, oldest_kept};
use crate::message::{Client, Purchase};
use crate::model::{CollectionSet, Country, Day, Week};
use crate::pack::Core;
use crate::shopper::{Onward, Shopper};

/// A client, and the shopper's profile that the client's data were computed from.
pub(super) struct ProfiledClient<'a> {
    pub(super) client: Client<'a>,
    pub(super) shopper: Shopper,
}

impl Engine {
    /// Whether the history may be written, and messages may depend on it. While recording is paused, feedback could not
    /// be stored, so messages are chosen as without consent.
    pub(super) fn uses_history(&self) -> bool {
        self.mode == Mode::Personal && !self.history.paused()
    }

    /// The client and the shopper's profile. Without a history only the country is known.
    pub(super) fn client(&self, core: &Core, country: Option<Country>, now: i64) -> ProfiledClient<'_> {
        if !self.uses_history() {
            let client = Client { country, ..Client::default() };
            return ProfiledClient { client, shopper: Shopper::default() };
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
        let oldest = oldest_kept(now, core.retention_days);
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
        let client = Client { divisions, purchases, collections, attachment, potential, country };
        ProfiledClient { client, shopper }
    }
}
