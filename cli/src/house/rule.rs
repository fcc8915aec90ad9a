//! `[[rule]]`: what the house pins, boosts, buries, excludes, or shows alone.

use passerelle::rank::{Action, MAX_SUGGESTIONS, Placement, Rule, Target};
use serde::Deserialize;
use toml::Spanned;

use super::ranking::{division, placement};
use super::{Collection, Wrong, line_of, wrong};
use crate::catalogue::{Catalogue, Division};
use crate::date;
use crate::error::HouseError;

/// What a boost multiplies by when the rule does not say.
const BOOST: f64 = 2.0;
/// What burying multiplies by when the rule does not say.
const BURY: f64 = 0.5;
/// Rules times targets that a house may have: they travel in the core.
const MAX_TARGETS: usize = 500;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleTable {
    action: Spanned<String>,
    factor: Option<Spanned<f64>>,
    #[serde(default)]
    items: Vec<Spanned<String>>,
    #[serde(default)]
    types: Vec<Spanned<String>>,
    #[serde(default)]
    divisions: Vec<Spanned<String>>,
    #[serde(default)]
    collections: Vec<Spanned<String>>,
    #[serde(default)]
    placements: Vec<Spanned<String>>,
    from: Option<Spanned<String>>,
    until: Option<Spanned<String>>,
}

/// A rule whose items and types have not been looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetting {
    /// The rule, its target still to come.
    rule: Rule,
    target: TargetName,
    /// Where the target stands in the file.
    line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum TargetName {
    Item(String),
    Type(String),
    Division(u16),
    Collection(u16),
}

/// The rules of the file `text`, one for each target.
pub(super) fn rules(
    tables: Vec<Spanned<RuleTable>>,
    divisions: &[Division],
    collections: &[Collection],
    text: &str,
) -> Result<Vec<RuleSetting>, Wrong> {
    let mut settings = Vec::new();
    for (table, number) in tables.into_iter().zip(1u16..) {
        let start = table.span().start;
        let table = table.into_inner();
        let (action, factor) = action(&table)?;
        let only_items = table.types.is_empty() && table.divisions.is_empty() && table.collections.is_empty();
        if only_items && table.items.is_empty() {
            return wrong(&table.action, "the rule is about nothing: add items, types, divisions or collections");
        }
        if action == Action::Pin && !only_items {
            return wrong(
                &table.action,
                "only items can be pinned: write items = [...], or boost the types or divisions",
            );
        }
        if let Some(extra) = table.items.get(MAX_SUGGESTIONS).filter(|_| action == Action::Pin) {
            return wrong(extra, format!("more than {MAX_SUGGESTIONS} items are pinned: no slate shows more"));
        }
        let mut placements = 0u8;
        for name in &table.placements {
            placements |= 1 << placement(name)? as u8;
        }
        if placements == 0 {
            placements = Placement::ALL.into_iter().fold(0, |all, placement| all | 1 << placement as u8);
        }
        let (from_day, until_day) = (day(table.from.as_ref(), 0)?, day(table.until.as_ref(), u32::MAX)?);
        if until_day < from_day {
            let at = table.until.as_ref().map_or(start, |until| until.span().start);
            return Err(Wrong { offset: at, message: "until is before from: swap them".to_owned() });
        }
        let rule =
            |number| Rule { number, action, target: Target::Division(0), placements, factor, from_day, until_day };
        let mut add = |at: &Spanned<String>, target| {
            settings.push(RuleSetting { rule: rule(number), target, line: line_of(text, at.span().start) });
        };
        table.items.iter().for_each(|id| add(id, TargetName::Item(id.get_ref().clone())));
        table.types.iter().for_each(|name| add(name, TargetName::Type(name.get_ref().clone())));
        for id in &table.divisions {
            add(id, TargetName::Division(division(id, id.get_ref(), divisions)?));
        }
        for id in &table.collections {
            let Some(position) = collections.iter().position(|collection| collection.id == *id.get_ref()) else {
                let says = format!(
                    "there is no collection {:?}: correct the spelling, or add the [[collection]]",
                    id.get_ref()
                );
                return wrong(id, says);
            };
            add(id, TargetName::Collection(position as u16));
        }
        if settings.len() > MAX_TARGETS {
            return Err(Wrong {
                offset: start,
                message: format!(
                    "the rules name more than {MAX_TARGETS} targets: name types or divisions instead of items"
                ),
            });
        }
    }
    Ok(settings)
}

