//! The end of the log as questions: the items seen and the items that came next. The questions are made once for all
//! hyperparameters tried. An answer is only the rank of the target.

use passerelle::model::Score;
use passerelle::rank::{Handle, MAX_SOURCES, Reminder, Scorer};
use rayon::prelude::*;

use super::accuracy::Accuracy;
use crate::scratch_pool::ScratchPool;
use crate::validation::model::Model;
use crate::validation::protocol::{Cases, EarlierSessions, Outcome, Protocol, Query, SeenItem};
use passerelle_catalogue::orders::Log;

/// Length of the slate for which accuracy is measured.
const PLACES: usize = 20;
/// Sessions answered by one task.
const SESSIONS_PER_TASK: usize = 16;

/// The questions of each session.
pub(super) struct Tail<'a> {
    divisions: &'a [u16],
    sessions: Vec<Vec<Question>>,
}

/// One prediction to make.
struct Question {
    /// Distinct items seen, the most recent first.
    sources: Vec<SeenItem>,
    /// The items that came next; the best-ranked one counts.
    targets: Vec<u32>,
    basket: Option<Basket>,
}

/// The part of a question that only baskets have.
struct Basket {
    /// Divisions that are not asked for, ascending.
    visible: Vec<u16>,
    /// Sources of the divisions that are asked for.
    had: Vec<u32>,
    /// Targets that are not among these sources.
    new: Vec<u32>,
}

/// The memory of one thread.
#[derive(Default)]
struct Scratch {
    scorer: Scorer,
    viewed: Vec<Reminder>,
}

impl<'a> Tail<'a> {
    /// Makes the questions of the sessions `chosen` of `log`.
    pub(super) fn new(log: &Log, divisions: &'a [u16], chosen: &[usize]) -> Self {
        let earlier = if log.ordered { EarlierSessions::default() } else { EarlierSessions::new(&[log]) };
        let protocol = if log.ordered { Protocol::NextItem } else { Protocol::OtherDivision };
        let cases = Cases { log, protocol, divisions, earlier: Some(&earlier) };
        let questions = |&session: &usize| {
            let mut questions = Vec::new();
            cases.each(&log.sessions[session], |query, Outcome { targets, .. }| {
                let mut sources = Vec::new();
                query.sources(&mut sources);
                let basket = (!log.ordered).then(|| Basket::new(&cases, query, &sources, targets));
                questions.push(Question { sources, targets: targets.to_vec(), basket });
            });
            questions
        };
        Self { divisions, sessions: chosen.par_iter().map(questions).collect() }
    }

    /// Number of questions.
    pub(super) fn len(&self) -> usize {
        self.sessions.iter().map(Vec::len).sum()
    }

    /// For each item, whether the answers need its list.
    pub(super) fn wanted(&self, items: usize) -> Vec<bool> {
        let mut wanted = vec![false; items];
        let sources = self.sessions.iter().flatten().flat_map(|question| question.sources.iter().take(MAX_SOURCES));
        for source in sources {
            if let Some(wanted) = wanted.get_mut(source.item as usize) {
                *wanted = true;
            }
        }
        wanted
    }

    /// Measures the answers of `model`.
    pub(super) fn answer(&self, model: &Model<'_>) -> Accuracy {
        let pool = ScratchPool::default();
        let parts: Vec<Accuracy> = self
            .sessions
            .par_chunks(SESSIONS_PER_TASK)
            .map(|sessions| {
                let mut scratch = pool.take(Scratch::default);
                let mut accuracy = Accuracy::default();
                for question in sessions.iter().flatten() {
                    model.score(&question.sources, &mut scratch.scorer, &mut scratch.viewed);
                    match &question.basket {
                        None => accuracy.add_click(&scratch.scorer, question),
                        Some(basket) => {
                            accuracy.add_basket(&scratch.scorer, &question.targets, basket, self.divisions);
                        }
                    }
                }
                pool.put(scratch);
                accuracy
            })
            .collect();
        Accuracy::total(&parts)
    }
}

