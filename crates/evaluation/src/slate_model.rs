//! Fills the slates of a log with the product's own code: prepares and ranks what was learned as the browser does. Not
//! for measuring them: see [`super::slate_protocol`].

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use passerelle::discretion::{ImpressionLog, PageImpressions};
use passerelle::engine::prepare::{Earlier, ItemSource, ListedItem, Local, Prepared, RequestInputs};
use passerelle::model::{CategoryIndex, CollectionSet, DivisionIndex, Factor, ListWeight, TypeIndex};
use passerelle::pack::Core;
use passerelle::pack::layout::{CARDS_INSIDE, CARDS_OUTSIDE};
use passerelle::rank::{Handle, ItemFeatures, Items, List, RankedItem, Scorer, Wearer};
use passerelle::request::SuggestRequest;
use passerelle::season::Traits;
use passerelle_catalogue::orders::Log;
use passerelle_learning::validation::model::Lists;
use passerelle_learning::words::Features;
use passerelle_learning::{Learned, typical};
use rayon::prelude::*;

use super::data::Data;
use super::slate_case::Case;
use super::slate_house;
use super::slate_placement::SlatePlacement;
use super::slate_variants::{Variant, shipped};

/// What was learned, in the form that slates read.
pub(super) struct SlateModel<'a> {
    pub(super) data: &'a Data,
    pub(super) lists: Lists,
    learned: &'a Learned,
    /// The unit of thresholds.
    typical: ListWeight,
    /// The core with the shipped settings.
    pub(super) shipped: Core,
    /// The id of each item.
    ids: Vec<Arc<str>>,
    handles: HashMap<Arc<str>, Handle>,
    /// Empty: no impression was recorded.
    notes: ImpressionLog,
    offers: PageImpressions,
    /// Distinct shoppers of each item.
    pub(super) shoppers: Vec<u32>,
    /// The items by falling popularity.
    popular: Vec<u32>,
    /// The words of items, for how alike they are.
    pub(super) features: Features,
}

/// The catalogue as a device sees it: only items that have a card can be shown.
struct CardedItems<'a> {
    model: &'a SlateModel<'a>,
    cards: HashSet<Handle>,
}

/// The facts about the shopper of a slate that do not depend on the variant.
pub(super) struct Aims {
    /// The target share of each division, with potential.
    pub(super) targets: Vec<Factor>,
    /// For each division, whether the shopper has seen it.
    pub(super) touched: Vec<bool>,
}

/// How lists are stored.
#[derive(Clone, Copy, Debug)]
pub struct ListShape {
    /// Neighbours of an item.
    pub neighbours: usize,
    /// Bits of a quantised weight.
    pub bits: u32,
}

impl Items for CardedItems<'_> {
    fn id(&self, handle: Handle) -> &str {
        self.model.ids.get(handle.at()).map_or("", |id| id)
    }

    fn facts(&self, handle: Handle) -> Option<ItemFeatures> {
        let CategoryIndex { division, item_type } = self.model.category_of(handle.0)?;
        self.cards.contains(&handle).then(|| ItemFeatures {
            division,
            item_type,
            is_new: self.model.is_new(handle.0),
            collections: CollectionSet::EMPTY,
            traits: Traits::default(),
            wearer: Wearer::default(),
        })
    }
}

impl ItemSource for SlateModel<'_> {
    fn handle(&self, id: &str) -> Option<Handle> {
        self.handles.get(id).copied()
    }

    fn handles(&self) -> usize {
        self.ids.len()
    }

    fn category(&self, id: &str) -> Option<CategoryIndex> {
        self.category_of(self.handle(id)?.0)
    }

    /// A device has read the list of every item of its history. No entry is marked as derived here.
    fn item(&self, handle: Handle, _: passerelle::engine::prepare::Lists) -> Option<ListedItem<'_>> {
        let category = self.category_of(handle.0)?;
        Some(ListedItem { handle, category, list: self.lists.of(handle.0), derived: &[] })
    }

    /// Logs are measured as if every item were for everybody.
    fn wearer(&self, _: Handle) -> Wearer {
        Wearer::default()
    }

    fn season(&self) -> Vec<List<'_>> {
        Vec::new()
    }

    fn trending(&self) -> Vec<List<'_>> {
        Vec::new()
    }
}

/// Distinct shoppers of each item, and the items by falling popularity.
fn popularity(log: &Log, items: usize) -> (Vec<u32>, Vec<u32>) {
    let mut met: Vec<(u32, u32)> = log
        .sessions
        .iter()
        .flat_map(|session| log.events_of(session).iter().map(move |event| (event.item, session.shopper)))
        .collect();
    met.par_sort_unstable();
    met.dedup();
    let mut shoppers = vec![0u32; items];
    for (item, _) in met {
        shoppers[item as usize] += 1;
    }
    let mut popular: Vec<u32> = (0..items as u32).collect();
    popular.sort_by_key(|&item| (std::cmp::Reverse(shoppers[item as usize]), item));
    (shoppers, popular)
}

