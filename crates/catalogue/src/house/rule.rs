//! `[[rule]]`: what the house pins, boosts, buries, excludes, or shows alone.

use std::ops::RangeInclusive;

use passerelle::model::{CollectionIndex, Days, DivisionIndex, TypeIndex};
use passerelle::rank::{Action, Factor, MAX_SUGGESTIONS, Placement, Rule, Target};
use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, day, line_of, wrong};
use super::collection::Collection;
use super::division::division;
use super::placement::placement;
use crate::catalogue::{Catalogue, Division};
use crate::error::HouseError;

/// The factor of a boost, if the rule sets none.
const BOOST: f64 = 2.0;
/// The factor of burying, if the rule sets none.
const BURY: f64 = 0.5;
/// Most targets of all rules together: they are stored in the core.
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
    from: Option<Spanned<toml::Value>>,
    until: Option<Spanned<toml::Value>>,
}

/// A rule, before its items and types are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetting {
    /// The rule, without its target.
    rule: Rule,
    target: TargetName,
    /// The target's line in the file.
    line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum TargetName {
    Item(String),
    Type(String),
    Division(u16),
    Collection(CollectionIndex),
}

/// Reads the rules of the file `text`, one for each target.
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
        let action = action(&table)?;
        let only_items = table.types.is_empty() && table.divisions.is_empty() && table.collections.is_empty();
        if only_items && table.items.is_empty() {
            return wrong(&table.action, "the rule has no target: add items, types, divisions or collections");
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
        let days = Days {
            first: day(table.from.as_ref(), Days::ALWAYS.first)?,
            last: day(table.until.as_ref(), Days::ALWAYS.last)?,
        };
        if days.last < days.first {
            let at = table.until.as_ref().map_or(start, |until| until.span().start);
            return Err(Wrong { offset: at, message: "until is before from: swap them".to_owned() });
        }
        let rule = |number| Rule { number, action, target: Target::Division(DivisionIndex(0)), placements, days };
        let mut add = |at: &Spanned<String>, target| {
            settings.push(RuleSetting { rule: rule(number), target, line: line_of(text, at.span().start) });
        };
        table.items.iter().for_each(|id| add(id, TargetName::Item(id.get_ref().clone())));
        table.types.iter().for_each(|name| add(name, TargetName::Type(name.get_ref().clone())));
        for id in &table.divisions {
            add(id, TargetName::Division(division(id, id.get_ref(), divisions)?));
        }
        for id in &table.collections {
            let named = CollectionIndex::position(collections, |collection| collection.id == *id.get_ref());
            let Some(collection) = named else {
                let says = format!(
                    "there is no collection {:?}: correct the spelling, or add the [[collection]]",
                    id.get_ref()
                );
                return wrong(id, says);
            };
            add(id, TargetName::Collection(collection));
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

fn action(table: &RuleTable) -> Result<Action, Wrong> {
    let without_factor = |action| match &table.factor {
        Some(factor) => wrong(factor, "only boost and bury have a factor: remove it"),
        None => Ok(action),
    };
    match table.action.get_ref().as_str() {
        "pin" => without_factor(Action::Pin),
        "boost" => factor(table, BOOST, 1.0..=16.0).map(Action::Weigh),
        "bury" => factor(table, BURY, 0.0..=1.0).map(Action::Weigh),
        "exclude" => without_factor(Action::Exclude),
        "include-only" => without_factor(Action::IncludeOnly),
        other => {
            let says = format!("{other:?} is not an action: write pin, boost, bury, exclude or include-only");
            wrong(&table.action, says)
        }
    }
}

/// Reads the factor of a rule; `usual` is the default.
fn factor(table: &RuleTable, usual: f64, range: RangeInclusive<f64>) -> Result<Factor, Wrong> {
    let value = table.factor.as_ref().map_or(usual, |factor| *factor.get_ref());
    if let Some(factor) = table.factor.as_ref().filter(|_| !range.contains(&value)) {
        let says = format!("factor is {value}: write a number from {} to {}", range.start(), range.end());
        return wrong(factor, says);
    }
    Ok(Factor::round(value))
}

impl RuleSetting {
    /// Looks up the items and types of rules in `catalogue`; `file` is the name of the house file in errors. An item
    /// may be named by any of its ids. The name of a type stands for the types with that name in every division.
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
                    add(Target::Item(catalogue.items[index as usize].id.to_string()));
                }
                TargetName::Type(name) => {
                    let same = |kind: &str| kind.eq_ignore_ascii_case(name);
                    let found: Vec<u16> =
                        (0u16..).zip(&catalogue.types).filter(|(_, kind)| same(&kind.name)).map(|(at, _)| at).collect();
                    if found.is_empty() {
                        return Err(unknown("type", name));
                    }
                    found.into_iter().for_each(|kind| add(Target::Type(TypeIndex(kind))));
                }
                TargetName::Division(division) => add(Target::Division(DivisionIndex(*division))),
                TargetName::Collection(collection) => add(Target::Collection(*collection)),
            }
        }
        Ok(rules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Alias, Item, ItemType};
    use crate::house::fixture::{LINES, parsed};
    use passerelle::pack::AliasKinds;

    const RULES: &str = r#"[[rule]]