impl Basket {
    fn new(cases: &Cases<'_>, query: &Query<'_>, sources: &[SeenItem], targets: &[u32]) -> Self {
        let mut visible: Vec<u16> =
            query.seen[query.current..].iter().map(|event| cases.division(event.item)).collect();
        visible.sort_unstable();
        visible.dedup();
        let hidden = |item: &u32| visible.binary_search(&cases.division(*item)).is_err();
        let had: Vec<u32> = sources.iter().map(|source| source.item).filter(hidden).collect();
        let new = targets.iter().copied().filter(|target| !had.contains(target)).collect();
        Self { visible, had, new }
    }

    /// Whether an item of `division` can be the answer.
    fn asks_for(&self, division: u16) -> bool {
        self.visible.binary_search(&division).is_err()
    }
}

/// A target and its rank by score, ties by item.
#[derive(Clone, Copy)]
struct TargetRank<'a> {
    scorer: &'a Scorer,
    item: u32,
}

impl<'a> TargetRank<'a> {
    /// The target of the best rank among `items`; `None` if none has a score.
    fn best(scorer: &'a Scorer, items: impl Iterator<Item = u32>) -> Option<Self> {
        let scored = items.filter(|&item| scorer.score(Handle(item)) > Score::ZERO);
        let best = scored.max_by_key(|&item| (scorer.score(Handle(item)), std::cmp::Reverse(item)));
        best.map(|item| Self { scorer, item })
    }

    /// The items of `items` that rank before the target.
    fn before(self, items: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        let own = self.scorer.score(Handle(self.item));
        items.filter(move |&item| {
            let score = self.scorer.score(Handle(item));
            score > own || (score == own && item < self.item)
        })
    }

    /// How many of `items` rank before the target.
    fn after(self, items: impl Iterator<Item = u32>) -> usize {
        self.before(items).count()
    }
}

/// The rank if a slate has it, else `None`.
fn shown(rank: Option<usize>) -> Option<usize> {
    rank.filter(|&rank| rank < PLACES)
}

impl Accuracy {
    /// Counts one click for each protocol that has a prediction for it.
    fn add_click(&mut self, scorer: &Scorer, question: &Question) {
        let Some(&target) = question.targets.first() else { return };
        let seen = || question.sources.iter().map(|source| source.item);
        let place = TargetRank::best(scorer, std::iter::once(target));
        let rank = place.map(|place| place.after(scorer.touched().iter().map(|item| item.0)));
        let without =
            |items: &mut dyn Iterator<Item = u32>| place.zip(rank).map(|(place, rank)| rank - place.after(items));
        self.next_item.add(shown(rank));
        if seen().next() != Some(target) {
            self.product.add(shown(without(&mut seen().take(1))));
        }
        if seen().all(|item| item != target) {
            self.new_only.add(shown(without(&mut seen())));
        }
    }

    /// Counts one basket: for `next_item` and `product` among all items, for `new_only` among items that the shopper
    /// never had.
    fn add_basket(&mut self, scorer: &Scorer, targets: &[u32], basket: &Basket, divisions: &[u16]) {
        let admitted = |item: &u32| divisions.get(*item as usize).is_none_or(|division| basket.asks_for(*division));
        let touched = || scorer.touched().iter().map(|item| item.0);
        // Filter after ranking: few items rank before the target, and only for these is the division looked up.
        let rank = |place: TargetRank<'_>| place.before(touched()).filter(admitted).count();
        let best = TargetRank::best(scorer, targets.iter().copied()).map(rank);
        self.next_item.add(shown(best));
        self.product.add(shown(best));
        if !basket.new.is_empty() {
            let place = TargetRank::best(scorer, basket.new.iter().copied());
            self.new_only.add(shown(place.map(|place| rank(place) - place.after(basket.had.iter().copied()))));
        }
    }
}
