//! `for`: whom a message concerns, as house.toml writes it. Not for evaluating it: see [`passerelle::message`].

use passerelle::message::Predicate;
use passerelle::rank::Factor;
use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, line_of, share, within, wrong};
use super::collection::Collection;
use super::division::division;
use super::season::countries;
use crate::catalogue::{Catalogue, Division};
use crate::error::HouseError;
use crate::fold::fold;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PredicateTable {
    #[serde(default)]
    knows: Vec<Spanned<String>>,
    #[serde(default)]
    not_yet: Vec<Spanned<String>>,
    #[serde(default)]
    bought_types: Vec<Spanned<String>>,
    after_days: Option<Spanned<i64>>,
    until_days: Option<Spanned<i64>>,
    #[serde(default)]
    collections: Vec<Spanned<String>>,
    attachment: Option<Spanned<f64>>,
    potential: Option<Spanned<f64>>,
    #[serde(default)]
    countries: Vec<Spanned<String>>,
}

/// The parts of the file that a predicate may name.
pub(super) struct PredicateScope<'a> {
    pub(super) divisions: &'a [Division],
    pub(super) collections: &'a [Collection],
    pub(super) retention_days: u16,
    /// The text of the file.
    pub(super) text: &'a str,
}

impl PredicateScope<'_> {
    /// Checks ids of the house's divisions and returns them.
    pub(super) fn divisions(&self, ids: &[Spanned<String>]) -> Result<Vec<String>, Wrong> {
        ids.iter().map(|id| division(id, id.get_ref(), self.divisions).map(|_| id.get_ref().clone())).collect()
    }

    /// Checks ids of the house's collections and returns them.
    pub(super) fn collections(&self, ids: &[Spanned<String>]) -> Result<Vec<String>, Wrong> {
        ids.iter().map(|id| self.collection(id).map(|collection| collection.id.clone())).collect()
    }

    /// Returns the collection with this id.
    pub(super) fn collection(&self, id: &Spanned<String>) -> Result<&Collection, Wrong> {
        match self.collections.iter().find(|collection| collection.id == *id.get_ref()) {
            Some(collection) => Ok(collection),
            None => {
                let id_given = id.get_ref();
                let says =
                    format!("there is no collection {id_given:?}: correct the spelling, or add the [[collection]]");
                wrong(id, says)
            }
        }
    }

    /// Returns names of types with their lines; only the feed can tell whether it has them.
    pub(super) fn types(&self, names: &[Spanned<String>]) -> Vec<Named> {
        names.iter().map(|name| Named::new(name, self.text)).collect()
    }
}

/// A name that the feed must have, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name as house.toml writes it.
    pub name: String,
    /// Its line in house.toml.
    line: usize,
}

impl Named {
    fn new(name: &Spanned<String>, text: &str) -> Self {
        Self { name: name.get_ref().clone(), line: line_of(text, name.span().start) }
    }

    /// Returns the names of these types in `catalogue`, each once. A name stands for the types with that name in every
    /// division.
    ///
    /// # Errors
    /// A type that the feed does not have, or a sensitive type, which no device remembers, with its line.
    pub(super) fn types(names: &[Self], catalogue: &Catalogue, file: &str) -> Result<Vec<String>, HouseError> {
        let mut types: Vec<String> = Vec::new();
        for Self { name, line } in names {
            let error = |message| HouseError::Setting { file: file.to_owned(), line: *line, message };
            let mut same = catalogue.types.iter().filter(|kind| fold(&kind.name) == fold(name)).peekable();
            if same.peek().is_none() {
                let says = format!("the feed has no type {name:?}: correct the spelling, or remove it");
                return Err(error(says));
            }
            for kind in same {
                if kind.sensitive {
                    let says = format!("type {name:?} is sensitive, so no device remembers it: remove it");
                    return Err(error(says));
                }
                if !types.contains(&kind.name) {
                    types.push(kind.name.clone());
                }
            }
        }
        Ok(types)
    }
}

/// A predicate whose types have not been looked up yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PredicateSetting {
    /// The conditions that need no feed.
    predicate: Predicate,
    bought_types: Vec<Named>,
}

impl PredicateTable {
    pub(super) fn check(self, at: &Spanned<()>, scope: &PredicateScope<'_>) -> Result<PredicateSetting, Wrong> {
        let retention = scope.retention_days;
        let days = |value: Option<Spanned<i64>>, name: &str| {
            let Some(value) = value else { return Ok(None) };
            if *value.get_ref() > i64::from(retention) {
                let days = value.get_ref();
                let says = format!(
                    "{name} is {days}, and a device keeps {retention} days (privacy.retention_days): nobody would meet \
                     it. Write at most {retention}"
                );
                return wrong(&value, says);
            }
            within(Some(value), name, 0, retention, 0).map(Some)
        };
        let late = self.until_days.as_ref().map(|until| Spanned::new(until.span(), ()));
        let (after_days, until_days) = (days(self.after_days, "after_days")?, days(self.until_days, "until_days")?);
        if let (Some(late), Some(after), Some(until)) = (late, after_days, until_days)
            && until < after
        {
            return wrong(&late, "until_days is less than after_days: swap them");
        }
        let (knows, not_yet) = (scope.divisions(&self.knows)?, scope.divisions(&self.not_yet)?);
        if let Some(both) = self.not_yet.iter().find(|id| knows.contains(id.get_ref())) {
            let id = both.get_ref();
            return wrong(
                both,
                format!("division {id:?} is in knows and in not_yet, which no shopper can meet: remove it from one"),
            );
        }
        // A minimum of 0 is no condition.
        let least =
            |value, name| Ok(Some(share(value, name, 1.0, Factor::ZERO)?).filter(|least| *least > Factor::ZERO));
        let predicate = Predicate {
            knows,
            not_yet,
            after_days,
            until_days,
            collections: scope.collections(&self.collections)?,
            attachment: least(self.attachment, "attachment")?,
            potential: least(self.potential, "potential")?,
            countries: countries(&self.countries)?,
            ..Predicate::default()
        };
        let setting = PredicateSetting { predicate, bought_types: scope.types(&self.bought_types) };
        if setting == PredicateSetting::default() {
            return wrong(
                at,
                "`for` is empty: write a condition, knows = [\"...\"], or remove it to address everybody",
            );
        }
        Ok(setting)
    }
}

impl PredicateSetting {
    /// Returns the predicate with the feed's own names; one of `items` must have been bought, by any of their ids.
    ///
    /// # Errors
    /// A type that the feed does not have, with its line.
    pub(super) fn resolve(&self, items: &[String], catalogue: &Catalogue, file: &str) -> Result<Predicate, HouseError> {
        Ok(Predicate {
            bought_types: Named::types(&self.bought_types, catalogue, file)?,
            bought_items: item_ids(items, catalogue),
            ..self.predicate.clone()
        })
    }

    /// Whether it requires the purchase of a type.
    pub(super) fn asks_purchase(&self) -> bool {
        !self.bought_types.is_empty()
    }
}

/// Returns ids as the pack has them, ascending. An item that is no longer in the feed keeps its id from house.toml:
/// recalled items are seldom still for sale.
pub(super) fn item_ids(ids: &[String], catalogue: &Catalogue) -> Vec<String> {
    let known = |id: &String| catalogue.resolve(id).and_then(|item| catalogue.items.get(item as usize));
    let mut items: Vec<String> =
        ids.iter().map(|id| known(id).map_or(id.as_str(), |item| &item.id).to_owned()).collect();
    items.sort_unstable();
    items.dedup();
    items
}
