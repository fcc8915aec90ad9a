//! Checks that each message concerns enough shoppers, and that each loyalty tier has enough. Smaller groups could
//! reveal individuals. `build` and `lint` use the same checks.

use passerelle::message::{Condition, Predicate};
use passerelle::model::Factor;
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::house::{House, Resolved, Tier};
use passerelle_catalogue::orders::{Clock, Log};
use passerelle_learning::message_audience::{
    AudienceInputs, Concerned, NoticeOrder, Question, message_audience, transitions,
};

use crate::error::CommandError;

/// A message whose audience was counted, or a tier.
pub(crate) struct Asked {
    /// Its place in the house file and its kind: `house.toml:12: invitation "perfume"`.
    pub(crate) place: String,
    /// Number of shoppers whom it concerns, by their purchases.
    pub(crate) shoppers: u32,
    /// Number of all shoppers.
    pub(crate) total: u32,
    /// Conditions that more clients meet on devices, because of their views.
    pub(crate) wider_by_views: Vec<Condition>,
    /// Conditions that fewer clients meet on devices, because of views and because gifts are excluded.
    pub(crate) narrower_on_devices: Vec<Condition>,
}

/// The log in which the audience of messages is counted.
#[derive(Clone, Copy)]
pub(crate) struct CountedIn<'a> {
    pub(crate) log: &'a Log,
    pub(crate) clock: Clock,
    /// Whether the pack learns from counts, which do not contain shoppers.
    pub(crate) counts: bool,
}

impl CountedIn<'_> {
    /// The reason why the audience cannot be counted, and the remedy.
    fn obstacle(self) -> Option<&'static str> {
        if self.log.sessions.is_empty() {
            Some(if self.counts {
                "--counts have no shoppers, so its audience cannot be counted: build with --orders instead of --counts"
            } else {
                "there are no orders to count its audience: give --orders with dates"
            })
        } else if self.clock != Clock::Time {
            Some("the orders have no dates to count its audience: give --orders with dates")
        } else {
            None
        }
    }
}

/// Counts the shoppers of the log whom each message concerns, and those in each tier. `file` is the name of the house
/// file in errors.
///
/// # Errors
/// [`CommandError::Audience`] with every message and every tier that has too few shoppers.
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
    // A single tier contains everybody.
    let tiers = Some(house.loyalty.tiers()).filter(|tiers| tiers.len() > 1).unwrap_or_default();
    if questions.is_empty() && tiers.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(obstacle) = counted_in.obstacle() {
        let message = |place: &String| format!("{place} reads the history, and {obstacle}, or remove its `for`");
        let tier =
            |tier: &Tier| format!("{} reads the history, and {obstacle}, or keep only one tier", tier.place(file));
        return Err(CommandError::Audience(places.iter().map(message).chain(tiers.iter().map(tier)).collect()));
    }
    let log = counted_in.log;
    let transitions = transitions(log, catalogue, house.privacy.k.into());
    let collections: Vec<&str> = house.collections.iter().map(|collection| collection.id.as_str()).collect();
    let known = AudienceInputs {
        catalogue,
        collections_of_item: &resolved.sets.of_item,
        collections: &collections,
        transitions: &transitions,
        retention_days: house.privacy.retention_days,
    };
    let reaches = |tier: &Tier| Question {
        // A tier from 0 on is everybody's.
        predicate: Predicate {
            attachment: Some(tier.attachment).filter(|least| *least > Factor::ZERO),
            ..Predicate::default()
        },
        order: None,
    };
    let asked: Vec<Question> = questions.iter().cloned().chain(tiers.iter().map(reaches)).collect();
    let mut audience = message_audience(&asked, log, &known);
    let reached = audience.concerned.split_off(questions.len());
    let needed = house.discretion.minimum_audience.needed(audience.total);
    let of_tiers = in_tiers(tiers, &reached, audience.total, file);
    let of_messages = places
        .iter()
        .zip(&audience.concerned)
        .filter(|(_, concerned)| concerned.shoppers < needed)
        .map(|(place, concerned)| refusal(place, concerned, audience.total, needed));
    let too_few = of_tiers.iter().filter(|tier| tier.shoppers < needed).map(|tier| tier_refusal(tier, needed));
    let refusals: Vec<String> = of_messages.chain(too_few).collect();
    if !refusals.is_empty() {
        return Err(CommandError::Audience(refusals));
    }
    let told = |((place, question), concerned): ((String, Question), Concerned)| {
        let conditions = || question.predicate.conditions();
        Asked {
            place,
            shoppers: concerned.shoppers,
            total: audience.total,
            wider_by_views: conditions().filter(|condition| condition.is_wider_by_views()).collect(),
            narrower_on_devices: conditions().filter(|condition| is_narrower_on_devices(*condition)).collect(),
        }
    };
    Ok(places.into_iter().zip(questions).zip(audience.concerned).map(told).chain(of_tiers).collect())
}

/// Number of shoppers in each tier: those that reach it but not the next one.
fn in_tiers(tiers: &[Tier], reached: &[Concerned], total: u32, file: &str) -> Vec<Asked> {
    let reach = |at: usize| reached.get(at).map_or(0, |concerned| concerned.shoppers);
    let tier = |(at, tier): (usize, &Tier)| {
        let by_attachment = |moves: bool| if moves { vec![Condition::Attachment] } else { Vec::new() };
        Asked {
            place: tier.place(file),
            shoppers: reach(at).saturating_sub(reach(at + 1)),
            total,
            // Views raise attachment: lower tiers lose shoppers, higher ones gain.
            wider_by_views: by_attachment(at > 0),
            narrower_on_devices: by_attachment(at + 1 < tiers.len()),
        }
    };
    tiers.iter().enumerate().map(tier).collect()
}

fn tier_refusal(Asked { place, shoppers, total, .. }: &Asked, needed: u32) -> String {
    format!(
        "{place} has {shoppers} of {total} shoppers by their purchases; change its attachment or that of its neighbours, or \
         merge tiers, until each has at least {needed} (privacy.k, discretion.minimum_audience)"
    )
}

/// Views make `not_yet` hold for fewer clients, and may lower potential. A device excludes items that were marked as
/// gifts. Orders do not state the country, so the count leaves it out.
const fn is_narrower_on_devices(condition: Condition) -> bool {
    matches!(condition, Condition::NotYet | Condition::Bought | Condition::Potential | Condition::Countries)
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
