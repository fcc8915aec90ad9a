//! Computes a routine from answers: for each step that applies, the best item that can be bought, an alternative, and
//! the answers that support them. Pure. Not for which questions are asked: see [`crate::Questionnaire`].

use crate::questionnaire::{Answer, Answers, Candidate, Question, Questionnaire, Season, Step};
use serde::{Deserialize, Serialize};

/// The inputs of a routine in addition to the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Circumstances {
    /// The season in the shopper's region.
    pub season: Season,
    /// Ids of the items that the shopper has bought, according to this device; empty without consent.
    pub owned: Vec<String>,
    /// Ids of the items that cannot be bought now.
    pub unavailable: Vec<String>,
}

/// A routine: the advice for a set of answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Routine {
    /// The steps that apply, in order.
    pub steps: Vec<RoutineStep>,
}

/// A step that applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RoutineStep {
    /// The step's id in the questionnaire.
    pub id: String,
    /// The step's name.
    pub name: String,
    /// Ids of the items for this step that the shopper owns already, best first.
    pub owned: Vec<String>,
    /// The best item that can be bought; `null` if the house has none for these answers.
    pub pick: Option<Pick>,
    /// The second-best item that can be bought, if any.
    pub alternative: Option<Pick>,
}

/// An item for a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Pick {
    /// The item's id.
    pub item_id: String,
    /// The answers that support it, in the order of the questions.
    pub grounds: Vec<Ground>,
}

/// An answer that supports a pick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Ground {
    /// The question's id.
    pub question: String,
    /// The answer's id.
    pub answer: String,
    /// The text of the answer.
    pub text: String,
}

/// Answers with their questions.
type Given<'a> = [(&'a Question, &'a Answer)];

/// Computes the routine for these answers. An item fills at most one step. Among items with equal scores, the first in
/// the questionnaire is preferred.
#[must_use]
pub fn routine(questionnaire: &Questionnaire, answers: &Answers, circumstances: &Circumstances) -> Routine {
    let given = questionnaire.given(answers);
    let mut taken: Vec<&str> = Vec::new();
    let mut steps = Vec::new();
    for step in questionnaire.steps.iter().filter(|step| step.applies(&given, circumstances.season)) {
        let ranked = ranked(questionnaire, step, &given);
        let is_owned = |item: &&Candidate| circumstances.owned.contains(&item.id);
        let can_be_bought =
            |item: &&Candidate| !circumstances.unavailable.contains(&item.id) && !taken.contains(&item.id.as_str());
        let mut free = ranked.iter().copied().filter(can_be_bought);
        let (pick, alternative) = (free.next(), free.next());
        steps.push(RoutineStep {
            id: step.id.clone(),
            name: step.name.clone(),
            owned: ranked.iter().copied().filter(is_owned).map(|item| item.id.clone()).collect(),
            pick: pick.map(|item| Pick::new(item, step, &given)),
            alternative: alternative.map(|item| Pick::new(item, step, &given)),
        });
        taken.extend(pick.map(|item| item.id.as_str()));
    }
    Routine { steps }
}

/// The items for a step, best first, without those that an answer excludes.
fn ranked<'a>(questionnaire: &'a Questionnaire, step: &Step, given: &Given<'_>) -> Vec<&'a Candidate> {
    let is_excluded = |item: &Candidate| given.iter().any(|(_, answer)| answer.exclude.iter().any(|tag| item.has(tag)));
    let items = step.items.iter().filter_map(|at| questionnaire.items.get(*at as usize));
    let mut ranked: Vec<&Candidate> = items.filter(|item| !is_excluded(item)).collect();
    // A stable sort: items with equal scores keep their order.
    ranked.sort_by_key(|item| std::cmp::Reverse(given.iter().map(|(_, answer)| answer.worth(item)).sum::<i64>()));
    ranked
}

impl Answer {
    /// The score that an item gains or loses by this answer.
    fn worth(&self, item: &Candidate) -> i64 {
        self.tags.iter().filter(|(tag, _)| item.has(tag)).map(|(_, weight)| i64::from(*weight)).sum()
    }
}

impl Step {
    /// Whether the step applies for these answers in this season.
    fn applies(&self, given: &Given<'_>, season: Season) -> bool {
        (self.seasons.is_empty() || self.seasons.contains(&season))
            && self.when.iter().all(|condition| condition.is_met(given))
    }
}

impl Pick {
    fn new(item: &Candidate, step: &Step, given: &Given<'_>) -> Self {
        let is_ground = |(question, answer): &&(&Question, &Answer)| {
            answer.worth(item) > 0
                || step
                    .when
                    .iter()
                    .any(|condition| condition.question == question.id && condition.answers.contains(&answer.id))
        };
        let ground = |(question, answer): &(&Question, &Answer)| Ground {
            question: question.id.clone(),
            answer: answer.id.clone(),
            text: answer.text.clone(),
        };
        Self { item_id: item.id.clone(), grounds: given.iter().filter(is_ground).map(ground).collect() }
    }
}
