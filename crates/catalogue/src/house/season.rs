//! `[season]`: the occasions that the house observes, its warmth of types, and whether the weather counts. Not for the
//! settings of a single occasion: see [`super::house_occasion`].

use passerelle::model::{CollectionIndex, CollectionSet, Country, Day};
use std::collections::BTreeMap;

use passerelle::rank::Factor;
use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, line_of, share, wrong};
use super::house_occasion::{HouseOccasion, OccasionTable, house_occasions};
use crate::catalogue::Catalogue;
use crate::clo::{Clo, MAX_CLO};
use crate::error::HouseError;
use crate::fold::fold;
use crate::normalized_words::Words;
use crate::occasions::{self, LeadTime, OccasionDay};
use crate::time_zones;
use crate::warmth::{self, TypeWarmth, WeatherTraits};

/// Number of months for which occasions are computed: a pack that is not rebuilt for a year still has the next year.
const MONTHS_AHEAD: i32 = 24;

/// The weight of the season unless set: an item that fits wholly scores half as much again, an item that does not fit
/// at all scores a third less. The value is chosen, not learned: no log has the weather.
const WEIGHT: Factor = Factor::from_bits(1 << 15);

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeasonTable {
    #[serde(default)]
    occasions: Vec<Spanned<String>>,
    #[serde(default)]
    warmth: BTreeMap<Spanned<String>, Spanned<f64>>,
    weather: Option<bool>,
    weight: Option<Spanned<f64>>,
    #[serde(default)]
    markets: Vec<Spanned<String>>,
}

/// The settings of `[season]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Season {
    /// The occasions that it observes, in the order of the file; none unless set, since many are religious.
    pub occasions: Vec<HouseOccasion>,
    /// The house's own warmth of types.
    pub warmth: Vec<TypeWarmth>,
    /// Whether the weather changes suggestions; true unless set.
    pub weather: bool,
    /// The weight of the fit to the season, at most 1.
    pub weight: Factor,
    /// Countries whose occasions are computed, two capital letters each; empty for all countries in the table of rules.
    pub markets: Vec<Country>,
}

impl Default for Season {
    fn default() -> Self {
        Self { occasions: Vec::new(), warmth: Vec::new(), weather: true, weight: WEIGHT, markets: Vec::new() }
    }
}

impl SeasonTable {
    pub(super) fn check(
        self,
        tables: Vec<Spanned<OccasionTable>>,
        languages: &[String],
        text: &str,
    ) -> Result<Season, Wrong> {
        Ok(Season {
            occasions: house_occasions(&self.occasions, tables, languages, text)?,
            warmth: self
                .warmth
                .into_iter()
                .map(|(name, clo)| type_warmth(name, &clo, text))
                .collect::<Result<_, _>>()?,
            weather: self.weather.unwrap_or(true),
            weight: share(self.weight, "season.weight", 1.0, WEIGHT)?,
            markets: countries(&self.markets)?,
        })
    }
}

impl Season {
    /// Returns the days of these occasions in the 24 months from the day `from` on.
    #[must_use]
    pub fn days(&self, from: Day) -> Vec<OccasionDay> {
        occasions::days(&self.lead_times(), &self.markets, from, MONTHS_AHEAD)
    }

    /// Returns the dates of each occasion in each market, ascending, in the `months` months from the day `from` on.
    #[must_use]
    pub fn dates(&self, from: Day, months: i32) -> Vec<Vec<Day>> {
        occasions::dates(&self.lead_times(), &self.markets, from, months)
    }

    fn lead_times(&self) -> Vec<LeadTime> {
        let lead = |kept: &HouseOccasion| LeadTime { occasion: kept.occasion, days: kept.lead_days };
        self.occasions.iter().map(lead).collect()
    }

    /// Returns the weather traits of each item of `catalogue`, in the same order.
    #[must_use]
    pub fn traits(&self, catalogue: &Catalogue) -> Vec<WeatherTraits> {
        warmth::traits(catalogue, &self.warmth)
    }

    /// Returns the occasions of each item of `catalogue`; the number of the first occasion is `collections`. `file` is
    /// the name of the house file in errors.
    ///
    /// # Errors
    /// An unknown item, an occasion without items, or warmth for a type that the feed does not have.
    pub fn resolve(
        &self,
        collections: usize,
        catalogue: &Catalogue,
        file: &str,
    ) -> Result<Vec<CollectionSet>, HouseError> {
        let mut of_item = vec![CollectionSet::EMPTY; catalogue.items.len()];
        for (index, kept) in (0..).map(CollectionIndex).skip(collections).zip(&self.occasions) {
            if let Some(items) = &kept.items {
                items.resolve(catalogue, &format!("occasion {:?}", kept.id()), file, |item| {
                    if let Some(set) = of_item.get_mut(item) {
                        *set |= index.into();
                    }
                })?;
            }
        }
        for warmth in &self.warmth {
            let phrase = Words::new(&warmth.name);
            let mut types = catalogue.types.iter();
            if !types.any(|kind| Words::new(&kind.name).has(&phrase)) {
                return Err(HouseError::Setting {
                    file: file.to_owned(),
                    line: warmth.line,
                    message: format!(
                        "no type of the feed is called {:?}: correct the spelling, or remove its warmth",
                        warmth.name
                    ),
                });
            }
        }
        Ok(of_item)
    }
}

