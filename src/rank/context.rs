//! The ranking pipeline: from the sources to candidates to a slate, and the explanation of an item's score as parts
//! that add up. The browser, the native tool and `evaluate` all use it. Not for preparing its input: see
//! [`crate::engine::prepare`].

use super::score::lists_part;
use super::slate::{Candidate, RankSource, RankedItem, SlateConfig, fill};
use super::{
    Action, ActiveRule, Factor, Handle, ItemFeatures, List, RankTables, Ration, Reminder, Score, Scorer, Source,
    SourcePart, Wearer,
};
use crate::model::leave_out;
use crate::season::SeasonContext;
use crate::shopper::ShopperSizes;
use serde::Serialize;
use strum::{EnumDiscriminants, IntoStaticStr};

/// The number of best items among which a slate is searched first.
const ENOUGH: usize = 48;

/// Access to the items being ranked, by handle.
pub trait Items {
    /// The item's id; empty for an unknown handle.
    fn id(&self, handle: Handle) -> &str;
    /// The item's features; `None` if it cannot be shown.
    fn facts(&self, handle: Handle) -> Option<ItemFeatures>;
}

/// The input of ranking.
#[derive(Clone, Debug)]
pub struct RankingContext<'a> {
    /// The source items, most recent first.
    pub sources: &'a [Source<'a>],
    /// The sources that may be shown again; empty if none may.
    pub reminders: &'a [Reminder],
    /// By handle: items that must not be suggested, because they are the page's item, in the cart, bought, or excluded
    /// by the page.
    pub forbidden: &'a [bool],
    /// By type: types in their cooldown after a purchase or a dismissal.
    pub resting: &'a [bool],
    /// By division: whether it may be shown.
    pub divisions: &'a [bool],
    /// By handle: the factor of the score after earlier impressions; 0 for items that must not be shown again. Items
    /// beyond the end have factor 1.
    pub fatigue: &'a [Factor],
    /// The shopper's sizes: items in stock in none of them lose score.
    pub sizes: &'a ShopperSizes<'a>,
    /// The lists of items that suit the season; empty if the placement does not use them.
    pub in_season: &'a [List<'a>],
    /// The lists of trending items; empty if the placement does not use them.
    pub trending: &'a [List<'a>],
    /// The season at the day, region and weather.
    pub moment: &'a SeasonContext<'a>,
    /// The rules that apply now.
    pub rules: &'a [ActiveRule],
    /// The boost of new items for this shopper: 0 for none, 1 to double the score.
    pub precedence: Factor,
    /// The lowest score that may be shown.
    pub threshold: Score,
    /// The wearer of the page's item: items for other wearers are excluded.
    pub wearer: Wearer,
    /// The remaining impressions, if any item was shown before.
    pub ration: Option<&'a Ration>,
    /// How to fill the slate.
    pub shape: SlateConfig<'a>,
}

/// The kind of a part of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(
    name(PartName),
    doc = " The source of a part of a score.",
    derive(Serialize, IntoStaticStr),
    serde(rename_all = "kebab-case"),
    strum(serialize_all = "kebab-case"),
    cfg_attr(feature = "types", derive(ts_rs::TS))
)]
pub enum Part {
    /// A counted neighbour of the source at this position of [`RankingContext::sources`].
    Neighbour(usize),
    /// A neighbour of the source at this position, derived from other pairs, types or attributes.
    BackOff(usize),
    /// The item suits the season.
    InSeason,
    /// The item is trending.
    Trending,
    /// The item was viewed before and may be shown again.
    Reminder,
    /// The item's fit with the season and the weather.
    Season,
    /// The item was shown before without a click.
    Fatigue,
    /// The item is in stock in none of the shopper's sizes.
    Size,
    /// The item is new, and the shopper has some attachment to the house.
    Attachment,
    /// The rule with this number in house.toml.
    Rule(u16),
    /// The division's share of the slate.
    Share,
}

/// A part of a score with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScorePart {
    /// The kind of part.
    pub part: Part,
    /// The amount added; negative if the part lowers the score.
    pub value: Score,
}

/// The explanation of an item's score, and why it is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The parts, which add up to the score.
    pub parts: Vec<ScorePart>,
    /// Why the item is not shown; `None` if it is shown.
    pub absence: Option<Absence>,
}

impl Account {
    /// The explanation of an item without list and card.
    pub(crate) fn of_unknown() -> Self {
        Self { parts: Vec::new(), absence: Some(Absence::NoNeighbour) }
    }
}

/// A filled slate with the data that it was filled from.
#[derive(Clone, Copy, Debug)]
pub struct Filled<'a, I, A> {
    /// The slate.
    pub places: &'a [RankedItem],
    /// The scorer after [`RankingContext::slate`].
    pub scorer: &'a Scorer,
    /// The tables of the ranking formula.
    pub tables: &'a RankTables,
    /// The items.
    pub items: &'a I,
    /// Whether an item may be shown.
    pub admits: A,
}

