//! A prepared request.

use super::item_source::ListedItem;
use crate::model::Factor;
use crate::rank::{
    ActiveRule, Handle, List, PurchaseFilter, RankTables, RankingContext, Ration, Reminder, Score, SlateConfig, Source,
    SourcePart, Wearer,
};
use crate::season::SeasonContext;
use crate::shopper::{Shopper, ShopperSizes};

/// A prepared request: owns everything that a [`RankingContext`] borrows.
#[derive(Debug)]
pub struct Prepared<'a> {
    /// The source items, most recent first.
    pub(super) items: Vec<ListedItem<'a>>,
    /// The lists of the source items, in the same order.
    pub(super) sources: Vec<Source<'a>>,
    pub(super) reminders: Vec<Reminder>,
    pub(super) bought: PurchaseFilter,
    pub(super) fatigue: Vec<Factor>,
    pub(super) sizes: ShopperSizes<'a>,
    pub(super) wearer: Wearer,
    pub(super) ration: Option<Ration>,
    pub(super) divisions: Vec<bool>,
    pub(super) targets: Vec<Factor>,
    pub(super) in_season: Vec<List<'a>>,
    pub(super) trending: Vec<List<'a>>,
    pub(super) moment: SeasonContext<'a>,
    pub(super) rules: Vec<ActiveRule>,
    pub(super) precedence: Factor,
    pub(super) threshold: Score,
    pub(super) limit: usize,
    pub(super) max_per_type: Option<usize>,
    pub(super) share: Factor,
    pub(super) new_place: bool,
    pub(super) shopper: Shopper,
}

/// The source that contributed most to an item's score.
#[derive(Clone, Copy, Debug)]
pub struct StrongestSource<'a> {
    /// The source whose list contributed most, among those that `counts` accepts.
    pub item: Option<ListedItem<'a>>,
    /// Whether the pair was counted rather than derived, for the source that contributed most of all.
    pub is_counted: bool,
}

impl<'a> Prepared<'a> {
    /// The input of ranking.
    #[must_use]
    pub fn brief(&self) -> RankingContext<'_> {
        RankingContext {
            sources: &self.sources,
            reminders: &self.reminders,
            forbidden: &self.bought.items,
            resting: &self.bought.types,
            fatigue: &self.fatigue,
            sizes: &self.sizes,
            wearer: self.wearer,
            ration: self.ration.as_ref(),
            divisions: &self.divisions,
            in_season: &self.in_season,
            trending: &self.trending,
            moment: &self.moment,
            rules: &self.rules,
            precedence: self.precedence,
            threshold: self.threshold,
            shape: SlateConfig {
                limit: self.limit,
                max_per_type: self.max_per_type,
                share: self.share,
                targets: &self.targets,
                new_place: self.new_place,
            },
        }
    }

    /// The source items, most recent first.
    #[must_use]
    pub fn items(&self) -> &[ListedItem<'a>] {
        &self.items
    }

    /// The lists of [`Prepared::items`], in the same order.
    #[must_use]
    pub fn sources(&self) -> &[Source<'a>] {
        &self.sources
    }

    /// The shopper's profile.
    #[must_use]
    pub fn shopper(&self) -> &Shopper {
        &self.shopper
    }

    /// The target share of each division.
    #[must_use]
    pub fn targets(&self) -> &[Factor] {
        &self.targets
    }

    /// The season that items are scored against.
    pub(crate) fn moment(&self) -> &SeasonContext<'a> {
        &self.moment
    }

    /// The source whose list contributed most to the item's score, among those that `counts` accepts.
    pub(crate) fn strongest(
        &self,
        tables: &RankTables,
        handle: Handle,
        counts: &dyn Fn(ListedItem<'_>) -> bool,
    ) -> StrongestSource<'a> {
        let mut strongest = StrongestSource { item: None, is_counted: false };
        let (mut most, mut most_of_all) = (None, None);
        for (distance, (source, item)) in self.sources.iter().zip(&self.items).enumerate() {
            let Some(SourcePart { place, value }) = source.part(tables, self.sources.len(), distance, handle) else {
                continue;
            };
            // `None` is less than every value.
            if Some(value) > most_of_all {
                most_of_all = Some(value);
                strongest.is_counted = !item.is_derived(place);
            }
            if Some(value) > most && counts(*item) {
                most = Some(value);
                strongest.item = Some(*item);
            }
        }
        strongest
    }

    /// Whether the neighbour at `place` in the list of the source at `distance` was derived.
    pub(crate) fn is_derived(&self, distance: usize, place: usize) -> bool {
        self.items.get(distance).is_some_and(|item| item.is_derived(place))
    }
}
