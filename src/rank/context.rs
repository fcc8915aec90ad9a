//! Everything a slate depends on, put together once: from sources to candidates to places, and the explanation of any
//! item as parts that add up. The browser, the native tool and `evaluate` all go through here.

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

/// Slates are first sought among about so many items.
const ENOUGH: usize = 48;

/// The items that are ranked, by handle.
pub trait Items {
    /// The item's id; empty for a number that is none.
    fn id(&self, handle: Handle) -> &str;
    /// What the item is; `None` when it cannot be shown.
    fn facts(&self, handle: Handle) -> Option<ItemFeatures>;
}

/// What a slate is to be made from.
#[derive(Clone, Debug)]
pub struct RankingContext<'a> {
    /// The items of the history, the most recent first.
    pub sources: &'a [Source<'a>],
    /// The sources that may be shown again; none where nothing is.
    pub reminders: &'a [Reminder],
    /// By handle: the page's item, what is in the cart, what was bought, what the page excludes.
    pub forbidden: &'a [bool],
    /// By type: what was bought lately and is not bought again so soon.
    pub resting: &'a [bool],
    /// By division: which may be shown.
    pub divisions: &'a [bool],
    /// By handle: what is left of a score after earlier invitations; 0 for what must not be shown again.
    /// What lies behind the end has all of it.
    pub fatigue: &'a [Factor],
    /// The shopper's sizes: what is left in none of them counts less.
    pub sizes: &'a ShopperSizes<'a>,
    /// Lists of what suits the season, where the spot shows that.
    pub in_season: &'a [List<'a>],
    /// Lists of what is bought now more than before, where the spot shows that.
    pub trending: &'a [List<'a>],
    /// The day, the place and the weather that items are held against.
    pub moment: &'a SeasonContext<'a>,
    /// Rules that hold here and now.
    pub rules: &'a [ActiveRule],
    /// What new items gain with this shopper: 0 for nothing, 1 for as much again.
    pub precedence: Factor,
    /// The least score that is shown.
    pub threshold: Score,
    /// Whom the page's item is made for: what is for others is left out.
    pub wearer: Wearer,
    /// What may yet be shown, once something was.
    pub ration: Option<&'a Ration>,
    /// How the slate is filled.
    pub shape: SlateConfig<'a>,
}

/// A part of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumDiscriminants)]
#[strum_discriminants(
    name(PartName),
    doc = " What a part of a score comes from.",
    derive(Serialize, IntoStaticStr),
    serde(rename_all = "kebab-case"),
    strum(serialize_all = "kebab-case"),
    cfg_attr(feature = "types", derive(ts_rs::TS))
)]
pub enum Part {
    /// A counted neighbour: of the source at this place of [`RankingContext::sources`].
    Neighbour(usize),
    /// A neighbour derived from other pairs, types or attributes: of the source at this place.
    BackOff(usize),
    /// It is among what suits the season.
    InSeason,
    /// It is among what is bought now more than before.
    Trending,
    /// It was looked at before and may be shown again.
    Reminder,
    /// How well it fits the season and the weather.
    Season,
    /// It was shown before and not followed.
    Fatigue,
    /// It is left in none of the shopper's sizes.
    Size,
    /// It is new, and this shopper is attached to the house.
    Attachment,
    /// The rule of this number in house.toml.
    Rule(u16),
    /// Its division's share of the slate.
    Share,
}

/// A part of a score, and how much it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScorePart {
    /// Where it comes from.
    pub part: Part,
    /// What it adds; below 0 where it takes something away.
    pub value: Score,
}

/// Why an item is worth what it is, and why it is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What its score is made of: the sum is the score.
    pub parts: Vec<ScorePart>,
    /// Why it is not shown; `None` where it is.
    pub absence: Option<Absence>,
}

impl Account {
    /// Of an item that no list and no card has mentioned.
    pub(crate) fn of_unknown() -> Self {
        Self { parts: Vec::new(), absence: Some(Absence::NoNeighbour) }
    }
}

/// A slate that was filled, and what it was filled with.
#[derive(Clone, Copy, Debug)]
pub struct Filled<'a, I, A> {
    /// What stands on it.
    pub places: &'a [RankedItem],
    /// The scorer, as [`RankingContext::slate`] has left it.
    pub scorer: &'a Scorer,
    /// The tables.
    pub tables: &'a RankTables,
    /// The items.
    pub items: &'a I,
    /// Which of them may be shown.
    pub admits: A,
}

/// Why an item is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, IntoStaticStr)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Absence {
    /// No list of the history mentions it.
    NoNeighbour,
    /// No card to draw it with has been read.
    NoCard,
    /// It is the page's item, in the cart, bought, or excluded by the page.
    Forbidden,
    /// It was refused, was shown as often as it may be, or stands elsewhere on the page.
    Capped,
    /// Its type was bought lately, or refused more than once.
    Resting,
    /// The placement does not show its division.
    Division,
    /// It is made for another gender or age group than the page's item.
    Wearer,
    /// A rule of the house leaves it out.
    Rule,
    /// Its score is below the threshold.
    Threshold,
    /// It cannot be bought now.
    Unavailable,
    /// The slate has as many of its type as it may.
    TypeFull,
    /// Nobody looked at it here, or it was for somebody else: `recent` shows nothing else.
    NotViewed,
    /// Others are worth more, or what is left to show is kept for other pages.
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
    /// Fills the slate: `admits` says what can be bought now.
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
        // Nearly always the best few decide, and the hundreds behind them need not be looked at.
        let from = scorer.score_of_the_best(ENOUGH);
        [from, Score::LEAST]
            .into_iter()
            .find_map(|from| self.slate_from(from, &pins, scorer, items, &admits))
            .unwrap_or_default()
    }

    /// The slate of what has a score of at least `from` before factors; `None` when something behind might belong to it.
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
            // All of the candidates may hold more than the best.
            if places < shape.limit && from > Score::LEAST {
                return None;
            }
            shape.limit = places;
        }
        fill(pins, candidates, self.most(from - Score::LEAST), &shape, |handle| items.id(handle), admits)
    }

    /// What a base score may become at most.
    fn most(&self, base: Score) -> Score {
        let base = base.times(Factor::ONE + self.moment.weight());
        let factors = self.rules.iter().filter(|rule| rule.action == Action::Weigh).map(|rule| rule.factor);
        factors.fold(base.times(Factor::ONE + self.precedence), |score, factor| score.times(factor.max(Factor::ONE)))
    }

    /// Why the item is worth what it is. An item that is not on the slate has the score it would have had by itself, and why
    /// it is absent. `is_derived` says of a source (by its distance) whether the entry at a place of its list was derived.
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

    /// The item as a candidate, its base score weighed, or why it is none.
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

    /// The base score, factor after factor; `note` hears what each added or took away.
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
        // A rule with several targets stands here once for each: it weighs once all the same.
        let mut weighed = None;
        for rule in self.rules.iter().filter(|rule| rule.action == Action::Weigh && rule.meets(handle, facts)) {
            if weighed.replace(rule.number) != Some(rule.number) {
                apply(rule.factor, Part::Rule(rule.number));
            }
        }
        score
    }

    /// What earlier invitations have left of the item's score.
    fn left(&self, handle: Handle) -> Factor {
        self.fatigue.get(handle.at()).copied().unwrap_or(Factor::ONE)
    }

    fn left_out(&self, handle: Handle, facts: &ItemFeatures) -> bool {
        leave_out(self.rules, handle, facts)
    }

    /// What the house pins here, in the order of its rules: whatever its score and its division, but nothing that was
    /// bought, cannot be bought, or is left out by another rule.
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