/// Why an item is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, IntoStaticStr)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Absence {
    /// The item is in no neighbour list of the history.
    NoNeighbour,
    /// The item's card has not been read, so it cannot be drawn.
    NoCard,
    /// The item is the page's item, in the cart, bought, or excluded by the page.
    Forbidden,
    /// The item was dismissed, has reached its cap, or is in another slot of the page.
    Capped,
    /// The item's type was bought recently, or dismissed more than once.
    Resting,
    /// The placement does not show the item's division.
    Division,
    /// The item is made for another gender or age group than the page's item.
    Wearer,
    /// A rule of the house excludes the item.
    Rule,
    /// The item's score is below the threshold.
    Threshold,
    /// The item cannot be bought now.
    Unavailable,
    /// The slate has the maximum number of items of the item's type.
    TypeFull,
    /// The shopper has not viewed the item on this device, or only as a gift; used by `recent` only.
    NotViewed,
    /// Other items have higher scores, or the remaining impressions are reserved for other pages.
    Outranked,
}

impl PartName {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

impl Absence {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

impl RankingContext<'_> {
    /// Fills the slate. `admits` says whether an item can be bought and shown now.
    pub fn slate(
        &self,
        scorer: &mut Scorer,
        tables: &RankTables,
        items: &impl Items,
        admits: impl Fn(Handle) -> bool,
    ) -> Vec<RankedItem> {
        scorer.accumulate(tables, self.sources);
        scorer.add_lists(tables, self.sources.len(), self.in_season);
        scorer.add_lists(tables, self.sources.len(), self.trending);
        scorer.remind(tables, self.reminders);
        let pins: Vec<Candidate> = self.pins(items, &admits).collect();
        // In nearly all cases the best few items decide, and hundreds of others need not be examined.
        let from = scorer.score_of_the_best(ENOUGH);
        [from, Score::LEAST]
            .into_iter()
            .find_map(|from| self.slate_from(from, &pins, scorer, items, &admits))
            .unwrap_or_default()
    }

    /// Fills the slate from items with a score of at least `from` before factors; `None` if another item might belong
    /// to it.
    fn slate_from(
        &self,
        from: Score,
        pins: &[Candidate],
        scorer: &Scorer,
        items: &impl Items,
        admits: &impl Fn(Handle) -> bool,
    ) -> Option<Vec<RankedItem>> {
        let mut candidates = Vec::new();
        for &handle in scorer.touched() {
            let score = scorer.score(handle);
            let is_new = || items.facts(handle).is_some_and(|facts| facts.is_new);
            if (score >= from || (self.shape.new_place && is_new()))
                && let Ok(candidate) = self.candidate(items, handle, score)
            {
                candidates.push(candidate);
            }
        }
        let mut shape = self.shape;
        if let Some(ration) = self.ration {
            let pinned = pins.len().min(shape.limit);
            let may_be_shown = candidates.iter().map(|candidate| candidate.handle).filter(|handle| admits(*handle));
            let places = ration.places(shape.limit, may_be_shown).max(pinned);
            // With all candidates, the ration may allow more positions.
            if places < shape.limit && from > Score::LEAST {
                return None;
            }
            shape.limit = places;
        }
        let unseen = (from > Score::LEAST).then(|| self.most(from - Score::LEAST));
        fill(pins, candidates, unseen, &shape, |handle| items.id(handle), admits)
    }

    /// The maximum score of an item with this base score.
    fn most(&self, base: Score) -> Score {
        let base = base.times(Factor::ONE + self.moment.weight());
        let factors = self.rules.iter().filter_map(|rule| rule.action.factor());
        factors.fold(base.times(Factor::ONE + self.precedence), |score, factor| score.times(factor.max(Factor::ONE)))
    }

    /// Explains the item's score. For an item that is not on the slate, it gives the score without the division's
    /// share, and why the item is absent. `is_derived` says whether the entry at a position of a source's list was
    /// derived, by the source's distance.
    pub fn explain<I: Items>(
        &self,
        handle: Handle,
        filled: &Filled<'_, I, impl Fn(Handle) -> bool>,
        is_derived: impl Fn(usize, usize) -> bool,
    ) -> Account {
        let &Filled { places, scorer, tables, items, ref admits } = filled;
        let mut parts = Vec::new();
        let mut add = |part, value| parts.push(ScorePart { part, value });
        for (distance, source) in self.sources.iter().enumerate() {
            if let Some(SourcePart { place, value }) = source.part(tables, self.sources.len(), distance, handle) {
                add(
                    if is_derived(distance, place) { Part::BackOff(distance) } else { Part::Neighbour(distance) },
                    value,
                );
            }
        }
        add(Part::InSeason, lists_part(tables, self.sources.len(), self.in_season, handle));
        add(Part::Trending, lists_part(tables, self.sources.len(), self.trending, handle));
        let base = scorer.score(handle);
        let counted = sum(&parts);
        parts.push(ScorePart { part: Part::Reminder, value: base - counted });
        let facts = items.facts(handle);
        if let Some(facts) = facts {
            let note = &mut |part, value| parts.push(ScorePart { part, value });
            self.weigh(items.id(handle), handle, &facts, base, note);
        }
        let place = places.iter().find(|place| place.handle == handle);
        let absence = match place {
            Some(place) => {
                parts.push(ScorePart { part: Part::Share, value: place.share });
                let counted = sum(&parts);
                if place.rank_source == RankSource::Pinned {
                    let pin = self.rules.iter().find(|rule| self.pins_item(rule, handle, items));
                    let part = Part::Rule(pin.map_or(0, |rule| rule.number));
                    parts.push(ScorePart { part, value: place.score - counted });
                }
                None
            }
            None => Some(match self.candidate(items, handle, base) {
                Err(absence) => absence,
                Ok(_) if !admits(handle) => Absence::Unavailable,
                Ok(candidate) => {
                    let taken: Vec<ItemFeatures> =
                        places.iter().filter_map(|place| items.facts(place.handle)).collect();
                    let room = self.shape.has_room(&taken, candidate.facts.item_type);
                    if room { Absence::Outranked } else { Absence::TypeFull }
                }
            }),
        };
        parts.retain(|part| part.value != Score::ZERO);
        Account { parts, absence }
    }

