//! Checks that a questionnaire has an item to advise for every combination of answers. For the tool, before
//! publication. Not for the advice itself: see [`crate::routine()`].

use crate::questionnaire::{Answers, Question, Questionnaire, Season};
use crate::routine::{Circumstances, routine};

/// Maximum number of combinations of answers to check; beyond it, a sample of this size is checked.
pub const MAX_PATHS: usize = 20_000;

/// The result of the check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Number of combinations that were checked, each in every season.
    pub paths: usize,
    /// Whether all combinations were checked; otherwise a sample of them, the same every time.
    pub is_whole: bool,
    /// Steps without an item for some combination, in the order of the steps.
    pub gaps: Vec<Gap>,
}

/// A step without an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The step's id.
    pub step: String,
    /// Number of combinations in which the step has no item, in at least one season.
    pub paths: usize,
    /// The answers of the first such combination.
    pub answers: Answers,
    /// The season of the first such combination.
    pub season: Season,
}

/// Checks all combinations of answers, or [`MAX_PATHS`] of them. `unavailable` are the ids of items that cannot be
/// bought.
#[must_use]
pub fn coverage(questionnaire: &Questionnaire, unavailable: &[String]) -> Coverage {
    let all = questionnaire.questions.iter().try_fold(1usize, |all, question| all.checked_mul(question.ways()?));
    let whole = all.filter(|all| *all <= MAX_PATHS);
    let mut coverage = Coverage { paths: whole.unwrap_or(MAX_PATHS), is_whole: whole.is_some(), gaps: Vec::new() };
    let mut random = Random(0);
    for number in 0..coverage.paths {
        let mut rest = number;
        let answers: Answers = questionnaire
            .questions
            .iter()
            .map(|question| {
                let ways = question.ways().unwrap_or(usize::MAX);
                let way = if coverage.is_whole { rest % ways } else { random.below(ways) };
                rest /= ways;
                (question.id.clone(), question.answers_of(way))
            })
            .collect();
        for (season, step) in gaps(questionnaire, &answers, unavailable) {
            match coverage.gaps.iter_mut().find(|gap| gap.step == step) {
                Some(gap) => gap.paths += 1,
                None => {
                    let mut asked = Answers::new();
                    for (question, answer) in questionnaire.given(&answers) {
                        asked.entry(question.id.clone()).or_default().push(answer.id.clone());
                    }
                    coverage.gaps.push(Gap { step, paths: 1, answers: asked, season });
                }
            }
        }
    }
    let place = |gap: &Gap| questionnaire.steps.iter().position(|step| step.id == gap.step);
    coverage.gaps.sort_by_key(place);
    coverage
}

/// The steps without an item for these answers, each with the first season in which it has none.
fn gaps(questionnaire: &Questionnaire, answers: &Answers, unavailable: &[String]) -> Vec<(Season, String)> {
    let mut gaps: Vec<(Season, String)> = Vec::new();
    for season in Season::ALL {
        let circumstances = Circumstances { season, unavailable: unavailable.to_vec(), ..Circumstances::default() };
        for step in routine(questionnaire, answers, &circumstances).steps {
            if step.pick.is_none() && !gaps.iter().any(|(_, known)| *known == step.id) {
                gaps.push((season, step.id));
            }
        }
    }
    gaps
}

impl Question {
    /// Number of ways to answer the question; `None` if it overflows.
    fn ways(&self) -> Option<usize> {
        if self.several {
            1usize.checked_shl(u32::try_from(self.answers.len()).ok()?)
        } else {
            Some(self.answers.len())
        }
        .filter(|ways| *ways > 0)
    }

    /// The answers for the `way` with this number.
    fn answers_of(&self, way: usize) -> Vec<String> {
        let is_given =
            |at: usize| if self.several { at < usize::BITS as usize && way >> at & 1 == 1 } else { at == way };
        self.answers.iter().enumerate().filter(|(at, _)| is_given(*at)).map(|(_, answer)| answer.id.clone()).collect()
    }
}

/// SplitMix64, a deterministic generator.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ bits >> 31) % bound as u64) as usize
    }
}
