//! What the engine answers: data, no behaviour.

use crate::cache::Card;
use crate::discretion::{Argument, Draft, DraftItem, PageKind, Reason};
use crate::model::{Factor, Score};
use crate::pack::Core;
use crate::rank::{Absence, PartName, RankSource};
use crate::season::{Flag, SeasonScore};
use serde::Serialize;
use strum::IntoStaticStr;

/// One entry of a slate.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion<'a> {
    /// The item.
    pub id: &'a str,
    /// What is needed to draw it.
    pub card: &'a Card,
    /// The price in minor units; `None` when the feed has none or the card is too old to say.
    pub price_minor: Option<u32>,
    /// What it was worth at its place.
    pub score: Score,
    /// How it came to its place.
    pub rank_source: RankSource,
    /// Why, in the most particular way that may be spoken.
    pub reason: Reason,
    /// The item that the reason names, if it names one.
    pub about: Option<NamedItem<'a>>,
    /// How well it fits the season and the weather.
    pub signs: SeasonScore,
    /// What may be said of that.
    pub flags: Vec<Flag>,
}

/// An item that the page speaks of, and what is needed to draw it.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownItem<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it says.
    pub card: &'a Card,
    /// The price in minor units; `None` when the feed has none or the card is too old to say.
    pub price_minor: Option<u32>,
    /// Whether it can be bought now.
    pub available: bool,
    /// The house.
    pub core: &'a Core,
    /// Position of the house's language that it speaks.
    pub language: usize,
}

/// An item that a reason names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedItem<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its title; empty where none is known.
    pub title: &'a str,
}

/// Why a slate is as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, IntoStaticStr)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Status {
    /// It has suggestions.
    Ok,
    /// The house has switched suggestions off.
    Off,
    /// No pack could be read.
    NoPack,
    /// The pack does not know the page's item, or the page named none.
    ItemUnknown,
    /// Nothing known goes well enough.
    NothingSuitable,
    /// This is no moment: somebody is paying.
    NotNow,
}

impl Status {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// The ordered list for a slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Slate<'a> {
    /// Why it is as it is.
    pub status: Status,
    /// The house, once a pack is open.
    pub core: Option<&'a Core>,
    /// Position of the house's language that it speaks.
    pub language: usize,
    /// The best first.
    pub suggestions: Vec<Suggestion<'a>>,
}

impl Slate<'_> {
    /// What is told of the slate to whoever is about to draw it on a `page` of this kind: see
    /// [`crate::engine::Engine::offer`]. What the house pins after an order is no promotion: the client has bought.
    #[must_use]
    pub fn draft(&self, page: PageKind) -> Draft {
        let mut draft = Draft::default();
        // What was looked at is no invitation: nothing is counted, and nothing is kept from other places of the page.
        for suggestion in self.suggestions.iter().filter(|one| one.reason != Reason::RecentlyViewed) {
            let reason = suggestion.reason;
            let division = suggestion.card.facts.division;
            let division = self.core.and_then(|core| division.of(&core.divisions)).filter(|_| reason.wears_off());
            let argument = division.map(|division| Argument { reason: reason.number(), division: division.id.clone() });
            draft.items.push(DraftItem { id: suggestion.id.to_owned(), argument });
            draft.promotes |= !reason.is_of_page() && page != PageKind::Confirmation;
        }
        draft
    }
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPart {
    /// What kind of part.
    pub name: PartName,
    /// The item of the history it comes from, or the rule's number.
    pub source: Option<String>,
    /// What it adds; below 0 where something was taken away.
    pub value: Score,
}

/// Why an item has its score, or is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The sum of the parts.
    pub score: Score,
    /// What it is made of, in the order it was worked out.
    pub parts: Vec<NamedPart>,
    /// Its place on the slate, from 0; `None` when it is not shown.
    pub place: Option<usize>,
    /// Why it is not shown.
    pub absence: Option<Absence>,
    /// How faithful the shopper is, at most 1.
    pub attachment: Factor,
    /// How open to divisions not yet met, at most 1.
    pub potential: Factor,
}
