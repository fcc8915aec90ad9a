//! The engine's answers as plain data. Not for JSON: see [`crate::view`].

use crate::cache::Card;
use crate::discretion::{Argument, DraftItem, PageKind, Reason, SlateDraft};
use crate::model::{Factor, LanguageIndex, Score};
use crate::pack::Core;
use crate::rank::{Absence, PartName, RankSource};
use crate::season::{Flag, SeasonScore};
use serde::Serialize;
use strum::IntoStaticStr;

/// One entry of a slate.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion<'a> {
    /// The item's id in the feed.
    pub id: &'a str,
    /// The data needed to draw the item.
    pub card: &'a Card,
    /// The price in minor units; `None` if the feed has none or the card is too old.
    pub price_minor: Option<u32>,
    /// How ranking placed the item; `None` for a recently viewed item, which is not ranked.
    pub rank: Option<Rank>,
    /// Why the item is suggested: the most specific reason that may be shown.
    pub reason: Reason,
    /// The item that the reason names, if any.
    pub about: Option<NamedItem<'a>>,
    /// How well the item fits the season and the weather.
    pub signs: SeasonScore,
    /// Flags about the season, the most specific first.
    pub flags: Vec<Flag>,
}

/// How ranking placed an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// The item's score at its position.
    pub score: Score,
    /// How the item got its position.
    pub source: RankSource,
}

/// An item that the page asked for, and the data needed to draw it.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownItem<'a> {
    /// The item's id in the feed.
    pub id: &'a str,
    /// The data needed to draw the item.
    pub card: &'a Card,
    /// The price in minor units; `None` if the feed has none or the card is too old.
    pub price_minor: Option<u32>,
    /// Whether the item can be bought now.
    pub available: bool,
    /// The core of the open pack.
    pub core: &'a Core,
    /// Position of the page's language in the house's list.
    pub language: LanguageIndex,
}

/// An item that a reason names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedItem<'a> {
    /// The item's id in the feed.
    pub id: &'a str,
    /// The item's title; `None` if unknown.
    pub title: Option<&'a str>,
}

/// Whether a slate has suggestions, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, IntoStaticStr)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Status {
    /// The slate has suggestions.
    Ok,
    /// The house has switched suggestions off.
    Off,
    /// No pack could be opened.
    NoPack,
    /// The page's item or division is not in the pack, or the page named none.
    ItemUnknown,
    /// No candidate scores high enough.
    NothingSuitable,
    /// The page is a checkout or payment page; for `recent`, also a confirmation page.
    NotNow,
}

impl Status {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// An ordered list of suggestions for a slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Slate<'a> {
    /// Whether there are suggestions, and if not, why.
    pub status: Status,
    /// The core of the open pack; `None` before a pack is open.
    pub core: Option<&'a Core>,
    /// Position of the page's language in the house's list.
    pub language: LanguageIndex,
    /// Best first.
    pub suggestions: Vec<Suggestion<'a>>,
}

impl Slate<'_> {
    /// Describes the slate for the impression log before it is drawn on a `page` of this kind: see
    /// [`crate::engine::Engine::offer`]. Pinned items after an order do not count as promotion, because the client has
    /// already bought.
    #[must_use]
    pub fn draft(&self, page: PageKind) -> SlateDraft {
        let mut draft = SlateDraft::default();
        // Recently viewed items are not counted as impressions and stay available to the page's other slots.
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

/// One part of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPart {
    /// The kind of part.
    pub name: PartName,
    /// Id of the item in the history that the part comes from, or the rule's number.
    pub source: Option<String>,
    /// The amount added; negative if the part lowers the score.
    pub value: Score,
}

/// Why an item has its score, or why it is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The parts of the score, in the order of computation; none for an item that is not ranked.
    pub parts: Vec<NamedPart>,
    /// Position on the slate, starting at 0; `None` if the item is not shown.
    pub place: Option<usize>,
    /// Why the item is not shown; `None` if it is shown.
    pub absence: Option<Absence>,
    /// How loyal the shopper is to the house, at most 1.
    pub attachment: Factor,
    /// How open the shopper is to divisions that are new to them, at most 1.
    pub potential: Factor,
}

impl Explanation {
    /// The item's score: the sum of its parts.
    #[must_use]
    pub fn score(&self) -> Score {
        self.parts.iter().map(|part| part.value).sum()
    }
}
