//! `[[questionnaire]]`: questions of the house, and the routine that results from their answers. Not for evaluating
//! answers: see [`passerelle_advice`]. Not for single questions and steps: see [`super::questionnaire_parts`].

use passerelle::model::Slug;
use serde::Deserialize;
use toml::Spanned;

use super::check::{TextTable, Wrong, line_of, wrong};
use super::questionnaire_parts::{QuestionSetting, QuestionTable, StepSetting, StepTable};
use super::speaking::{Speaking, slug};
use crate::catalogue::{Catalogue, ItemIndex};
use crate::error::HouseError;

/// Most questionnaires of a house.
const MAX_QUESTIONNAIRES: usize = 32;
/// Most items that may fill the steps of a questionnaire: all of them are loaded with it.
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

/// A questionnaire, before its items are looked up. Texts are in the order of the house's languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionnaireSetting {
    /// The id, which pages declare.
    pub id: Slug,
    /// The title.
    pub titles: Vec<String>,
    /// The text before the first question; empty for none.
    pub intro: Vec<String>,
    /// The text about sensitive answers, shown before the first question; empty if the answers are not sensitive.
    pub sensitive: Vec<String>,
    /// The questions in order; at least one.
    pub questions: Vec<QuestionSetting>,
    /// The steps in order; at least one.
    pub steps: Vec<StepSetting>,
    /// Its line in the file.
    line: usize,
}

/// Reads the questionnaires of the file; violations of the rules of wording are added to the findings.
pub(super) fn questionnaires(
    tables: Vec<Spanned<QuestionnaireTable>>,
    mut speaking: Speaking<'_>,
) -> Result<Vec<QuestionnaireSetting>, Wrong> {
    if let Some(extra) = tables.get(MAX_QUESTIONNAIRES) {
        return wrong(extra, format!("more than {MAX_QUESTIONNAIRES} questionnaires: remove those that no page shows"));
    }
    let mut all: Vec<QuestionnaireSetting> = Vec::new();
    for table in tables.into_iter().map(Spanned::into_inner) {
        let at = Spanned::new(table.id.span(), ());
        let setting = table.check(&mut speaking)?;
        if all.iter().any(|other| other.id == setting.id) {
            let id = setting.id.as_str();
            return wrong(&at, format!("questionnaire {id:?} is defined twice: give each its own id"));
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
            return wrong(&self.id, format!("{owner} has no question: add a [[questionnaire.question]]"));
        }
        if self.steps.is_empty() {
            return wrong(&self.id, format!("{owner} has no step: add a [[questionnaire.step]]"));
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
    /// Its name in errors and hints, with its place: `house.toml:12: questionnaire "skin"`.
    #[must_use]
    pub fn place(&self, file: &str) -> String {
        format!("{file}:{}: questionnaire {:?}", self.line, self.id.as_str())
    }

    /// Returns the items that may fill each step, in ascending order. `file` is the name of the house file in errors.
    ///
    /// # Errors
    /// A step that no item may fill, more items than [`MAX_CANDIDATES`], or items of a sensitive type if the answers
    /// are not declared sensitive; with its line.
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
                "{owner} may advise items of the sensitive type {:?}: write in `sensitive` what happens to the answers",
                kind.name
            ))),
            None => Ok(steps),
        }
    }
}
