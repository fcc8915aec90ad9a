//! Counts the shoppers whom a message would concern. The predicate of a message is checked against the purchases of the
//! last `retention_days` days of the log, without items of sensitive types.
//!
//! A device knows more than a log of orders. The log has no views: a predicate that views widen (`knows`,
//! `collections`) is counted too low, one that they narrow (`not_yet`) too high. The log does not tell which purchases
//! are gifts either; a device leaves these out.

use passerelle::history::Tally;
use passerelle::message::{Client, Condition, Predicate, Purchase};
use passerelle::model::{CollectionSet, DAY, Day, Days, DivisionIndex, EventKind, Week};
use passerelle::pack::Transition;
use passerelle::shopper::{DivisionCounts, Onward, Shopper};

use passerelle_catalogue::Catalogue;
use passerelle_catalogue::orders::Log;

use crate::division_transitions;
use crate::shopper_sessions::ShopperSessions;

/// The data that counting an audience needs besides the log.
#[derive(Clone, Copy, Debug)]
pub struct AudienceInputs<'a> {
    /// The catalogue of the items bought.
    pub catalogue: &'a Catalogue,
    /// For each item, the collections that it belongs to.
    pub collections_of_item: &'a [CollectionSet],
    /// The ids of the collections, by their numbers.
    pub collections: &'a [&'a str],
    /// How many shoppers go from division to division. The potential is computed from it.
    pub transitions: &'a [Transition],
    /// Days that a device keeps its history.
    pub retention_days: u16,
}

/// Counts how many shoppers go from division to division, as a build with this floor learns it.
#[must_use]
pub fn transitions(log: &Log, catalogue: &Catalogue, floor: u32) -> Vec<Transition> {
    let division = |item: u32| {
        let item = catalogue.items.get(item as usize)?;
        let kind = catalogue.types.get(usize::from(item.item_type))?;
        (!kind.sensitive).then_some(item.division)
    };
    let divisions = catalogue.divisions.len();
    division_transitions::count(&ShopperSessions::new(log), log.ordered, divisions, division, floor)
}

/// A message for which to count the shoppers.
#[derive(Clone, Debug)]
pub struct Question {
    /// The conditions on the history. [`Condition::Countries`] is ignored: a log of orders has no countries.
    pub predicate: Predicate,
    /// For a notice, the order that the shopper must have.
    pub order: Option<NoticeOrder>,
}

/// An order that a notice is about.
#[derive(Clone, Debug)]
pub struct NoticeOrder {
    /// Ids of the items of which the order has one; `None` for any item.
    pub items: Option<Vec<String>>,
    /// The days on which it was ordered.
    pub ordered: Days,
}

impl NoticeOrder {
    fn concerns(&self, purchases: &[Purchase<'_>]) -> bool {
        purchases.iter().any(|purchase| {
            let is_meant = self.items.as_ref().is_none_or(|items| items.iter().any(|item| *item == purchase.item_id));
            is_meant && self.ordered.contains(purchase.day)
        })
    }
}

/// The number of shoppers checked, and the number that each message concerns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageAudience {
    /// Shoppers with a purchase in the last `retention_days` days.
    pub total: u32,
    /// For each question, in their order.
    pub concerned: Vec<Concerned>,
}

/// How many shoppers a message concerns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concerned {
    /// With all conditions that a log can answer.
    pub shoppers: u32,
    /// Without each of these conditions.
    pub without: Vec<(Condition, u32)>,
}

/// Checks every question for every shopper, as of the day of the log's last session. The log's times must be dates.
#[must_use]
pub fn message_audience(questions: &[Question], log: &Log, inputs: &AudienceInputs<'_>) -> MessageAudience {
    let asked: Vec<Predicate> =
        questions.iter().map(|question| question.predicate.without(Condition::Countries)).collect();
    let wider: Vec<Vec<(Condition, Predicate)>> = asked
        .iter()
        .map(|one| one.conditions().map(|condition| (condition, one.without(condition))).collect())
        .collect();
    let count = |conditions: &Vec<(Condition, Predicate)>| Concerned {
        shoppers: 0,
        without: conditions.iter().map(|(condition, _)| (*condition, 0)).collect(),
    };
    let mut audience = MessageAudience { total: 0, concerned: wider.iter().map(count).collect() };
    let end = log.sessions.last().map_or(0, |session| session.time);
    let today = Day::of_time(end);
    each_client(log, end, inputs, |client| {
        audience.total += 1;
        for (((question, predicate), wider), concerned) in
            questions.iter().zip(&asked).zip(&wider).zip(&mut audience.concerned)
        {
            if question.order.as_ref().is_some_and(|order| !order.concerns(&client.purchases)) {
                continue;
            }
            concerned.shoppers += u32::from(predicate.unmet(client, today).is_none());
            for ((_, predicate), (_, shoppers)) in wider.iter().zip(&mut concerned.without) {
                *shoppers += u32::from(predicate.unmet(client, today).is_none());
            }
        }
    });
    audience
}

/// Calls `ask` with each shopper who has a purchase in the last `retention_days` days before `end` (seconds since
/// 1970-01-01 UTC).
fn each_client(log: &Log, end: i64, inputs: &AudienceInputs<'_>, mut ask: impl FnMut(&Client<'_>)) {
    let start = end - i64::from(inputs.retention_days) * DAY;
    let first = log.sessions.partition_point(|session| session.time < start);
    let mut window: Vec<_> = log.sessions.get(first..).unwrap_or_default().iter().collect();
    window.sort_by_key(|session| session.shopper);
    let catalogue = inputs.catalogue;
    let onward = Onward::new(inputs.transitions, catalogue.divisions.len());
    for of_one in window.chunk_by(|a, b| a.shopper == b.shopper) {
        let mut client = Client::default();
        let (mut tallies, mut collections) = (Vec::<Tally>::new(), CollectionSet::EMPTY);
        for session in of_one {
            for event in log.events_of(session).iter().filter(|event| event.kind == EventKind::Purchase) {
                let Some(item) = catalogue.items.get(event.item as usize) else { continue };
                let Some(kind) = catalogue.types.get(usize::from(item.item_type)).filter(|kind| !kind.sensitive) else {
                    continue;
                };
                let Some(division) = catalogue.divisions.get(usize::from(item.division)) else { continue };
                collections |= inputs.collections_of_item.get(event.item as usize).copied().unwrap_or_default();
                client.purchases.push(Purchase {
                    item_id: &item.id,
                    item_type: &kind.name,
                    day: Day::of_time(session.time),
                });
                passerelle::history::count(&mut tallies, &division.id, session.time, true);
                if !client.divisions.contains(&division.id.as_str()) {
                    client.divisions.push(&division.id);
                }
            }
        }
        if client.purchases.is_empty() {
            continue;
        }
        client.collections = collections.iter().filter_map(|number| number.of(inputs.collections)).copied().collect();
        let shopper = shopper(&tallies, catalogue, &onward, Week::of_time(end));
        (client.attachment, client.potential) = (shopper.attachment, shopper.potential);
        ask(&client);
    }
}

/// The shopper with these weekly counts, as a device would see them.
fn shopper(tallies: &[Tally], catalogue: &Catalogue, onward: &Onward<'_>, this_week: Week) -> Shopper {
    let mut met = DivisionCounts::new(catalogue.divisions.len());
    for tally in tallies {
        if let Some(at) = DivisionIndex::position(&catalogue.divisions, |division| division.id == tally.division) {
            met.tally(at, tally, this_week);
        }
    }
    Shopper::new(&met, tallies, onward, this_week)
}
