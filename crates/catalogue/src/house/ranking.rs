//! `[ranking]` and `[[placement]]`: how slates are filled, and what each spot may show.

use passerelle::rank::{Fallback, MAX_SUGGESTIONS, Placement, PlacementSettings, Scope, Tuning, threshold_of};
use serde::Deserialize;
use toml::Spanned;

use super::{Wrong, within, wrong};
use crate::catalogue::Division;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RankingTable {
    share: Option<Spanned<f64>>,
    new_share: Option<Spanned<f64>>,
    precedence: Option<Spanned<f64>>,
    per_type: Option<Spanned<i64>>,
}

impl RankingTable {
    pub(super) fn check(self) -> Result<Tuning, Wrong> {
        let usual = Tuning::default();
        Ok(Tuning {
            share: share(self.share, "ranking.share", 16.0, usual.share)?,
            new_share: share(self.new_share, "ranking.new_share", 1.0, usual.new_share)?,
            precedence: share(self.precedence, "ranking.precedence", 15.0, usual.precedence)?,
            typical: usual.typical,
            per_type: within(self.per_type, "ranking.per_type", 0, MAX_SUGGESTIONS as u8, usual.per_type)?,
        })
    }
}

/// A number from 0 to `most` with 16 fractional bits, or the default.
pub(super) fn share(value: Option<Spanned<f64>>, name: &str, most: f64, default: u32) -> Result<u32, Wrong> {
    let Some(value) = value else { return Ok(default) };
    if !(0.0..=most).contains(value.get_ref()) {
        return wrong(&value, format!("{name} is {}: write a number from 0 to {most}", value.get_ref()));
    }
    Ok((value.get_ref() * 65_536.0).round() as u32)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlacementTable {
    id: Spanned<String>,
    divisions: Option<Spanned<Divisions>>,
    limit: Option<Spanned<i64>>,
    threshold: Option<Spanned<f64>>,
    fallback: Option<Spanned<String>>,
    #[serde(default)]
    reminders: bool,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "write \"other\", \"same\", \"any\", \"pinned\", or a list of division ids")]
enum Divisions {
    Word(String),
    List(Vec<String>),
}

/// The settings of every placement, in the order of their numbers.
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
        let usual = placement.defaults();
        placements[placement as usize] = PlacementSettings {
            scope: table.divisions.map_or(Ok(usual.scope), |value| scope(&value, divisions))?,
            limit: within(table.limit, "placement.limit", 1, MAX_SUGGESTIONS as u8, usual.limit)?,
            threshold: table.threshold.map_or(Ok(usual.threshold), |value| threshold(&value))?,
            fallback: table.fallback.map_or(Ok(usual.fallback), |value| fallback(&value))?,
            reminders: table.reminders,
        };
    }
    Ok(placements)
}

/// The placement that `name` names.
pub(super) fn placement(name: &Spanned<String>) -> Result<Placement, Wrong> {
    match Placement::from_name(name.get_ref()) {
        Some(placement) => Ok(placement),
        None => {
            let names = Placement::ALL.map(Placement::name).join(", ");
            wrong(name, format!("{:?} is no placement: write one of {names}", name.get_ref()))
        }
    }
}

/// The division with the id `id`, by position.
pub(super) fn division<T>(at: &Spanned<T>, id: &str, divisions: &[Division]) -> Result<u16, Wrong> {
    match divisions.iter().position(|division| division.id == id) {
        Some(position) => Ok(position as u16),
        None => wrong(at, format!("there is no division {id:?}: correct the spelling, or add the [[division]]")),
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
            Scope::Only(only)
        }
    })
}