    /// The item as a candidate with its final score, or why it is not one.
    fn candidate(&self, items: &impl Items, handle: Handle, base: Score) -> Result<Candidate, Absence> {
        if base <= Score::ZERO {
            return Err(Absence::NoNeighbour);
        }
        let facts = items.facts(handle).ok_or(Absence::NoCard)?;
        if is(self.forbidden, handle.at()) {
            return Err(Absence::Forbidden);
        }
        if self.left(handle) == Factor::ZERO {
            return Err(Absence::Capped);
        }
        if !is(self.divisions, facts.division.at()) {
            return Err(Absence::Division);
        }
        if !self.wearer.agrees_with(facts.wearer) {
            return Err(Absence::Wearer);
        }
        if is(self.resting, facts.item_type.at()) {
            return Err(Absence::Resting);
        }
        if !self.rules.is_empty() && self.left_out(handle, &facts) {
            return Err(Absence::Rule);
        }
        let score = self.weigh(items.id(handle), handle, &facts, base, &mut |_, _| {});
        if score < self.threshold.max(Score::LEAST) {
            return Err(Absence::Threshold);
        }
        Ok(Candidate { handle, facts, score })
    }

    /// Applies all factors to the base score; `note` receives the change of each.
    fn weigh(
        &self,
        id: &str,
        handle: Handle,
        facts: &ItemFeatures,
        base: Score,
        note: &mut dyn FnMut(Part, Score),
    ) -> Score {
        let mut score = base;
        let mut apply = |factor: Factor, part| {
            let next = score.times(factor);
            note(part, next - score);
            score = next;
        };
        apply(self.moment.factor(facts), Part::Season);
        apply(self.left(handle), Part::Fatigue);
        apply(self.sizes.factor(id), Part::Size);
        if facts.is_new && self.precedence > Factor::ZERO {
            apply(Factor::ONE + self.precedence, Part::Attachment);
        }
        // A rule with several targets occurs once for each, but applies only once.
        let mut weighed = None;
        for rule in self.rules.iter().filter(|rule| rule.meets(handle, facts)) {
            if let Some(factor) = rule.action.factor()
                && weighed.replace(rule.number) != Some(rule.number)
            {
                apply(factor, Part::Rule(rule.number));
            }
        }
        score
    }

    /// The factor of the item's score after earlier impressions.
    fn left(&self, handle: Handle) -> Factor {
        self.fatigue.get(handle.at()).copied().unwrap_or(Factor::ONE)
    }

    fn left_out(&self, handle: Handle, facts: &ItemFeatures) -> bool {
        leave_out(self.rules, handle, facts)
    }

    /// The pinned items, in the order of their rules, regardless of score and division. Items that were bought, cannot
    /// be bought, or are excluded by another rule are left out.
    fn pins<'b>(
        &'b self,
        items: &'b impl Items,
        admits: &'b impl Fn(Handle) -> bool,
    ) -> impl Iterator<Item = Candidate> + 'b {
        let mut met: Vec<Handle> = Vec::new();
        self.rules.iter().filter_map(move |rule| {
            let super::ActiveTarget::Item(handle) = rule.target else { return None };
            let facts = items.facts(handle)?;
            if !self.pins_item(rule, handle, items) || met.contains(&handle) || !admits(handle) {
                return None;
            }
            met.push(handle);
            Some(Candidate { handle, facts, score: Score::LEAST })
        })
    }

    fn pins_item(&self, rule: &ActiveRule, handle: Handle, items: &impl Items) -> bool {
        rule.action == Action::Pin
            && items.facts(handle).is_some_and(|facts| {
                rule.meets(handle, &facts)
                    && !is(self.forbidden, handle.at())
                    && self.left(handle) > Factor::ZERO
                    && !self.left_out(handle, &facts)
            })
    }
}

fn sum(parts: &[ScorePart]) -> Score {
    parts.iter().map(|part| part.value).sum()
}

fn is(table: &[bool], place: usize) -> bool {
    table.get(place) == Some(&true)
}