fn action(table: &RuleTable) -> Result<(Action, u32), Wrong> {
    let (action, factor) = match table.action.get_ref().as_str() {
        "pin" => (Action::Pin, None),
        "boost" => (Action::Weigh, Some((BOOST, 1.0..=16.0))),
        "bury" => (Action::Weigh, Some((BURY, 0.0..=1.0))),
        "exclude" => (Action::Exclude, None),
        "include-only" => (Action::IncludeOnly, None),
        other => {
            let says = format!("{other:?} is no action: write pin, boost, bury, exclude or include-only");
            return wrong(&table.action, says);
        }
    };
    let Some((usual, range)) = factor else {
        return match &table.factor {
            Some(factor) => wrong(factor, "only boost and bury have a factor: remove it"),
            None => Ok((action, 0)),
        };
    };
    let value = table.factor.as_ref().map_or(usual, |factor| *factor.get_ref());
    if let Some(factor) = table.factor.as_ref().filter(|_| !range.contains(&value)) {
        let says = format!("factor is {value}: write a number from {} to {}", range.start(), range.end());
        return wrong(factor, says);
    }
    Ok((action, (value * 65_536.0).round() as u32))
}

/// The day of a date, counted from 1970-01-01.
fn day(value: Option<&Spanned<String>>, default: u32) -> Result<u32, Wrong> {
    let Some(value) = value else { return Ok(default) };
    let moment = date::calendar(value.get_ref().as_bytes(), false);
    match moment.and_then(|moment| u32::try_from(moment.div_euclid(86_400_000)).ok()) {
        Some(day) => Ok(day),
        None => wrong(value, format!("{:?} is no date: write \"2026-12-24\"", value.get_ref())),
    }
}

impl RuleSetting {
    /// The rules with the items and types that `catalogue` has; `file` is what errors call the house file. An item may be
    /// named by any of its ids; a type by its name, which means the types of that name in every division.
    ///
    /// # Errors
    /// A name that the catalogue does not have, with its line.
    pub fn resolve(settings: &[Self], catalogue: &Catalogue, file: &str) -> Result<Vec<Rule>, HouseError> {
        let mut rules = Vec::with_capacity(settings.len());
        for setting in settings {
            let unknown = |what: &str, name: &str| HouseError::Setting {
                file: file.to_owned(),
                line: setting.line,
                message: format!("the feed has no {what} {name:?}: correct the spelling, or remove it from the rule"),
            };
            let mut add = |target| rules.push(Rule { target, ..setting.rule.clone() });
            match &setting.target {
                TargetName::Item(id) => {
                    let index = catalogue.resolve(id).ok_or_else(|| unknown("item", id))?;
                    add(Target::Item(catalogue.items[index as usize].id.clone()));
                }
                TargetName::Type(name) => {
                    let same = |kind: &str| kind.eq_ignore_ascii_case(name);
                    let found: Vec<u16> =
                        (0u16..).zip(&catalogue.types).filter(|(_, kind)| same(&kind.name)).map(|(at, _)| at).collect();
                    if found.is_empty() {
                        return Err(unknown("type", name));
                    }
                    found.into_iter().for_each(|kind| add(Target::Type(kind)));
                }
                TargetName::Division(division) => add(Target::Division(*division)),
                TargetName::Collection(collection) => add(Target::Collection(*collection)),
            }
        }
        Ok(rules)
    }
}
