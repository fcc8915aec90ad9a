//! The ranking that the browser runs, as a recommender: quantised lists, integer tables, the browser's scorer.

use passerelle::history::EventKind;
use passerelle::pack::quantise::{level_of, scale_of};
use passerelle::rank::{Handle, List, ListWeight, MAX_SOURCES, RankTables, Reminder, Score, Scorer, Source};

use super::protocol::{Query, SeenItem};
use super::recommender::{Recommender, best};
use crate::scratch_pool::ScratchPool;
use passerelle::pack::write::Neighbour;

/// Lists as a pack stores them.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    starts: Vec<u32>,
    scales: Vec<ListWeight>,
    items: Vec<Handle>,
    levels: Vec<u8>,
}

impl Lists {
    /// Quantises the first `count` neighbours of every list to `bits` bits.
    #[must_use]
    pub fn new(neighbours: &[Vec<Neighbour>], count: usize, bits: u32) -> Self {
        let mut lists = Self { starts: vec![0], ..Self::default() };
        let first = |list: &Vec<Neighbour>| list.first().map_or(0.0, |first| first.weight);
        let largest_of_all = neighbours.iter().map(first).fold(0.0, f64::max);
        for list in neighbours {
            let list = &list[..list.len().min(count)];
            let largest = list.first().map_or(0.0, |first| first.weight);
            lists.scales.push(two_bytes(scale_of(largest, largest_of_all)));
            lists.items.extend(list.iter().map(|neighbour| Handle(neighbour.item)));
            lists.levels.extend(list.iter().map(|neighbour| level_of(neighbour.weight, largest, 1 << bits)));
            lists.starts.push(lists.items.len() as u32);
        }
        lists
    }

    /// The list of `item`.
    #[must_use]
    pub fn of(&self, item: u32) -> List<'_> {
        let bounds = (self.starts.get(item as usize), self.starts.get(item as usize + 1));
        let (Some(&start), Some(&end)) = bounds else {
            return List { scale: ListWeight::ZERO, items: &[], levels: &[] };
        };
        let range = start as usize..end as usize;
        List { scale: self.scales[item as usize], items: &self.items[range.clone()], levels: &self.levels[range] }
    }

    /// Mean bytes of a list: its items as numbers of as many bits as needed, its levels, and two bytes of scale.
    #[must_use]
    pub fn bytes_per_item(&self, bits: u32) -> f64 {
        let lists = self.scales.len().max(1) as f64;
        let number = usize::BITS - self.scales.len().saturating_sub(1).leading_zeros();
        self.items.len() as f64 / lists * f64::from(number + bits) / 8.0 + 2.0
    }
}

/// Lists, and the tables to score with.
pub struct Model<'a> {
    /// The lists.
    pub lists: &'a Lists,
    /// The tables.
    pub tables: &'a RankTables,
    scratch: ScratchPool<Scratch>,
}

#[derive(Default)]
struct Scratch {
    scorer: Scorer,
    seen: Vec<SeenItem>,
    viewed: Vec<Reminder>,
    scored: Vec<(u32, Score)>,
}

impl<'a> Model<'a> {
    /// A recommender from lists and tables.
    #[must_use]
    pub fn new(lists: &'a Lists, tables: &'a RankTables) -> Self {
        Self { lists, tables, scratch: ScratchPool::default() }
    }
}

impl Model<'_> {
    /// Scores items for a shopper who saw `sources`, the most recent first. `viewed` is scratch memory.
    pub fn score(&self, sources: &[SeenItem], scorer: &mut Scorer, viewed: &mut Vec<Reminder>) {
        let mut lists =
            [Source { list: List { scale: ListWeight::ZERO, items: &[], levels: &[] }, event: EventKind::View };
                MAX_SOURCES];
        for (list, source) in lists.iter_mut().zip(sources) {
            *list = Source { list: self.lists.of(source.item), event: source.strongest };
        }
        scorer.accumulate(self.tables, &lists[..sources.len().min(MAX_SOURCES)]);
        viewed.clear();
        viewed.extend(sources.iter().map(|source| Reminder { handle: Handle(source.item), times: source.times }));
        scorer.remind(self.tables, viewed);
    }
}

impl Recommender for Model<'_> {
    fn recommend(&self, query: &Query<'_>, allowed: &dyn Fn(u32) -> bool, count: usize, ranked: &mut Vec<u32>) {
        let mut scratch = self.scratch.take(Scratch::default);
        let Scratch { scorer, seen, viewed, scored } = &mut scratch;
        query.sources(seen);
        self.score(seen, scorer, viewed);
        scored.clear();
        scored.extend(scorer.touched().iter().map(|&item| (item.0, scorer.score(item))));
        scored.retain(|&(item, score)| score > Score::ZERO && allowed(item));
        best(scored, count, ranked);
        self.scratch.put(scratch);
    }
}

/// Rounds a scale down to its 11 leading bits, which fit into two bytes together with their position.
fn two_bytes(scale: ListWeight) -> ListWeight {
    let bits = scale.bits();
    let shift = (u32::BITS - bits.leading_zeros()).saturating_sub(11);
    ListWeight::from_bits((bits >> shift) << shift)
}
