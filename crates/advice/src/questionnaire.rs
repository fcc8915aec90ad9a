//! A questionnaire in one language, in the format of its file: see docs/pack-format-json.md. Writer and reader use
//! these types. Not for evaluating answers: see [`crate::routine`].

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Answers: for each question, by its id, the ids of the given answers.
pub type Answers = BTreeMap<String, Vec<String>>;

/// A questionnaire: questions, the steps of a routine, and every item that may fill a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Questionnaire {
    /// The questionnaire's id in house.toml.
    pub id: String,
    /// The title.
    pub title: String,
    /// A text before the first question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub intro: Option<String>,
    /// A notice before the first question that the answers are sensitive; they are stored only if the shopper agrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub sensitive: Option<String>,
    /// The currency of all prices, as ISO 4217 code.
    pub currency: String,
    /// Number of decimal digits of a price.
    pub minor_digits: u8,
    /// The questions, in the order in which they are asked.
    pub questions: Vec<Question>,
    /// The steps, in the order of the routine.
    pub steps: Vec<Step>,
    /// Every item that may fill a step, bestsellers first.
    pub items: Vec<Candidate>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Question {
    /// The question's id in the questionnaire.
    pub id: String,
    /// The text of the question.
    pub text: String,
    /// Whether several answers may be given, or none.
    #[serde(default, skip_serializing_if = "is_false")]
    #[cfg_attr(feature = "types", ts(as = "Option<bool>", optional))]
    pub several: bool,
    /// The conditions for asking the question: all must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Condition>>", optional))]
    pub when: Vec<Condition>,
    /// The answers; at least one.
    pub answers: Vec<Answer>,
}

/// An answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Answer {
    /// The answer's id in the question.
    pub id: String,
    /// The text of the answer.
    pub text: String,
    /// The score that items with these tags gain or lose.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<BTreeMap<String, i32>>", optional))]
    pub tags: BTreeMap<String, i32>,
    /// Items with one of these tags are excluded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<String>>", optional))]
    pub exclude: Vec<String>,
}

/// A condition that holds if one of these answers to the question was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Condition {
    /// The question's id.
    pub question: String,
    /// The ids of answers.
    pub answers: Vec<String>,
}

/// A step of the routine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Step {
    /// The step's id in the questionnaire.
    pub id: String,
    /// The step's name.
    pub name: String,
    /// The conditions of the step: all must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Condition>>", optional))]
    pub when: Vec<Condition>,
    /// The seasons in which the step applies; all if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Season>>", optional))]
    pub seasons: Vec<Season>,
    /// The items that may fill the step: positions in the questionnaire's items.
    pub items: Vec<u32>,
}

/// A season in the shopper's region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Season {
    /// March to May in the north.
    #[default]
    Spring,
    /// June to August in the north; all year in the tropics.
    Summer,
    /// September to November in the north.
    Autumn,
    /// December to February in the north.
    Winter,
}

impl Season {
    /// Every season.
    pub const ALL: [Self; 4] = [Self::Spring, Self::Summer, Self::Autumn, Self::Winter];

    /// The name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spring => "spring",
            Self::Summer => "summer",
            Self::Autumn => "autumn",
            Self::Winter => "winter",
        }
    }
}

/// An item that may fill a step, with the data needed to draw it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Candidate {
    /// The item's id in the pack.
    pub id: String,
    /// The item's title.
    pub title: String,
    /// Absolute URL of the item's page.
    pub url: String,
    /// Absolute URL of the item's image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub image: Option<String>,
    /// The price in minor units of the currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub price_minor: Option<u32>,
    /// The name of the item's division.
    pub division: String,
    /// The item's tags, as far as answers refer to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<String>>", optional))]
    pub tags: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// Errors of a questionnaire's file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuestionnaireError {
    /// There is a question without answers, no question, or no step.
    #[error("questionnaire {0:?} has no question or no step: build the pack again")]
    Empty(String),
    /// A step refers to an unknown item.
    #[error("step {0:?} names an item that the questionnaire does not have: build the pack again")]
    UnknownItem(String),
}

impl Questionnaire {
    /// Checks that the questionnaire can be used.
    ///
    /// # Errors
    /// [`QuestionnaireError`]
    pub fn check(&self) -> Result<(), QuestionnaireError> {
        let asks = !self.questions.is_empty() && self.questions.iter().all(|question| !question.answers.is_empty());
        if !asks || self.steps.is_empty() {
            return Err(QuestionnaireError::Empty(self.id.clone()));
        }
        let is_known = |item: &u32| (*item as usize) < self.items.len();
        match self.steps.iter().find(|step| !step.items.iter().all(is_known)) {
            Some(step) => Err(QuestionnaireError::UnknownItem(step.id.clone())),
            None => Ok(()),
        }
    }

    /// The questions to ask, given these answers, in order and with their positions. A question that is not asked has
    /// no answer, even if one is given.
    pub fn asked<'a>(&'a self, answers: &'a Answers) -> impl Iterator<Item = (usize, &'a Question)> {
        let mut asked: Vec<&str> = Vec::new();
        self.questions.iter().enumerate().filter(move |(_, question)| {
            let is_asked = question.when.iter().all(|condition| condition.holds(answers, &asked));
            if is_asked {
                asked.push(&question.id);
            }
            is_asked
        })
    }

    /// The valid answers with their questions: known answers to questions that are asked.
    #[must_use]
    pub fn given<'a>(&'a self, answers: &'a Answers) -> Vec<(&'a Question, &'a Answer)> {
        let of_question = |(_, question): (usize, &'a Question)| {
            let said = answers.get(&question.id).map(Vec::as_slice).unwrap_or_default();
            let given = question.answers.iter().filter(|answer| said.contains(&answer.id));
            // For a question with a single answer, the first one counts.
            let most = if question.several { usize::MAX } else { 1 };
            given.take(most).map(move |answer| (question, answer)).collect::<Vec<_>>()
        };
        self.asked(answers).flat_map(of_question).collect()
    }

    /// Tags that answers refer to and no item has.
    #[must_use]
    pub fn idle_tags(&self) -> Vec<&str> {
        let mut tags: Vec<&str> = self
            .questions
            .iter()
            .flat_map(|question| &question.answers)
            .flat_map(|answer| answer.tags.keys().chain(&answer.exclude))
            .map(String::as_str)
            .filter(|tag| !self.items.iter().any(|item| item.has(tag)))
            .collect();
        tags.sort_unstable();
        tags.dedup();
        tags
    }
}

impl Condition {
    /// Whether one of the condition's answers was given to its question, and the question is in `asked`.
    fn holds(&self, answers: &Answers, asked: &[&str]) -> bool {
        let said = answers.get(&self.question).map(Vec::as_slice).unwrap_or_default();
        asked.contains(&self.question.as_str()) && said.iter().any(|answer| self.answers.contains(answer))
    }

    /// Whether the condition holds for these answers.
    pub(crate) fn is_met(&self, given: &[(&Question, &Answer)]) -> bool {
        given.iter().any(|(question, answer)| question.id == self.question && self.answers.contains(&answer.id))
    }
}

impl Candidate {
    /// Whether the item has this tag.
    #[must_use]
    pub fn has(&self, tag: &str) -> bool {
        self.tags.iter().any(|own| own == tag)
    }
}