action = "pin"
items = ["b", "A1"]
placements = ["home", "confirmation"]
from = "2026-12-01"
until = "2026-12-24"
[[rule]]
action = "boost"
factor = 2.5
types = ["RING"]
divisions = ["leather"]
[[rule]]
action = "bury"
divisions = ["jewellery"]
[[rule]]
action = "exclude"
items = ["c"]
[[rule]]
action = "include-only"
types = ["bag"]
"#;

    /// Items a, b and c; a also has the id A1. Both divisions have rings.
    fn catalogue() -> Catalogue {
        let kind = |name: &str, division| ItemType { name: name.to_owned(), division, ..ItemType::default() };
        Catalogue {
            items: ["a", "b", "c"].map(|id| Item { id: id.into(), ..Item::default() }).to_vec(),
            divisions: vec![Division::default(); 2],
            types: vec![kind("Bag", 0), kind("Ring", 0), kind("Ring", 1)],
            aliases: vec![Alias { text: "A1".into(), item: 0, kinds: AliasKinds::ANY }],
            ..Catalogue::default()
        }
    }

    #[test]
    fn a_rule_with_several_targets_becomes_one_for_each() {
        let house = parsed(RULES).unwrap();
        let rules = RuleSetting::resolve(&house.rules, &catalogue(), "house.toml").unwrap();
        let rule = |number, action, target| Rule { number, action, target, placements: 0b111_1111, days: Days::ALWAYS };
        let item = |id: &str| Target::Item(id.to_owned());
        // 2026-12-01 and 2026-12-24.
        let christmas = |target| Rule {
            placements: 0b1_0100,
            days: Days::from_numbers(20_788, 20_811),
            ..rule(1, Action::Pin, target)
        };
        let boost = Action::Weigh(Factor::from_bits(5 << 15));
        assert_eq!(
            rules,
            [
                christmas(item("b")),
                christmas(item("a")),
                rule(2, boost, Target::Type(TypeIndex(1))),
                rule(2, boost, Target::Type(TypeIndex(2))),
                rule(2, boost, Target::Division(DivisionIndex(0))),
                rule(3, Action::Weigh(Factor::ONE / 2), Target::Division(DivisionIndex(1))),
                rule(4, Action::Exclude, item("c")),
                rule(5, Action::IncludeOnly, Target::Type(TypeIndex(0))),
            ]
        );
    }

    #[test]
    fn a_date_of_toml_s_own_is_read_as_its_text() {
        let own = RULES.replace("\"2026-12-01\"", "2026-12-01").replace("\"2026-12-24\"", "2026-12-24");
        assert_eq!(parsed(&own).unwrap().rules, parsed(RULES).unwrap().rules);
    }

    #[test]
    fn an_item_or_type_that_the_feed_lacks_is_an_error_with_its_line() {
        for (from, to, line, says) in [
            ("\"A1\"", "\n\"d\"", 4, "no item \"d\""),
            ("\"RING\"", "\"Hat\"", 10, "no type \"Hat\""),
            ("[\"c\"]", "[\"C\"]", 17, "no item \"C\""),
        ] {
            let house = parsed(&RULES.replacen(from, to, 1)).unwrap();
            let error = RuleSetting::resolve(&house.rules, &catalogue(), "house.toml").unwrap_err().to_string();
            assert!(error.starts_with(&format!("house.toml:{}: ", LINES + line)), "{to}: {error}");
            assert!(error.contains(says), "{to}: {error}");
        }
    }

    /// Lines are counted from the first one of `RULES`.
    #[test]
    fn a_wrong_rule_is_an_error_with_its_line() {
        for (from, to, line, says) in [
            ("\"pin\"", "\"show\"", 2, "\"show\" is not an action: write pin, boost, bury, exclude or include-only"),
            ("items = [\"b\", \"A1\"]", "items = []", 2, "the rule has no target"),
            ("items = [\"b\", \"A1\"]", "types = [\"Bag\"]", 2, "only items can be pinned"),
            ("items = [\"b\", \"A1\"]", "item = [\"b\"]", 3, "unknown field `item`"),
            ("\"home\"", "\"basket\"", 4, "\"basket\" is not a placement"),
            ("\"2026-12-01\"", "\"December\"", 5, "\"December\" is not a date"),
            ("\"2026-12-01\"", "\"1969-12-31\"", 5, "is not a date"),
            ("\"2026-12-24\"", "\"2026-02-30\"", 6, "is not a date"),
            ("\"2026-12-24\"", "\"2026-11-30\"", 6, "until is before from"),
            ("factor = 2.5", "factor = 0.5", 9, "factor is 0.5: write a number from 1 to 16"),
            ("factor = 2.5", "factor = 17", 9, "from 1 to 16"),
            ("\"leather\"]\n[[rule]]", "\"lether\"]\n[[rule]]", 11, "no division \"lether\""),
            ("\"bury\"", "\"bury\"\nfactor = 1.5", 14, "from 0 to 1"),
            ("\"exclude\"", "\"exclude\"\nfactor = 1.0", 17, "only boost and bury have a factor"),
        ] {
            assert!(RULES.contains(from), "{from}");
            let error = parsed(&RULES.replacen(from, to, 1)).unwrap_err();
            assert!(error.starts_with(&format!("house.toml:{}: ", LINES + line)), "{to}: {error}");
            assert!(error.contains(says), "{to}: {error}");
        }
    }

    #[test]
    fn more_pins_or_targets_than_a_core_holds_are_refused() {
        let list = |count: usize| (0..count).map(|item| format!("\"{item}\",\n")).collect::<String>();
        let pins = |count| parsed(&format!("[[rule]]\naction = \"pin\"\nitems = [\n{}]\n", list(count)));
        assert!(pins(MAX_SUGGESTIONS).is_ok());
        let error = pins(MAX_SUGGESTIONS + 1).unwrap_err();
        assert!(error.starts_with(&format!("house.toml:{}: more than 24", LINES + 3 + 25)), "{error}");
        let boosts = |count| parsed(&format!("[[rule]]\naction = \"boost\"\nitems = [\n{}]\n", list(count)));
        assert!(boosts(MAX_TARGETS).is_ok());
        let error = boosts(MAX_TARGETS + 1).unwrap_err();
        assert!(error.contains("more than 500 targets"), "{error}");
    }
}
