//! Whether a questionnaire has something to advise whatever is answered: for the tool, before anything is published.

use crate::questionnaire::{Answers, Question, Questionnaire, Season};
use crate::routine::{Circumstances, routine};

/// Ways through a questionnaire that are looked at. Where there are more, this many of them.
pub const MAX_PATHS: usize = 20_000;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Ways that were looked at, each in every season.
    pub paths: usize,
    /// Whether these are all ways; else a sample of them, the same every time.
    pub is_whole: bool,
    /// Steps that some answers leave without an item, in the order of the steps.
    pub gaps: Vec<Gap>,
}

/// A step that nothing can fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The step's id.
    pub step: String,
    /// On how many of the ways, in a season at least.
    pub paths: usize,
    /// The answers of the first of them.
    pub answers: Answers,
    /// Its season.
    pub season: Season,
}

/// Goes all ways through a questionnaire, or [`MAX_PATHS`] of them. `unavailable` are the ids of what cannot be bought.
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

/// The steps that these answers leave without an item, each with the first season in which they do.
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
    /// In how many ways it can be answered; `None` where that is beyond counting.
    fn ways(&self) -> Option<usize> {
        if self.several {
            1usize.checked_shl(u32::try_from(self.answers.len()).ok()?)
        } else {
            Some(self.answers.len())
        }
        .filter(|ways| *ways > 0)
    }

    /// The answers of one of these ways.
    fn answers_of(&self, way: usize) -> Vec<String> {
        let is_given =
            |at: usize| if self.several { at < usize::BITS as usize && way >> at & 1 == 1 } else { at == way };
        self.answers.iter().enumerate().filter(|(at, _)| is_given(*at)).map(|(_, answer)| answer.id.clone()).collect()
    }
}

/// SplitMix64: the same numbers every time.
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
