//! A questionnaire in one language, as its file has it: docs/pack-format-json.md. Writer and reader use these types. Not for what
//! follows from answers: see [`crate::routine`].

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was answered: of each question, by its id, the ids of its answers.
pub type Answers = BTreeMap<String, Vec<String>>;

/// Questions, the steps of a routine, and every item that may fill one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Questionnaire {
    /// Its name in the house.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is said before the first question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub intro: Option<String>,
    /// What is said of the answers before anything is asked: they are sensitive, and kept only if the shopper says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub sensitive: Option<String>,
    /// The currency of all prices: three letters of ISO 4217.
    pub currency: String,
    /// Digits of a price behind the point.
    pub minor_digits: u8,
    /// In the order in which they are asked.
    pub questions: Vec<Question>,
    /// In the order of the routine.
    pub steps: Vec<Step>,
    /// Every item that may fill a step: what sells most first.
    pub items: Vec<Candidate>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Question {
    /// Its name in the questionnaire.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// Whether several answers may be given, or none.
    #[serde(default, skip_serializing_if = "is_false")]
    #[cfg_attr(feature = "types", ts(as = "Option<bool>", optional))]
    pub several: bool,
    /// When it is asked: all of these hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Condition>>", optional))]
    pub when: Vec<Condition>,
    /// One at least.
    pub answers: Vec<Answer>,
}

/// An answer that may be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Answer {
    /// Its name in the question.
    pub id: String,
    /// What it says.
    pub text: String,
    /// How much items with these tags gain, or lose.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<BTreeMap<String, i32>>", optional))]
    pub tags: BTreeMap<String, i32>,
    /// Items with one of these tags are not for who answers so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<String>>", optional))]
    pub exclude: Vec<String>,
}

/// Holds where one of these answers was given to the question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Condition {
    /// The question's id.
    pub question: String,
    /// Ids of its answers.
    pub answers: Vec<String>,
}

/// A step of the routine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Step {
    /// Its name in the questionnaire.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// When it applies: all of these hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Condition>>", optional))]
    pub when: Vec<Condition>,
    /// The seasons in which it applies; all of them where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<Season>>", optional))]
    pub seasons: Vec<Season>,
    /// What may fill it: positions in the questionnaire's items.
    pub items: Vec<u32>,
}

/// A season at the shopper's place.
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
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Spring, Self::Summer, Self::Autumn, Self::Winter];

    /// Its name in files.
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

/// An item that may fill a step, with all that is needed to draw it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Candidate {
    /// Its id in the pack.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Absolute address of its page.
    pub url: String,
    /// Absolute address of its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub image: Option<String>,
    /// In minor units of the currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub price_minor: Option<u32>,
    /// What its division is called.
    pub division: String,
    /// Its tags, as far as answers speak of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "types", ts(as = "Option<Vec<String>>", optional))]
    pub tags: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// What does not fit in a questionnaire's file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuestionnaireError {
    /// A question without answers, or no question, or no step.
    #[error("questionnaire {0:?} asks nothing or advises nothing: build the pack again")]
    Empty(String),
    /// A step names an item that is not there.
    #[error("step {0:?} names an item that the questionnaire does not have: build the pack again")]
    UnknownItem(String),
}

impl Questionnaire {
    /// Whether it can be asked and answered.
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

    /// The questions that are asked of who answered so, in their order, each with its position. A question that is not
    /// asked has no answer, whatever was answered before.
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

    /// The answers that count, with their questions: of the questions that are asked, those that they have.
    #[must_use]
    pub fn given<'a>(&'a self, answers: &'a Answers) -> Vec<(&'a Question, &'a Answer)> {
        let of_question = |(_, question): (usize, &'a Question)| {
            let said = answers.get(&question.id).map(Vec::as_slice).unwrap_or_default();
            let given = question.answers.iter().filter(|answer| said.contains(&answer.id));
            // Of a question for one answer the first counts.
            let most = if question.several { usize::MAX } else { 1 };
            given.take(most).map(move |answer| (question, answer)).collect::<Vec<_>>()
        };
        self.asked(answers).flat_map(of_question).collect()
    }

    /// Tags that answers speak of and no item has.
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
    /// Whether one of its answers was given to its question, which was `asked`.
    fn holds(&self, answers: &Answers, asked: &[&str]) -> bool {
        let said = answers.get(&self.question).map(Vec::as_slice).unwrap_or_default();
        asked.contains(&self.question.as_str()) && said.iter().any(|answer| self.answers.contains(answer))
    }

    /// Whether it holds for these answers.
    pub(crate) fn is_met(&self, given: &[(&Question, &Answer)]) -> bool {
        given.iter().any(|(question, answer)| question.id == self.question && self.answers.contains(&answer.id))
    }
}

impl Candidate {
    /// Whether it has a tag.
    #[must_use]
    pub fn has(&self, tag: &str) -> bool {
        self.tags.iter().any(|own| own == tag)
    }
}
