//! Questionnaires for the pack: one file for each questionnaire and language, with every item that it may recommend.
//! Not for whether answers lead to items: see [`crate::questionnaire_checks`].

use std::collections::{BTreeMap, BTreeSet};

use passerelle::model::Slug;
use passerelle::pack::write::AdviceFile;
use passerelle_advice::{Answer, Candidate, Question, Questionnaire, Step};
use passerelle_catalogue::house::{House, QuestionnaireSetting, Resolved};
use passerelle_catalogue::item_tags::tags_of;
use passerelle_catalogue::{Catalogue, ItemIndex};

/// Returns the files of all questionnaires. `selling` has the sales of each item; best-selling items come first.
#[must_use]
pub(crate) fn questionnaires(
    house: &House,
    catalogue: &Catalogue,
    resolved: &Resolved,
    selling: &[f64],
) -> Vec<AdviceFile> {
    let settings = house.questionnaires.iter().zip(&resolved.questionnaires);
    let in_language = |(setting, items): (&QuestionnaireSetting, &Vec<Vec<ItemIndex>>)| {
        let (setting, items) = (setting.clone(), items.clone());
        house.languages.iter().enumerate().map(move |(language, tag)| {
            let made = questionnaire(house, catalogue, (&setting, &items), selling, language);
            AdviceFile { name: setting.id, tag: tag.clone(), bytes: serde_json::to_vec(&made).unwrap_or_default() }
        })
    };
    settings.flat_map(in_language).collect()
}

/// Returns each questionnaire with the index of the division to which most of its items belong.
#[must_use]
pub(crate) fn divisions(house: &House, catalogue: &Catalogue, resolved: &Resolved) -> Vec<(Slug, u16)> {
    let settings = house.questionnaires.iter().zip(&resolved.questionnaires);
    let of = |(setting, items): (&QuestionnaireSetting, &Vec<Vec<ItemIndex>>)| {
        let candidates: BTreeSet<ItemIndex> = items.iter().flatten().copied().collect();
        let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
        for item in candidates.iter().filter_map(|item| catalogue.items.get(*item as usize)) {
            *counts.entry(item.division).or_default() += 1;
        }
        // Of divisions with equal counts, the first of the house wins.
        let most = counts.into_iter().max_by_key(|(division, count)| (*count, std::cmp::Reverse(*division)));
        most.map(|(division, _)| (setting.id, division))
    };
    settings.filter_map(of).collect()
}

/// Builds a questionnaire in the language at this index, with the items of each of its steps.
pub(crate) fn questionnaire(
    house: &House,
    catalogue: &Catalogue,
    (setting, items): (&QuestionnaireSetting, &[Vec<ItemIndex>]),
    selling: &[f64],
    language: usize,
) -> Questionnaire {
    let said = |texts: &[String]| texts.get(language).cloned().unwrap_or_default();
    let answers = || setting.questions.iter().flat_map(|question| &question.answers);
    let spoken: BTreeSet<&str> =
        answers().flat_map(|answer| answer.tags.keys().chain(&answer.exclude)).map(String::as_str).collect();
    let mut candidates: Vec<ItemIndex> = items.concat();
    candidates.sort_unstable();
    candidates.dedup();
    let sells = |item: ItemIndex| selling.get(item as usize).copied().unwrap_or(0.0);
    // The sort is stable: of items with equal sales, the smaller id comes first.
    candidates.sort_by(|a, b| sells(*b).total_cmp(&sells(*a)));
    let position = |item: &ItemIndex| candidates.iter().position(|other| other == item).map(|at| at as u32);
    let steps = setting.steps.iter().zip(items).map(|(step, items)| {
        let mut items: Vec<u32> = items.iter().filter_map(position).collect();
        items.sort_unstable();
        Step {
            id: step.id.clone(),
            name: said(&step.names),
            when: step.when.clone(),
            seasons: step.seasons.clone(),
            items,
        }
    });
    let questions = setting.questions.iter().map(|question| Question {
        id: question.id.clone(),
        text: said(&question.texts),
        several: question.several,
        when: question.when.clone(),
        answers: question
            .answers
            .iter()
            .map(|answer| Answer {
                id: answer.id.clone(),
                text: said(&answer.texts),
                tags: answer.tags.clone(),
                exclude: answer.exclude.clone(),
            })
            .collect(),
    });
    let tag = house.languages.get(language);
    let candidate = |item: &ItemIndex| {
        let item = catalogue.items.get(*item as usize)?;
        let division = catalogue.divisions.get(usize::from(item.division));
        let name = division.zip(tag).and_then(|(division, tag)| division.names.get(tag));
        Some(Candidate {
            id: item.id.to_string(),
            title: item.title.to_string(),
            url: item.url.to_string(),
            image: item.image.as_ref().map(ToString::to_string),
            price_minor: item.price_minor,
            division: name.cloned().unwrap_or_default(),
            tags: tags_of(item, catalogue).into_iter().filter(|tag| spoken.contains(tag.as_str())).collect(),
        })
    };
    Questionnaire {
        id: setting.id.as_str().to_owned(),
        title: said(&setting.titles),
        intro: setting.intro.get(language).cloned(),
        sensitive: setting.sensitive.get(language).cloned(),
        currency: house.currency.code.clone(),
        minor_digits: house.currency.minor_digits,
        questions: questions.collect(),
        steps: steps.collect(),
        items: candidates.iter().filter_map(candidate).collect(),
    }
}
