//! `[[questionnaire]]`: questions of the house, and the routine that their answers make. Not for what follows from answers:
//! see [`passerelle_advice`]; nor for its questions and steps one by one: see [`super::questionnaire_parts`].

use passerelle::model::Slug;
use serde::Deserialize;
use toml::Spanned;

use super::check::{TextTable, Wrong, line_of, wrong};
use super::questionnaire_parts::{QuestionSetting, QuestionTable, StepSetting, StepTable};
use super::speaking::{Speaking, slug};
use crate::catalogue::{Catalogue, ItemIndex};
use crate::error::HouseError;

/// Questionnaires of a house at most.
const MAX_QUESTIONNAIRES: usize = 32;
/// Items that may fill the steps of one, at most: all of them are loaded with it.
pub const MAX_CANDIDATES: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionnaireTable {
    id: Spanned<String>,
    titles: TextTable,
    intro: Option<TextTable>,
    sensitive: Option<TextTable>,
    #[serde(default, rename = "question")]
    questions: Vec<Spanned<QuestionTable>>,
    #[serde(default, rename = "step")]
    steps: Vec<Spanned<StepTable>>,
}

/// A questionnaire, whose items have not been looked up yet. Texts are in the order of the house's languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionnaireSetting {
    /// Its id, which pages declare.
    pub id: Slug,
    /// What it is called.
    pub titles: Vec<String>,
    /// What is said before the first question; empty for nothing.
    pub intro: Vec<String>,
    /// What is said of the answers before anything is asked; empty where they are not sensitive.
    pub sensitive: Vec<String>,
    /// In their order; one at least.
    pub questions: Vec<QuestionSetting>,
    /// In their order; one at least.
    pub steps: Vec<StepSetting>,
    /// Where it stands in the file.
    line: usize,
}

/// The questionnaires of the file; what is wrong with their wording goes to `findings`.
pub(super) fn questionnaires(
    tables: Vec<Spanned<QuestionnaireTable>>,
    mut speaking: Speaking<'_>,
) -> Result<Vec<QuestionnaireSetting>, Wrong> {
    if let Some(extra) = tables.get(MAX_QUESTIONNAIRES) {
        return wrong(extra, format!("more than {MAX_QUESTIONNAIRES} questionnaires: remove those that nobody asks"));
    }
    let mut all: Vec<QuestionnaireSetting> = Vec::new();
    for table in tables.into_iter().map(Spanned::into_inner) {
        let at = Spanned::new(table.id.span(), ());
        let setting = table.check(&mut speaking)?;
        if all.iter().any(|other| other.id == setting.id) {
            let id = setting.id.as_str();
            return wrong(&at, format!("questionnaire {id:?} is there twice: give each its own id"));
        }
        all.push(setting);
    }
    Ok(all)
}

impl QuestionnaireTable {
    fn check(self, speaking: &mut Speaking<'_>) -> Result<QuestionnaireSetting, Wrong> {
        let id = slug(&self.id, "questionnaire")?;
        let owner = format!("questionnaire {:?}", id.as_str());
        let mut optional = |given: Option<TextTable>, what: &str| {
            given.map_or(Ok(Vec::new()), |given| speaking.texts(&given, &owner, what))
        };
        let (intro, sensitive) = (optional(self.intro, "intro")?, optional(self.sensitive, "sensitive")?);
        let titles = speaking.texts(&self.titles, &owner, "title")?;
        if self.questions.is_empty() {
            return wrong(&self.id, format!("{owner} asks nothing: add a [[questionnaire.question]]"));
        }
        if self.steps.is_empty() {
            return wrong(&self.id, format!("{owner} advises nothing: add a [[questionnaire.step]]"));
        }
        let mut questions: Vec<QuestionSetting> = Vec::new();
        for table in self.questions {
            let question = table.into_inner().check(&owner, &questions, speaking)?;
            questions.push(question);
        }
        let mut steps: Vec<StepSetting> = Vec::new();
        for table in self.steps {
            let step = table.into_inner().check(&owner, &questions, &steps, speaking)?;
            steps.push(step);
        }
        Ok(QuestionnaireSetting {
            id,
            titles,
            intro,
            sensitive,
            questions,
            steps,
            line: line_of(speaking.text, self.id.span().start),
        })
    }
}

impl QuestionnaireSetting {
    /// What errors and hints call it, with its place: `house.toml:12: questionnaire "skin"`.
    #[must_use]
    pub fn place(&self, file: &str) -> String {
        format!("{file}:{}: questionnaire {:?}", self.line, self.id.as_str())
    }

    /// The items that may fill each step, in ascending order. `file` is what errors call the house file.
    ///
    /// # Errors
    /// A step that no item may fill, more items than are loaded with a questionnaire, or items of a sensitive type where the
    /// answers are not said to be sensitive; with its line.
    pub fn resolve(&self, catalogue: &Catalogue, file: &str) -> Result<Vec<Vec<ItemIndex>>, HouseError> {
        let error = |message| HouseError::Setting { file: file.to_owned(), line: self.line, message };
        let owner = format!("questionnaire {:?}", self.id.as_str());
        let mut steps = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let mut items: Vec<ItemIndex> = Vec::new();
            let of_step = format!("step {:?} of {owner}", step.id);
            step.items.resolve(catalogue, &of_step, file, |item| items.extend(ItemIndex::try_from(item)))?;
            items.sort_unstable();
            items.dedup();
            steps.push(items);
        }
        let mut all = steps.concat();
        all.sort_unstable();
        all.dedup();
        if all.len() > MAX_CANDIDATES {
            return Err(error(format!(
                "{} items may fill the steps of {owner}, and a page loads {MAX_CANDIDATES} at most: narrow `items` of its \
                 steps, by a tag or a label",
                all.len()
            )));
        }
        let types = all.iter().filter_map(|item| catalogue.items.get(*item as usize));
        let mut types = types.filter_map(|item| catalogue.types.get(usize::from(item.item_type)));
        match types.find(|kind| kind.sensitive).filter(|_| self.sensitive.is_empty()) {
            Some(kind) => Err(error(format!(
                "{owner} may advise items of the sensitive type {:?}: say in `sensitive` what becomes of the answers",
                kind.name
            ))),
            None => Ok(steps),
        }
    }
}