impl<'a> SlateModel<'a> {
    pub(super) fn new(data: &'a Data, learned: &'a Learned, shape: ListShape) -> Self {
        let (shoppers, popular) = popularity(&data.train, data.catalogue.items.len());
        let typical = typical(&learned.neighbours);
        let ids: Vec<Arc<str>> = data.catalogue.items.iter().map(|item| item.id.as_str().into()).collect();
        Self {
            data,
            lists: Lists::new(&learned.neighbours, shape.neighbours, shape.bits),
            learned,
            typical,
            shipped: slate_house::core(&data.catalogue, learned, typical, &shipped()),
            handles: ids.iter().cloned().zip((0..).map(Handle)).collect(),
            ids,
            notes: ImpressionLog::default(),
            offers: PageImpressions::default(),
            shoppers,
            popular,
            features: Features::new(&data.catalogue),
        }
    }
}

impl SlateModel<'_> {
    /// The core with the settings of `variant`.
    pub(super) fn core(&self, variant: &Variant) -> Core {
        slate_house::core(&self.data.catalogue, self.learned, self.typical, variant)
    }

    /// The id of an item; empty if there is no such item.
    pub(super) fn id(&self, item: u32) -> Arc<str> {
        self.ids.get(item as usize).cloned().unwrap_or_default()
    }

    pub(super) fn division(&self, item: u32) -> DivisionIndex {
        self.category_of(item).map_or(DivisionIndex(u16::MAX), |category| category.division)
    }

    pub(super) fn is_new(&self, item: u32) -> bool {
        self.learned.arrived.get(item as usize) == Some(&true)
    }

    fn category_of(&self, item: u32) -> Option<CategoryIndex> {
        let item = self.data.catalogue.items.get(item as usize)?;
        Some(CategoryIndex { division: DivisionIndex(item.division), item_type: TypeIndex(item.item_type) })
    }

    /// The case as the browser prepares it; `None` if the browser refuses the request.
    pub(super) fn prepare<'m>(
        &'m self,
        core: &'m Core,
        placement: SlatePlacement,
        case: &'m Case,
        limit: usize,
    ) -> Option<Prepared<'m>> {
        let placement = placement.placement();
        let inputs = RequestInputs {
            core,
            known: self,
            now: case.time,
            events: &case.events,
            tallies: &case.tallies,
            history: None,
            page_item: case.page.and_then(|page| self.ids.get(page as usize)).map(|id| &**id),
            local: Local::default(),
            cart: &[],
            exclude: &[],
            earlier: Some(Earlier { notes: &self.notes, offers: &self.offers }),
            // The logs do not distinguish variants.
            sizes_left: None,
        };
        let request = SuggestRequest { limit: Some(limit), ..SuggestRequest::new(placement) };
        inputs.prepare(&request, &core.placements[placement as usize].scope).ok()
    }

    /// The target shares and the divisions seen of the shopper of `case`, with the shipped settings.
    pub(super) fn aims(&self, placement: SlatePlacement, case: &Case) -> Aims {
        let prepared = self.prepare(&self.shipped, placement, case, 1);
        let Some(prepared) = prepared else { return Aims { targets: Vec::new(), touched: Vec::new() } };
        Aims {
            targets: prepared.targets().to_vec(),
            touched: prepared.shopper().affinity.iter().map(|share| *share > Factor::ZERO).collect(),
        }
    }

    /// The items of a slate of a house with this core, in order.
    pub(super) fn slate(
        &self,
        core: &Core,
        placement: SlatePlacement,
        case: &Case,
        limit: usize,
        scorer: &mut Scorer,
    ) -> Vec<u32> {
        let Some(prepared) = self.prepare(core, placement, case, limit) else { return Vec::new() };
        let carded = CardedItems { model: self, cards: self.cards(prepared.items()) };
        let ranked: Vec<RankedItem> = prepared.brief().slate(scorer, &core.tables, &carded, |_| true);
        ranked.into_iter().map(|item| item.handle.0).collect()
    }

    /// The most popular items that the page of `case` may show.
    pub(super) fn popular(&self, case: &Case, limit: usize) -> Vec<u32> {
        let page_division = case.page.map(|page| self.division(page));
        let fits = |item: &&u32| Some(**item) != case.page && Some(self.division(**item)) != page_division;
        self.popular.iter().filter(fits).take(limit).copied().collect()
    }

    /// The items whose cards are in the shards of `items`.
    fn cards(&self, items: &[ListedItem<'_>]) -> HashSet<Handle> {
        let mut cards = HashSet::new();
        for item in items {
            cards.insert(item.handle);
            let (mut inside, mut outside) = (0, 0);
            for &neighbour in item.list.items {
                let (taken, most) = if self.division(neighbour.0) == item.category.division {
                    (&mut inside, CARDS_INSIDE)
                } else {
                    (&mut outside, CARDS_OUTSIDE)
                };
                if *taken < most {
                    *taken += 1;
                    cards.insert(neighbour);
                }
            }
        }
        cards
    }
}
