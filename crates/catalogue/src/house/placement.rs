//! `[[placement]]`: the settings of each placement.

use passerelle::model::DivisionIndex;
use passerelle::rank::{Factor, Fallback, MAX_SUGGESTIONS, Placement, PlacementSettings, Scope};
use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, within, wrong};
use super::division::division;
use crate::catalogue::Division;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlacementTable {
    id: Spanned<String>,
    divisions: Option<Spanned<Divisions>>,
    limit: Option<Spanned<i64>>,
    threshold: Option<Spanned<f64>>,
    fallback: Option<Spanned<String>>,
    reminders: Option<Spanned<bool>>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "write \"other\", \"same\", \"any\", \"pinned\", or a list of division ids")]
enum Divisions {
    Word(String),
    List(Vec<String>),
}

/// Returns the settings of every placement, in the order of their numbers.
pub(super) fn placements(
    tables: Vec<Spanned<PlacementTable>>,
    divisions: &[Division],
) -> Result<[PlacementSettings; Placement::COUNT], Wrong> {
    let mut placements = Placement::ALL.map(Placement::defaults);
    let mut met = Vec::new();
    for table in tables.into_iter().map(Spanned::into_inner) {
        let placement = placement(&table.id)?;
        if met.contains(&placement) {
            return wrong(&table.id, format!("placement {:?} is set twice: keep one", table.id.get_ref()));
        }
        met.push(placement);
        later(placement, &table)?;
        let usual = placement.defaults();
        placements[placement as usize] = PlacementSettings {
            scope: table.divisions.map_or(Ok(usual.scope), |value| scope(&value, divisions))?,
            limit: within(table.limit, "placement.limit", 1, MAX_SUGGESTIONS as u8, usual.limit)?,
            threshold: table.threshold.map_or(Ok(usual.threshold), |value| threshold(&value))?,
            fallback: table.fallback.map_or(Ok(usual.fallback), |value| fallback(&value))?,
            reminders: table.reminders.is_some_and(Spanned::into_inner),
        };
    }
    Ok(placements)
}

/// Refuses settings without effect. `recent` ranks by no score: it has no threshold, fallback or reminders. `trending`
/// reads no history: it has no reminders. Both take divisions only as a word other than "pinned".
fn later(placement: Placement, table: &PlacementTable) -> Result<(), Wrong> {
    let PlacementTable { threshold, fallback, reminders, .. } = table;
    let reminders = reminders.as_ref().map(Spanned::span);
    let (spans, says) = match placement {
        Placement::Recent => (
            vec![threshold.as_ref().map(Spanned::span), fallback.as_ref().map(Spanned::span), reminders],
            "\"recent\" shows the items last viewed, without a score: write `limit` and `divisions` alone, or remove the line",
        ),
        Placement::Trending => {
            (vec![reminders], "\"trending\" reads no history, so it has no reminders: remove the line")
        }
        _ => return Ok(()),
    };
    if let Some(span) = spans.into_iter().flatten().next() {
        return wrong(&Spanned::new(span, ()), says);
    }
    match &table.divisions {
        Some(divisions) if !matches!(divisions.get_ref(), Divisions::Word(word) if word != "pinned") => {
            let says = format!("divisions of {:?} is a word: write \"any\", \"same\" or \"other\"", placement.name());
            wrong(divisions, says)
        }
        _ => Ok(()),
    }
}

/// Returns the placement with this name.
pub(super) fn placement(name: &Spanned<String>) -> Result<Placement, Wrong> {
    match Placement::from_name(name.get_ref()) {
        Some(placement) => Ok(placement),
        None => {
            let names = Placement::ALL.map(Placement::name).join(", ");
            wrong(name, format!("{:?} is not a placement: write one of {names}", name.get_ref()))
        }
    }
}

fn scope(value: &Spanned<Divisions>, divisions: &[Division]) -> Result<Scope, Wrong> {
    Ok(match value.get_ref() {
        Divisions::Word(word) => match Scope::named(word) {
            Some(scope) => scope,
            None => {
                let says =
                    format!("divisions is {word:?}: write \"other\", \"same\", \"any\", \"pinned\", or a list of ids");
                return wrong(value, says);
            }
        },
        Divisions::List(ids) if ids.is_empty() => {
            return wrong(value, "divisions is empty: list at least one, or write \"pinned\"");
        }
        Divisions::List(ids) => {
            let mut only = ids.iter().map(|id| division(value, id, divisions)).collect::<Result<Vec<u16>, _>>()?;
            only.sort_unstable();
            only.dedup();
            Scope::Only(only.into_iter().map(DivisionIndex).collect())
        }
    })
}

fn threshold(value: &Spanned<f64>) -> Result<Factor, Wrong> {
    if !(0.0..=1.0).contains(value.get_ref()) {
        return wrong(
            value,
            "threshold is out of range: write a number from 0 to 1, a share of a typical strongest neighbour's score",
        );
    }
    Ok(Factor::floor(*value.get_ref()))
}

fn fallback(value: &Spanned<String>) -> Result<Fallback, Wrong> {
    match value.get_ref().as_str() {
        "page" => Ok(Fallback::Page),
        "any" => Ok(Fallback::Any),
        other => {
            wrong(value, format!("fallback is {other:?}: write \"page\" to stay empty, or \"any\" for every division"))
        }
    }
}