fn threshold(value: &Spanned<f64>) -> Result<u32, Wrong> {
    if !(0.0..=1.0).contains(value.get_ref()) {
        return wrong(value, "threshold is a share of a typical strongest neighbour: write a number from 0 to 1");
    }
    Ok(threshold_of(*value.get_ref()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house::House;

    const HOUSE: &str = r#"[house]
name = "Maison Exemple"
languages = ["en"]
currency = "EUR"
[[division]]
id = "leather"
names = { en = "leather goods" }
product_types = ["Leather"]
[[division]]
id = "jewellery"
names = { en = "jewellery" }
product_types = ["Jewellery"]
"#;
    const LINES: usize = 12;

    const RANKING: &str = r#"[ranking]
share = 1.5
new_share = 0.125
precedence = 15
per_type = 0
[[placement]]
id = "product"
divisions = ["jewellery", "leather"]
limit = 24
threshold = 0.25
fallback = "any"
reminders = true
[[placement]]
id = "category"
divisions = "pinned"
"#;

    fn parsed(more: &str) -> Result<House, String> {
        House::parse(&format!("{HOUSE}{more}"), "house.toml").map_err(|error| error.to_string())
    }

    #[test]
    fn every_setting_is_read() {
        let house = parsed(RANKING).unwrap();
        let tuning = Tuning { share: 3 << 15, new_share: 1 << 13, precedence: 15 << 16, typical: 1 << 16, per_type: 0 };
        assert_eq!(house.tuning, tuning);
        let [product, cart, home, category, confirmation] = &house.placements;
        let only = Scope::Only(vec![0, 1]);
        let (fallback, threshold) = (Fallback::Any, 1 << 14);
        assert_eq!(*product, PlacementSettings { scope: only, limit: 24, threshold, fallback, reminders: true });
        assert_eq!(*category, PlacementSettings { scope: Scope::Pinned, ..Placement::Category.defaults() });
        for (settings, placement) in
            [(cart, Placement::Cart), (home, Placement::Home), (confirmation, Placement::Confirmation)]
        {
            assert_eq!(*settings, placement.defaults());
        }
        let usual = parsed("").unwrap();
        assert_eq!((usual.tuning, usual.placements), (Tuning::default(), Placement::ALL.map(Placement::defaults)));
    }

    /// Lines are counted from the first one of `RANKING`.
    #[test]
    fn errors_name_the_line() {
        for (from, to, line, says) in [
            ("share = 1.5", "share = 16.1", 2, "ranking.share is 16.1: write a number from 0 to 16"),
            ("share = 1.5", "share = -0.1", 2, "from 0 to 16"),
            ("share = 1.5", "share = nan", 2, "from 0 to 16"),
            ("share = 1.5", "shares = 1", 2, "unknown field `shares`"),
            ("new_share = 0.125", "new_share = 1.01", 3, "from 0 to 1"),
            ("precedence = 15", "precedence = 15.5", 4, "from 0 to 15"),
            ("per_type = 0", "per_type = 25", 5, "from 0 to 24"),
            ("per_type = 0", "per_type = -1", 5, "from 0 to 24"),
            ("id = \"product\"", "id = \"basket\"", 7, "one of product, cart, home, category, confirmation"),
            ("id = \"category\"", "id = \"product\"", 14, "set twice"),
            ("[\"jewellery\", \"leather\"]", "[\"jewelry\"]", 8, "no division \"jewelry\""),
            ("[\"jewellery\", \"leather\"]", "[]", 8, "divisions is empty"),
            ("[\"jewellery\", \"leather\"]", "\"all\"", 8, "divisions is \"all\""),
            ("[\"jewellery\", \"leather\"]", "3", 8, "write \"other\""),
            ("limit = 24", "limit = 25", 9, "from 1 to 24"),
            ("limit = 24", "limit = 0", 9, "from 1 to 24"),
            ("threshold = 0.25", "threshold = 1.5", 10, "from 0 to 1"),
            ("fallback = \"any\"", "fallback = \"other\"", 11, "fallback is \"other\""),
            ("reminders = true", "reminders = \"yes\"", 12, ""),
            ("reminders = true", "reminder = true", 12, "unknown field `reminder`"),
        ] {
            assert!(RANKING.contains(from), "{from}");
            let error = parsed(&RANKING.replacen(from, to, 1)).unwrap_err();
            assert!(error.starts_with(&format!("house.toml:{}: ", LINES + line)), "{to}: {error}");
            assert!(error.contains(says), "{to}: {error}");
        }
    }
}
