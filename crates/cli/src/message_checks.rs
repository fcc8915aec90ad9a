//! Whether enough shoppers are concerned by each message: a message that singles out a few would tell them apart. `build` and
//! `lint` ask the same.

use passerelle::message::Condition;
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::house::{House, Resolved};
use passerelle_catalogue::orders::{Clock, Log};
use passerelle_learning::message_audience::{Concerned, Known, NoticeOrder, Question, message_audience, transitions};

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
    /// Conditions that hold for fewer clients on devices, where there are views and gifts are left out.
    pub(crate) narrower_on_devices: Vec<Condition>,
}

/// What the shoppers of messages are counted in.
#[derive(Clone, Copy)]
pub(crate) struct CountedIn<'a> {
    pub(crate) log: &'a Log,
    pub(crate) clock: Clock,
    /// Whether the pack learns from counts, which hold no shoppers.
    pub(crate) counts: bool,
}

impl CountedIn<'_> {
    /// Why nobody can be counted, and what to do.
    fn obstacle(self) -> Option<&'static str> {
        if self.log.sessions.is_empty() {
            Some(if self.counts {
                "--counts hold no shoppers, so they cannot say whom it concerns: build with --orders instead of --counts, \
                 or take its for away"
            } else {
                "there are no orders to count whom it concerns: give --orders with dates, or take its for away"
            })
        } else if self.clock != Clock::Time {
            Some("the orders have no dates to count whom it concerns: give --orders with dates, or take its for away")
        } else {
            None
        }
    }
}

/// Asks the predicates of all messages of the shoppers of `log`. `file` is what errors call the house file.
///
/// # Errors
/// [`CommandError::Audience`] with every message that concerns too few.
pub(crate) fn audience(
    house: &House,
    resolved: &Resolved,
    catalogue: &Catalogue,
    counted_in: CountedIn<'_>,
    file: &str,
) -> Result<Vec<Asked>, CommandError> {
    let notices = house.notices.iter().zip(&resolved.notices).map(|(notice, predicate)| {
        let order = NoticeOrder { items: notice.items(catalogue), ordered: notice.ordered };
        (notice.place(file), Question { predicate: predicate.clone(), order: Some(order) })
    });
    let messages = house.client_messages.iter().zip(&resolved.messages).map(|(message, resolved)| {
        (message.place(file), Question { predicate: resolved.predicate.clone(), order: None })
    });
    let (places, questions): (Vec<String>, Vec<Question>) =
        notices.chain(messages).filter(|(_, question)| question.predicate.reads_history()).unzip();
    if questions.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(obstacle) = counted_in.obstacle() {
        let refuse = |place: &String| format!("{place} reads the history, and {obstacle}");
        return Err(CommandError::Audience(places.iter().map(refuse).collect()));
    }
    let log = counted_in.log;
    let transitions = transitions(log, catalogue, house.privacy.k.into());
    let collections: Vec<&str> = house.collections.iter().map(|collection| collection.id.as_str()).collect();
    let known = Known {
        catalogue,
        collections_of_item: &resolved.sets.of_item,
        collections: &collections,
        transitions: &transitions,
        retention_days: house.privacy.retention_days,
    };
    let audience = message_audience(&questions, log, &known);
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
    let asked = |((place, question), concerned): ((String, Question), Concerned)| {
        let conditions = || question.predicate.conditions();
        Asked {
            place,
            shoppers: concerned.shoppers,
            total: audience.total,
            wider_by_views: conditions().filter(|condition| condition.is_wider_by_views()).collect(),
            narrower_on_devices: conditions().filter(|condition| is_narrower_on_devices(*condition)).collect(),
        }
    };
    Ok(places.into_iter().zip(questions).zip(audience.concerned).map(asked).collect())
}

/// Views make `not_yet` hold for fewer, and may lower potential; a device leaves out what was marked as a gift.
const fn is_narrower_on_devices(condition: Condition) -> bool {
    matches!(condition, Condition::NotYet | Condition::Bought | Condition::Potential)
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
