//! From answers to a routine: for each step that applies the best item that can be bought, another one, and the answers
//! that they rest on. Pure.

use crate::questionnaire::{Answer, Answers, Candidate, Question, Questionnaire, Season, Step};
use serde::{Deserialize, Serialize};

/// What decides beside the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Circumstances {
    /// The season at the shopper's place.
    pub season: Season,
    /// Ids of the items that this device knows to have been bought: none without consent.
    pub owned: Vec<String>,
    /// Ids of the items that cannot be bought now.
    pub unavailable: Vec<String>,
}

/// What is advised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Routine {
    /// The steps that apply, in their order.
    pub steps: Vec<RoutineStep>,
}

/// A step that applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RoutineStep {
    /// Its id in the questionnaire.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Ids of the items that may fill it and are owned already, the best first.
    pub owned: Vec<String>,
    /// The best item that can be bought; `null` where the house has none for these answers.
    pub pick: Option<Pick>,
    /// The next best.
    pub alternative: Option<Pick>,
}

/// An item for a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Pick {
    /// Its id.
    pub item_id: String,
    /// The answers it rests on, in the order of the questions.
    pub grounds: Vec<Ground>,
}

/// An answer that something rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Ground {
    /// The question's id.
    pub question: String,
    /// The answer's id.
    pub answer: String,
    /// What the answer says.
    pub text: String,
}

/// Answers with their questions.
type Given<'a> = [(&'a Question, &'a Answer)];

/// What is advised to who answered so. An item fills one step at most. Of items that suit equally the first of the
/// questionnaire comes first.
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

/// What may fill a step, the best first; without what an answer excludes.
fn ranked<'a>(questionnaire: &'a Questionnaire, step: &Step, given: &Given<'_>) -> Vec<&'a Candidate> {
    let is_excluded = |item: &Candidate| given.iter().any(|(_, answer)| answer.exclude.iter().any(|tag| item.has(tag)));
    let items = step.items.iter().filter_map(|at| questionnaire.items.get(*at as usize));
    let mut ranked: Vec<&Candidate> = items.filter(|item| !is_excluded(item)).collect();
    // Stable: of equals the first stays first.
    ranked.sort_by_key(|item| std::cmp::Reverse(given.iter().map(|(_, answer)| answer.worth(item)).sum::<i64>()));
    ranked
}

impl Answer {
    /// What an item gains by this answer, or loses.
    fn worth(&self, item: &Candidate) -> i64 {
        self.tags.iter().filter(|(tag, _)| item.has(tag)).map(|(_, weight)| i64::from(*weight)).sum()
    }
}

impl Step {
    /// Whether it applies to who answered so, in this season.
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
