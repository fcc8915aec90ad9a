//! Checks that every path through a questionnaire leads to an available item, and that every tag matches an item.
//! `build` and `lint` report the same hints; neither refuses the questionnaire.

use passerelle_advice::{Answers, Coverage, Gap, Questionnaire, coverage};
use passerelle_catalogue::Catalogue;
use passerelle_catalogue::house::{House, Resolved};
use passerelle_output::table::thousands;

use crate::pack::questionnaires::questionnaire;

/// Returns hints for the house about its questionnaires, one or two sentences each; `file` is the name of the house
/// file.
pub(crate) fn hints(house: &House, resolved: &Resolved, catalogue: &Catalogue, file: &str) -> Vec<String> {
    let settings = house.questionnaires.iter().zip(&resolved.questionnaires);
    settings
        .flat_map(|(setting, items)| {
            let made = questionnaire(house, catalogue, (setting, items), &[], 0);
            let sold_out = |id: &String| catalogue.resolve(id).and_then(|item| catalogue.items.get(item as usize));
            let unavailable: Vec<String> = made
                .items
                .iter()
                .map(|item| item.id.clone())
                .filter(|id| sold_out(id).is_some_and(|item| !item.available))
                .collect();
            let place = setting.place(file);
            let mut hints: Vec<String> = of_tags(&made).into_iter().map(|hint| format!("{place}: {hint}")).collect();
            let found = coverage(&made, &unavailable);
            hints.extend(found.gaps.iter().map(|gap| format!("{place}: {}", of_gap(gap, &found))));
            hints
        })
        .collect()
}

fn of_tags(questionnaire: &Questionnaire) -> Option<String> {
    let idle = questionnaire.idle_tags();
    let names: Vec<String> = idle.iter().map(|tag| format!("{tag:?}")).collect();
    (!idle.is_empty()).then(|| {
        format!("no item of its steps has the tag {}: correct the spelling, or tag items in the feed", names.join(", "))
    })
}

fn of_gap(gap: &Gap, found: &Coverage) -> String {
    let looked_at = if found.is_whole { "all" } else { "a sample of" };
    format!(
        "step {:?} finds no item that can be bought for {} of {looked_at} {} ways to answer, first for {} in {}: widen \
         its items, or set its `when`",
        gap.step,
        thousands(gap.paths as u64),
        thousands(found.paths as u64),
        written(&gap.answers),
        gap.season.name()
    )
}

fn written(answers: &Answers) -> String {
    let of = answers.iter().map(|(question, answers)| format!("{question} = {}", answers.join(" + ")));
    let all: Vec<String> = of.collect();
    if all.is_empty() { "no answer".to_owned() } else { all.join(", ") }
}
