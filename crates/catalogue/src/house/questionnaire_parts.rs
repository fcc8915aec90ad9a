//! `[[questionnaire.question]]` and `[[questionnaire.step]]`. Not for the questionnaire as a whole: see
//! [`super::questionnaire`].

use std::collections::BTreeMap;

use passerelle_advice::{Condition, Season};
use serde::Deserialize;
use toml::Spanned;

use super::check::{TextTable, Wrong, nearest, one_of, wrong};
use super::membership::{Belongs, Membership};
use super::speaking::{Speaking, slug};
use crate::fold::fold;

/// Most questions of a questionnaire, and most answers to a question.
const MAX_QUESTIONS: usize = 20;
const MAX_ANSWERS: usize = 20;
/// Most steps of a routine.
const MAX_STEPS: usize = 12;
/// Largest weight of a tag, positive or negative.
const MAX_WEIGHT: i64 = 100;

/// `when`: by question, the answers of which one must have been given.
type WhenTable = BTreeMap<Spanned<String>, Vec<Spanned<String>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionTable {
    id: Spanned<String>,
    texts: TextTable,
    #[serde(default)]
    several: bool,
    #[serde(default)]
    when: WhenTable,
    answers: Spanned<Vec<Spanned<AnswerTable>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerTable {
    id: Spanned<String>,
    texts: TextTable,
    #[serde(default)]
    tags: BTreeMap<Spanned<String>, Spanned<i64>>,
    #[serde(default)]
    exclude: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepTable {
    id: Spanned<String>,
    names: TextTable,
    items: Spanned<Belongs>,
    #[serde(default)]
    when: WhenTable,
    #[serde(default)]
    seasons: Vec<Spanned<String>>,
}

/// A question. Texts are in the order of the house's languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionSetting {
    /// Its id.
    pub id: String,
    /// The text of the question.
    pub texts: Vec<String>,
    /// Whether several answers may be given, or none.
    pub several: bool,
    /// The conditions under which it is asked.
    pub when: Vec<Condition>,
    /// The answers; at least one.
    pub answers: Vec<AnswerSetting>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerSetting {
    /// Its id.
    pub id: String,
    /// The text of the answer.
    pub texts: Vec<String>,
    /// How much items with a tag gain or lose, by the folded tag.
    pub tags: BTreeMap<String, i32>,
    /// Folded tags of items that this answer excludes.
    pub exclude: Vec<String>,
}

/// A step of the routine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepSetting {
    /// Its id.
    pub id: String,
    /// The name.
    pub names: Vec<String>,
    /// The conditions under which it applies.
    pub when: Vec<Condition>,
    /// The seasons in which it applies; empty for all of them.
    pub seasons: Vec<Season>,
    /// The items that may fill it.
    pub items: Membership,
}

impl QuestionTable {
    pub(super) fn check(
        self,
        of: &str,
        before: &[QuestionSetting],
        speaking: &mut Speaking<'_>,
    ) -> Result<QuestionSetting, Wrong> {
        let id = slug(&self.id, "question")?.as_str().to_owned();
        if before.iter().any(|question| question.id == id) {
            return wrong(&self.id, format!("question {id:?} of {of} is defined twice: give each its own id"));
        }
        if before.len() == MAX_QUESTIONS {
            return wrong(&self.id, format!("{of} asks more than {MAX_QUESTIONS} questions: ask fewer"));
        }
        let owner = format!("question {id:?} of {of}");
        let texts = speaking.texts(&self.texts, &owner, "text")?;
        if !(1..=MAX_ANSWERS).contains(&self.answers.get_ref().len()) {
            let count = self.answers.get_ref().len();
            return wrong(&self.answers, format!("{owner} has {count} answers: write 1 to {MAX_ANSWERS}"));
        }
        let mut answers: Vec<AnswerSetting> = Vec::new();
        for table in self.answers.into_inner() {
            let answer = table.into_inner().check(&owner, &answers, speaking)?;
            answers.push(answer);
        }
        Ok(QuestionSetting { id, texts, several: self.several, when: conditions(self.when, before)?, answers })
    }
}

impl AnswerTable {
    fn check(self, of: &str, before: &[AnswerSetting], speaking: &mut Speaking<'_>) -> Result<AnswerSetting, Wrong> {
        let id = slug(&self.id, "answer")?.as_str().to_owned();
        if before.iter().any(|answer| answer.id == id) {
            return wrong(&self.id, format!("answer {id:?} of {of} is defined twice: give each its own id"));
        }
        let texts = speaking.texts(&self.texts, &format!("answer {id:?} of {of}"), "text")?;
        let mut tags = BTreeMap::new();
        for (name, weight) in self.tags {
            let sound = i32::try_from(*weight.get_ref()).ok().filter(|weight| i64::from(weight.abs()) <= MAX_WEIGHT);
            let Some(number) = sound.filter(|number| *number != 0) else {
                let given = weight.get_ref();
                let says = format!(
                    "tag {:?} weighs {given}: write a whole number from -{MAX_WEIGHT} to {MAX_WEIGHT}, not 0; `exclude` keeps items away",
                    name.get_ref()
                );
                return wrong(&weight, says);
            };
            if tags.insert(tag(&name)?, number).is_some() {
                return wrong(&name, format!("tag {:?} is listed twice: give it one weight", name.get_ref()));
            }
        }
        let exclude = self.exclude.iter().map(tag).collect::<Result<_, _>>()?;
        Ok(AnswerSetting { id, texts, tags, exclude })
    }
}

impl StepTable {
    pub(super) fn check(
        self,
        of: &str,
        questions: &[QuestionSetting],
        before: &[StepSetting],
        speaking: &mut Speaking<'_>,
    ) -> Result<StepSetting, Wrong> {
        let id = slug(&self.id, "step")?.as_str().to_owned();
        if before.iter().any(|step| step.id == id) {
            return wrong(&self.id, format!("step {id:?} of {of} is defined twice: give each its own id"));
        }
        if before.len() == MAX_STEPS {
            return wrong(&self.id, format!("{of} has more than {MAX_STEPS} steps: merge some"));
        }
        let owner = format!("step {id:?} of {of}");
        let season = |name: &Spanned<String>| one_of(name, "season", Season::ALL, Season::name);
        Ok(StepSetting {
            names: speaking.texts(&self.names, &owner, "name")?,
            when: conditions(self.when, questions)?,
            seasons: self.seasons.iter().map(season).collect::<Result<_, _>>()?,
            items: Membership::check(self.items, &owner, speaking.text)?,
            id,
        })
    }
}

/// Reads a tag, folded as the tags of items are.
fn tag(name: &Spanned<String>) -> Result<String, Wrong> {
    match fold(name.get_ref()) {
        empty if empty.is_empty() => wrong(name, "a tag is empty: write a tag that items have in the feed"),
        folded => Ok(folded),
    }
}

/// Reads conditions on earlier questions.
fn conditions(when: WhenTable, questions: &[QuestionSetting]) -> Result<Vec<Condition>, Wrong> {
    let mut conditions = Vec::new();
    for (name, answers) in when {
        let Some(question) = questions.iter().find(|question| question.id == *name.get_ref()) else {
            let ids = questions.iter().map(|question| question.id.as_str());
            let hint =
                nearest(name.get_ref(), ids).map_or_else(String::new, |meant| format!("; did you mean {meant:?}?"));
            return wrong(
                &name,
                format!("when names the question {:?}, which is not asked before{hint}", name.get_ref()),
            );
        };
        if answers.is_empty() {
            return wrong(&name, format!("when lists no answer to {:?}: list at least one", question.id));
        }
        if let Some(stranger) = answers.iter().find(|id| !question.answers.iter().any(|one| one.id == *id.get_ref())) {
            let known: Vec<&str> = question.answers.iter().map(|answer| answer.id.as_str()).collect();
            let says = format!(
                "question {:?} has no answer {:?}: write one of {}",
                question.id,
                stranger.get_ref(),
                known.join(", ")
            );
            return wrong(stranger, says);
        }
        let answers = answers.into_iter().map(Spanned::into_inner).collect();
        conditions.push(Condition { question: question.id.clone(), answers });
    }
    Ok(conditions)
}
