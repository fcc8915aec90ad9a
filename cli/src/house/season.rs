//! `[season]` and `[[occasion]]`: which occasions the house marks, what it says of warmth, and whether weather counts.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::membership::{Belongs, Membership};
use super::{Wrong, fold, line_of, nearest, texts, within, wrong};
use crate::catalogue::Catalogue;
use crate::error::HouseError;
use crate::season::occasions::{self, MAX_LEAD_DAYS, OCCASIONS};
use crate::season::warmth::{Clo, MAX_CLO};
use crate::season::words::Words;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeasonTable {
    #[serde(default)]
    marks: Vec<Spanned<String>>,
    #[serde(default)]
    warmth: BTreeMap<Spanned<String>, Spanned<f64>>,
    weather: Option<bool>,
    #[serde(default)]
    markets: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OccasionTable {
    id: Spanned<String>,
    items: Option<Spanned<Belongs>>,
    names: Option<Spanned<BTreeMap<Spanned<String>, String>>>,
    lead_days: Option<Spanned<i64>>,
}

/// What a house says of seasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Season {
    /// The occasions it marks, in the order of the file; none unless it says so, since many are religious.
    pub marks: Vec<Mark>,
    /// Its own warmth of types.
    pub warmth: Vec<TypeWarmth>,
    /// Whether the weather moves suggestions; true unless set.
    pub weather: bool,
    /// Countries whose occasions are computed, two capital letters each; empty: all that the rule table knows.
    pub markets: Vec<[u8; 2]>,
}

impl Default for Season {
    fn default() -> Self {
        Self { marks: Vec::new(), warmth: Vec::new(), weather: true, markets: Vec::new() }
    }
}

/// An occasion that the house marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Position in [`OCCASIONS`].
    pub occasion: usize,
    /// The items that belong to it; `None`: none is set apart.
    pub items: Option<Membership>,
    /// Names by language tag, ascending: the house's own, else ours where we have one for a language of the house.
    pub names: Vec<(String, String)>,
    /// Days before it that it is shown from.
    pub lead_days: u16,
}

/// A house's own warmth for types whose name has these words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeWarmth {
    /// As the file has it.
    pub name: String,
    /// What such an item insulates.
    pub clo: Clo,
    line: usize,
}

impl SeasonTable {
    pub(super) fn check(
        self,
        tables: Vec<Spanned<OccasionTable>>,
        languages: &[String],
        text: &str,
    ) -> Result<Season, Wrong> {
        let mut marks: Vec<Mark> = Vec::with_capacity(self.marks.len());
        for id in &self.marks {
            let occasion = occasion(id)?;
            if marks.iter().any(|mark| mark.occasion == occasion) {
                return wrong(id, format!("occasion {:?} is marked twice: remove one", id.get_ref()));
            }
            marks.push(Mark::usual(occasion, languages));
        }
        let mut met = Vec::new();
        for table in tables.into_iter().map(Spanned::into_inner) {
            let occasion = occasion(&table.id)?;
            let id = table.id.get_ref();
            let Some(mark) = marks.iter_mut().find(|mark| mark.occasion == occasion) else {
                return wrong(&table.id, format!("occasion {id:?} is not marked: add {id:?} to season.marks"));
            };
            if met.contains(&occasion) {
                return wrong(&table.id, format!("occasion {id:?} is set twice: keep one"));
            }
            met.push(occasion);
            let owner = format!("occasion {id:?}");
            mark.lead_days = within(table.lead_days, "occasion.lead_days", 0, MAX_LEAD_DAYS, mark.lead_days)?;
            mark.items = table.items.map(|items| Membership::check(items, &owner, text)).transpose()?;
            if let Some(names) = table.names {
                mark.names = texts(names, &owner, "name", languages)?;
            }
        }
        Ok(Season {
            marks,
            warmth: self.warmth.into_iter().map(|(name, clo)| warmth(name, &clo, text)).collect::<Result<_, _>>()?,
            weather: self.weather.unwrap_or(true),
            markets: markets(&self.markets)?,
        })
    }
}

impl Mark {
    /// What holds unless the house says otherwise.
    fn usual(occasion: usize, languages: &[String]) -> Self {
        let known = OCCASIONS.get(occasion);
        let names = languages.iter().filter_map(|tag| {
            let name = known?.name(tag)?;
            Some((tag.clone(), name.to_owned()))
        });
        let mut names: Vec<_> = names.collect();
        names.sort();
        Self { occasion, items: None, names, lead_days: known.map_or(0, |known| known.lead_days) }
    }

    /// The id of its occasion.
    #[must_use]
    pub fn id(&self) -> &'static str {
        OCCASIONS.get(self.occasion).map_or("", |occasion| occasion.id)
    }
}

impl Season {
    /// For each item of `catalogue` the occasions it belongs to, bit by bit in the order of [`Season::marks`]. `file` is
    /// what errors call the house file.
    ///
    /// # Errors
    /// An unknown item, an occasion that no item belongs to, or warmth for a type that the feed does not have.
    pub fn resolve(&self, catalogue: &Catalogue, file: &str) -> Result<Vec<u32>, HouseError> {
        let mut of_item = vec![0u32; catalogue.items.len()];
        for (bit, mark) in self.marks.iter().enumerate() {
            if let Some(items) = &mark.items {
                items.resolve(catalogue, &format!("occasion {:?}", mark.id()), file, |item| {
                    if let Some(set) = of_item.get_mut(item) {
                        *set |= 1 << bit;
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

/// The position of an occasion's id.
fn occasion(id: &Spanned<String>) -> Result<usize, Wrong> {
    let text = id.get_ref();
    match occasions::position(text) {
        Some(position) => Ok(position),
        None => {
            let known = OCCASIONS.each_ref().map(|occasion| occasion.id);
            let says = match nearest(text, known) {
                Some(meant) => format!("there is no occasion {text:?}: write {meant:?}, or another of"),
                None => format!("there is no occasion {text:?}: write one of"),
            };
            wrong(id, format!("{says} {}", known.join(", ")))
        }
    }
}

fn warmth(name: Spanned<String>, clo: &Spanned<f64>, text: &str) -> Result<TypeWarmth, Wrong> {
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

/// Country codes, each once, in the order of the file.
fn markets(given: &[Spanned<String>]) -> Result<Vec<[u8; 2]>, Wrong> {
    let mut markets = Vec::with_capacity(given.len());
    for market in given {
        let code = <[u8; 2]>::try_from(market.get_ref().as_bytes()).ok();
        let Some(code) = code.filter(|code| code.iter().all(u8::is_ascii_uppercase)) else {
            let says = format!("{:?} is no country: write two capital letters, \"FR\"", market.get_ref());
            return wrong(market, says);
        };
        if code == *b"UK" {
            return wrong(market, "\"UK\" is no country: write \"GB\"");
        }
        if !markets.contains(&code) {
            markets.push(code);
        }
    }
    Ok(markets)
}