fn type_warmth(name: Spanned<String>, clo: &Spanned<f64>, text: &str) -> Result<TypeWarmth, Wrong> {
    if fold(name.get_ref()).is_empty() {
        return wrong(&name, "season.warmth has a type without a name: remove it");
    }
    if !(0.0..=MAX_CLO).contains(clo.get_ref()) {
        let says = format!("warmth is {}: write a number of clo from 0 to {MAX_CLO}, 0.6 for a coat", clo.get_ref());
        return wrong(clo, says);
    }
    let line = line_of(text, name.span().start);
    Ok(TypeWarmth { line, name: name.into_inner(), clo: Clo::of(*clo.get_ref()) })
}

/// Reads country codes, each once, in the order of the file.
pub(super) fn countries(given: &[Spanned<String>]) -> Result<Vec<Country>, Wrong> {
    let mut countries = Vec::with_capacity(given.len());
    for country in given {
        let is_capital = country.get_ref().bytes().all(|letter| letter.is_ascii_uppercase());
        let Some(code) = Country::of(country.get_ref()).filter(|_| is_capital) else {
            let says = format!("{:?} is not a country: write two capital letters, \"FR\"", country.get_ref());
            return wrong(country, says);
        };
        if time_zones::climate(code).is_none() {
            let says = if code.letters() == *b"UK" { "write \"GB\"" } else { "write a code of ISO 3166, \"FR\"" };
            return wrong(country, format!("{:?} is not a country: {says}", country.get_ref()));
        }
        if !countries.contains(&code) {
            countries.push(code);
        }
    }
    Ok(countries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Item, ItemType};
    use crate::house::fixture::{LINES, parsed};
    use crate::occasions::OCCASIONS;

    const SEASON: &str = r#"[season]
occasions = ["christmas", "diwali", "mothers-day"]
warmth = { coat = 0.7, "rain boot" = 0 }
weather = false
markets = ["FR", "GB", "FR"]
[[occasion]]
id = "christmas"
items = { custom_label_2 = ["Gift", "gifts"] }
names = { fr = "les fêtes", en = "the holidays" }
lead_days = 50
[[occasion]]
id = "diwali"
items = [
"a",
"b",
]
"#;

    fn catalogue() -> Catalogue {
        let labels = |label: &str| ["", "", label, "", ""].map(ecow::EcoString::from);
        let item = |id: &str, label, item_type| Item {
            id: id.into(),
            custom_labels: labels(label),
            item_type,
            ..Item::default()
        };
        Catalogue {
            items: vec![item("a", "GIFTS", 0), item("b", "", 1), item("c", "gift", 0)],
            types: ["Coats", "Rain boots"]
                .map(|name| ItemType { name: name.to_owned(), ..ItemType::default() })
                .to_vec(),
            ..Catalogue::default()
        }
    }

    #[test]
    fn every_setting_of_season_and_occasion_is_read() {
        let season = parsed(SEASON).unwrap().season;
        let ids: Vec<_> = season.occasions.iter().map(|kept| (kept.id(), kept.lead_days)).collect();
        assert_eq!(ids, [("christmas", 50), ("diwali", 21), ("mothers-day", 21)]);
        let names = |at: usize| {
            season.occasions[at].names.iter().map(|(tag, name)| format!("{tag} {name}")).collect::<Vec<_>>()
        };
        assert_eq!(names(0), ["en the holidays", "fr les fêtes"]);
        assert_eq!(names(2), ["en Mother's Day", "fr la fête des mères"]);
        assert!(!season.weather);
        assert_eq!(season.markets, [*b"FR", *b"GB"].map(Country::from_letters));
        let warmth: Vec<_> = season.warmth.iter().map(|warmth| (warmth.name.as_str(), warmth.clo)).collect();
        assert_eq!(warmth, [("coat", Clo(70)), ("rain boot", Clo(0))]);
        assert_eq!(
            season.resolve(3, &catalogue(), "house.toml").unwrap(),
            [0b11_000, 0b10_000, 0b01_000].map(CollectionSet::from_bits)
        );
        let traits: Vec<_> = season.traits(&catalogue()).iter().map(|traits| traits.warmth).collect();
        assert_eq!(traits, [Some(Clo(70)), Some(Clo(0)), Some(Clo(70))]);
        // 2026-11-22: France and Britain have a Mother's Day of their own.
        let days = season.days(Day::from_number(20_779));
        let mothers = days.iter().filter(|day| day.occasion == season.occasions[2].occasion).map(|day| day.country);
        let [france, britain] = ["FR", "GB"].map(Country::of);
        assert_eq!(mothers.collect::<Vec<_>>(), [None, None, france, france, britain, britain]);
        assert_eq!(parsed("").unwrap().season, Season::default());
        assert!(parsed("").unwrap().season.weather);
    }

    /// Lines are counted from the first one of `SEASON`.
    #[test]
    fn a_wrong_season_is_an_error_with_its_line() {
        let known = OCCASIONS.map(|occasion| occasion.id).join(", ");
        for (from, to, line, says) in [
            (
                "\"diwali\", \"m",
                "\"divali\", \"m",
                2,
                &*format!("there is no occasion \"divali\": write \"diwali\", or another of {known}"),
            ),
            (
                "\"diwali\", \"m",
                "\"birthday\", \"m",
                2,
                &format!("there is no occasion \"birthday\": write one of {known}"),
            ),
            ("\"diwali\", \"m", "\"christmas\", \"m", 2, "occasion \"christmas\" is listed twice: remove one"),
            ("coat = 0.7", "coat = 3", 3, "warmth is 3: write a number of clo from 0 to 2.5, 0.6 for a coat"),
            ("coat = 0.7", "coat = -0.1", 3, "warmth is -0.1: write a number of clo from 0 to 2.5, 0.6 for a coat"),
            ("coat = 0.7", "coat = nan", 3, "warmth is NaN: write a number of clo from 0 to 2.5, 0.6 for a coat"),
            ("coat = 0.7", "\" \" = 0.7", 3, "season.warmth has a type without a name: remove it"),
            (
                "weather = false",
                "wether = false",
                4,
                "unknown field `wether`, expected one of `occasions`, `warmth`, `weather`, `weight`, `markets`; did you mean `weather`? Correct the spelling or remove the line",
            ),
            ("\"GB\"", "\"UK\"", 5, "\"UK\" is not a country: write \"GB\""),
            ("\"GB\"", "\"XX\"", 5, "\"XX\" is not a country: write a code of ISO 3166, \"FR\""),
            ("\"GB\"", "\"gb\"", 5, "\"gb\" is not a country: write two capital letters, \"FR\""),
            (
                "id = \"diwali\"",
                "id = \"easter\"",
                12,
                "occasion \"easter\" is not listed: add \"easter\" to season.occasions",
            ),
            ("id = \"diwali\"", "id = \"christmas\"", 12, "occasion \"christmas\" is set twice: keep one"),
            (
                "id = \"diwali\"",
                "id = \"diwaly\"",
                12,
                &format!("there is no occasion \"diwaly\": write \"diwali\", or another of {known}"),
            ),
            (
                "[\"Gift\", \"gifts\"]",
                "[]",
                8,
                "occasion \"christmas\" has an empty value: write the value that its items have in the feed",
            ),
            (
                "custom_label_2",
                "custom_labl_2",
                8,
                "items cannot be selected by \"custom_labl_2\": write \"custom_label_2\", or another of custom_label_0, custom_label_1, custom_label_2, custom_label_3, custom_label_4, product_type, tag, division",
            ),
            ("fr = \"les fêtes\", ", "", 9, "occasion \"christmas\" has no name in \"fr\": add fr = \"...\""),
            ("lead_days = 50", "lead_days = 121", 10, "occasion.lead_days is 121: write a whole number from 0 to 120"),
            (
                "lead_days = 50",
                "lead_day = 50",
                10,
                "unknown field `lead_day`, expected one of `id`, `items`, `names`, `lead_days`; did you mean `lead_days`? Correct the spelling or remove the line",
            ),
        ] {
            assert!(SEASON.contains(from), "{from}");
            let error = parsed(&SEASON.replacen(from, to, 1)).unwrap_err();
            assert_eq!(error, format!("house.toml:{}: {says}", LINES + line), "{to}");
        }
    }

    #[test]
    fn an_item_or_type_that_the_feed_lacks_is_an_error_with_its_line() {
        for (from, to, line, says) in [
            ("\"b\"", "\"d\"", 15, "the feed has no item \"d\": correct the spelling, or remove it"),
            (
                "[\"Gift\", \"gifts\"]",
                "\"present\"",
                8,
                "no item of the feed belongs to occasion \"christmas\": check the label, or remove it",
            ),
            (
                "coat = 0.7",
                "cout = 0.7",
                3,
                "no type of the feed is called \"cout\": correct the spelling, or remove its warmth",
            ),
        ] {
            assert!(SEASON.contains(from), "{from}");
            let house = parsed(&SEASON.replacen(from, to, 1)).unwrap();
            let error = house.season.resolve(0, &catalogue(), "house.toml").unwrap_err().to_string();
            assert_eq!(error, format!("house.toml:{}: {says}", LINES + line), "{to}");
        }
    }
}
