//! The end of the log as questions: what was seen, what came next. Asked once for all hyperparameters tried, so they are worked out
//! once, and answered by rank alone.

use passerelle::model::Score;
use passerelle::rank::{MAX_SOURCES, Reminder, Scorer};
use rayon::prelude::*;

use super::accuracy::Accuracy;
use crate::scratch_pool::ScratchPool;
use crate::validation::model::Model;
use crate::validation::protocol::{Cases, EarlierSessions, Protocol, SeenItem};
use passerelle_catalogue::orders::Log;

/// Length of a slate when accuracy is measured.
const PLACES: usize = 20;
/// Sessions answered by one task.
const SESSIONS_PER_TASK: usize = 16;

/// Questions by session.
pub(super) struct Tail<'a> {
    divisions: &'a [u16],
    sessions: Vec<Vec<Question>>,
    ordered: bool,
}

/// One thing to predict.
struct Question {
    /// Distinct items seen, the most recent first.
    sources: Vec<SeenItem>,
    targets: Vec<u32>,
    /// Divisions that are not asked for, ascending; of baskets.
    visible: Vec<u16>,
}

/// Memory of one thread.
#[derive(Default)]
struct Scratch {
    scorer: Scorer,
    viewed: Vec<Reminder>,
}

impl<'a> Tail<'a> {
    /// The questions of the sessions `chosen` of `log`.
    pub(super) fn new(log: &Log, divisions: &'a [u16], chosen: &[usize]) -> Self {
        let earlier = if log.ordered { EarlierSessions::default() } else { EarlierSessions::new(&[log]) };
        let protocol = if log.ordered { Protocol::NextItem } else { Protocol::OtherDivision };
        let cases = Cases { log, protocol, divisions, earlier: Some(&earlier) };
        let questions = |&session: &usize| {
            let mut questions = Vec::new();
            cases.each(&log.sessions[session], |query, targets| {
                let mut sources = Vec::new();
                query.sources(&mut sources);
                let mut visible = Vec::new();
                if !log.ordered {
                    visible.extend(query.seen[query.current..].iter().map(|event| cases.division(event.item)));
                    visible.sort_unstable();
                    visible.dedup();
                }
                questions.push(Question { sources, targets: targets.to_vec(), visible });
            });
            questions
        };
        Self { divisions, sessions: chosen.par_iter().map(questions).collect(), ordered: log.ordered }
    }

    /// Number of questions.
    pub(super) fn len(&self) -> usize {
        self.sessions.iter().map(Vec::len).sum()
    }

    /// Marks the items whose lists are needed for the answers.
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

    /// Accuracy of the answers of `model`.
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
                    if self.ordered {
                        accuracy.add_click(&scratch.scorer, question);
                    } else {
                        accuracy.add_basket(&scratch.scorer, question, self.divisions);
                    }
                }
                pool.put(scratch);
                accuracy
            })
            .collect();
        Accuracy::total(&parts)
    }
}

/// A target in a ranking of scores: the higher one first, ties by item.
#[derive(Clone, Copy)]
struct Place<'a> {
    scorer: &'a Scorer,
    item: u32,
}

impl<'a> Place<'a> {
    /// The best place of `items`; `None` where none has a score.
    fn best(scorer: &'a Scorer, items: impl Iterator<Item = u32>) -> Option<Self> {
        let scored = items.filter(|&item| scorer.score(item) > Score::ZERO);
        let best = scored.max_by_key(|&item| (scorer.score(item), std::cmp::Reverse(item)));
        best.map(|item| Self { scorer, item })
    }

    /// How many of `items` come before it.
    fn after(self, items: impl Iterator<Item = u32>) -> usize {
        let own = self.scorer.score(self.item);
        items
            .filter(|&item| {
                let score = self.scorer.score(item);
                score > own || (score == own && item < self.item)
            })
            .count()
    }
}

/// A rank that a slate shows.
fn shown(rank: Option<usize>) -> Option<usize> {
    rank.filter(|&rank| rank < PLACES)
}

impl Accuracy {
    /// Counts one click for every protocol that the target belongs to.
    fn add_click(&mut self, scorer: &Scorer, question: &Question) {
        let Some(&target) = question.targets.first() else { return };
        let seen = || question.sources.iter().map(|source| source.item);
        let place = Place::best(scorer, std::iter::once(target));
        let rank = place.map(|place| place.after(scorer.touched().iter().copied()));
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

    /// Counts one basket: as `next_item` and `product` whatever it is, as `new_only` among what the shopper never had.
    fn add_basket(&mut self, scorer: &Scorer, question: &Question, divisions: &[u16]) {
        let admitted = |item: &u32| {
            divisions.get(*item as usize).is_none_or(|division| question.visible.binary_search(division).is_err())
        };
        let had = || question.sources.iter().map(|source| source.item).filter(admitted);
        let before = |place: Place<'_>| place.after(scorer.touched().iter().copied().filter(admitted));
        let rank = Place::best(scorer, question.targets.iter().copied()).map(before);
        self.next_item.add(shown(rank));
        self.product.add(shown(rank));
        let new = || question.targets.iter().copied().filter(|&target| had().all(|item| item != target));
        if new().next().is_some() {
            let rank = Place::best(scorer, new()).map(|place| before(place) - place.after(had()));
            self.new_only.add(shown(rank));
        }
    }
}
