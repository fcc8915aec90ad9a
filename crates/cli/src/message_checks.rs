//! Whether enough shoppers are concerned by each message: a message that singles out a few would tell them apart. `build` and
//! `lint` ask the same.

use passerelle::message::{Condition, Predicate};
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::house::{House, Resolved};
use passerelle_catalogue::orders::{Clock, Log};
use passerelle_learning::message_audience::{Concerned, Known, message_audience, transitions};

use crate::error::CommandError;

/// A message whose predicate was asked.
pub(crate) struct Asked {
    /// Where it stands and what it is: `house.toml:12: invitation "perfume"`.
    pub(crate) place: String,
    /// Shoppers that it concerns, by their purchases.
    pub(crate) shoppers: u32,
    /// Shoppers that were asked.
    pub(crate) total: u32,
    /// Conditions that views on a device make wider.
    pub(crate) wider_by_views: Vec<Condition>,
}

/// Asks the predicates of all messages of the shoppers of `log`. `file` is what errors call the house file.
///
/// # Errors
/// [`CommandError::Audience`] with every message that concerns too few.
pub(crate) fn audience(
    house: &House,
    resolved: &Resolved,
    catalogue: &Catalogue,
    (log, clock): (&Log, Clock),
    file: &str,
) -> Result<Vec<Asked>, CommandError> {
    let notices =
        house.notices.iter().zip(&resolved.notices).map(|(notice, predicate)| (notice.place(file), predicate));
    let messages = house
        .client_messages
        .iter()
        .zip(&resolved.messages)
        .map(|(message, resolved)| (message.place(file), &resolved.predicate));
    let (places, predicates): (Vec<String>, Vec<Predicate>) = notices
        .chain(messages)
        .filter(|(_, predicate)| predicate.reads_history())
        .map(|(place, predicate)| (place, predicate.clone()))
        .unzip();
    if predicates.is_empty() {
        return Ok(Vec::new());
    }
    if log.sessions.is_empty() || clock != Clock::Time {
        let why = if log.sessions.is_empty() { "there are no orders" } else { "the orders have no dates" };
        let refuse = |place: &String| {
            format!(
                "{place} reads the history, and {why} to count whom it concerns: give --orders with dates, or take its for away"
            )
        };
        return Err(CommandError::Audience(places.iter().map(refuse).collect()));
    }
    let transitions = transitions(log, catalogue, house.privacy.k.into());
    let collections: Vec<&str> = house.collections.iter().map(|collection| collection.id.as_str()).collect();
    let known = Known {
        catalogue,
        collections_of_item: &resolved.sets.of_item,
        collections: &collections,
        transitions: &transitions,
        retention_days: house.privacy.retention_days,
    };
    let audience = message_audience(&predicates, log, &known);
    let needed = house.discretion.minimum_audience.needed(audience.total);
    let refusals: Vec<String> = places
        .iter()
        .zip(&audience.concerned)
        .filter(|(_, concerned)| concerned.shoppers < needed)
        .map(|(place, concerned)| refusal(place, concerned, audience.total, needed))
        .collect();
    if !refusals.is_empty() {
        return Err(CommandError::Audience(refusals));
    }
    let asked = |((place, predicate), concerned): ((String, Predicate), Concerned)| Asked {
        place,
        shoppers: concerned.shoppers,
        total: audience.total,
        wider_by_views: predicate.conditions().filter(|condition| condition.is_wider_by_views()).collect(),
    };
    Ok(places.into_iter().zip(predicates).zip(audience.concerned).map(asked).collect())
}

fn refusal(place: &str, concerned: &Concerned, total: u32, needed: u32) -> String {
    let without: Vec<String> = concerned
        .without
        .iter()
        .map(|(condition, shoppers)| format!("{shoppers} without {}", condition.name()))
        .collect();
    format!(
        "{place} concerns {} of {total} shoppers by their purchases; broaden it to at least {needed} (privacy.k, \
         discretion.minimum_audience). It would concern {}",
        concerned.shoppers,
        without.join(", ")
    )
}
