//! Assigns items to a collection or to an occasion, by an attribute of the feed or by a list of ids.

use std::fmt;

use ecow::EcoString;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::check::{Wrong, line_of, nearest, wrong};
use crate::catalogue::Catalogue;
use crate::error::HouseError;
use crate::fold::fold;

/// Attributes of the feed that may assign an item.
const ATTRIBUTES: [&str; 8] = [
    "custom_label_0",
    "custom_label_1",
    "custom_label_2",
    "custom_label_3",
    "custom_label_4",
    "product_type",
    TAG,
    DIVISION,
];
/// An item may have several tags.
const TAG: &str = "tag";
/// The value is the id of the division in house.toml.
const DIVISION: &str = "division";

/// The value of `items` in the file.
pub(super) enum Belongs {
    By(Vec<(Spanned<String>, Spanned<OneOrMore>)>),
    Ids(Vec<Spanned<String>>),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "write a text, or a list of texts")]
pub(super) enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl<'de> Deserialize<'de> for Belongs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BelongsVisitor)
    }
}

/// Not derived: an untagged enum would lose the place of each id.
struct BelongsVisitor;

impl<'de> Visitor<'de> for BelongsVisitor {
    type Value = Belongs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{ custom_label_0 = \"FW26\" } or a list of item ids")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Belongs, A::Error> {
        let mut ids = Vec::new();
        while let Some(id) = list.next_element()? {
            ids.push(id);
        }
        Ok(Belongs::Ids(ids))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<Belongs, A::Error> {
        let mut attributes = Vec::new();
        while let Some(attribute) = table.next_entry()? {
            attributes.push(attribute);
        }
        Ok(Belongs::By(attributes))
    }
}

/// The items that belong, not looked up yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    rule: Rule,
    /// Its line in the file.
    line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Rule {
    /// One matching attribute is enough.
    Attributes(Vec<AttributeValues>),
    Ids(Vec<NamedId>),
}

/// An attribute, and its values whose items belong.
#[derive(Clone, Debug, PartialEq, Eq)]
struct AttributeValues {
    /// Position in [`ATTRIBUTES`].
    attribute: usize,
    /// Folded.
    values: Vec<String>,
}

/// An id as the file writes it, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NamedId {
    id: String,
    line: usize,
}

impl Membership {
    /// Checks `items`. `owner` is the name of the collection or occasion in errors: `collection "x"`.
    pub(super) fn check(belongs: Spanned<Belongs>, owner: &str, text: &str) -> Result<Self, Wrong> {
        let span = belongs.span();
        let empty = || Wrong {
            offset: span.start,
            message: format!("{owner} is empty: write items = {{ custom_label_0 = \"...\" }} or a list of item ids"),
        };
        let rule = match belongs.into_inner() {
            Belongs::Ids(ids) if ids.is_empty() => return Err(empty()),
            Belongs::By(attributes) if attributes.is_empty() => return Err(empty()),
            Belongs::Ids(ids) => {
                let named = |id: Spanned<String>| NamedId { line: line_of(text, id.span().start), id: id.into_inner() };
                Rule::Ids(ids.into_iter().map(named).collect())
            }
            Belongs::By(attributes) => {
                let mut rule = Vec::with_capacity(attributes.len());
                for (name, given) in attributes {
                    rule.push(AttributeValues { attribute: attribute(&name)?, values: values(given, owner)? });
                }
                Rule::Attributes(rule)
            }
        };
        Ok(Self { rule, line: line_of(text, span.start) })
    }

    /// The line in the file, from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// Calls `belongs` with the position of each item of `catalogue` that belongs. `owner` and `file` are the names of
    /// the collection or occasion and of the house file in errors.
    ///
    /// # Errors
    /// An unknown item, or no item at all.
    pub fn resolve(
        &self,
        catalogue: &Catalogue,
        owner: &str,
        file: &str,
        mut belongs: impl FnMut(usize),
    ) -> Result<(), HouseError> {
        let wrong = |line, message| Err(HouseError::Setting { file: file.to_owned(), line, message });
        let attributes = match &self.rule {
            Rule::Ids(ids) => {
                for NamedId { id, line } in ids {
                    let Some(index) = catalogue.resolve(id) else {
                        return wrong(
                            *line,
                            format!("the feed has no item {id:?}: correct the spelling, or remove it"),
                        );
                    };
                    belongs(index as usize);
                }
                return Ok(());
            }
            Rule::Attributes(attributes) => attributes,
        };
        let mut any = false;
        for (index, item) in catalogue.items.iter().enumerate() {
            let has = |AttributeValues { attribute, values }: &AttributeValues| {
                match ATTRIBUTES.get(*attribute) {
                    Some(&TAG) => return item.tags.iter().any(|tag| values.contains(&fold(tag))),
                    Some(&DIVISION) => {
                        let division = catalogue.divisions.get(usize::from(item.division));
                        return division.is_some_and(|division| values.contains(&fold(&division.id)));
                    }
                    _ => {}
                }
                let label = item.custom_labels.get(*attribute).map(EcoString::as_str);
                let kind = || catalogue.types.get(usize::from(item.item_type)).map(|kind| kind.name.as_str());
                let belongs = |value: &str| values.contains(&fold(value));
                label.or_else(kind).is_some_and(belongs)
                    || (label.is_none() && item.other_types.iter().any(|name| belongs(name)))
            };
            if attributes.iter().any(has) {
                belongs(index);
                any = true;
            }
        }
        if any {
            return Ok(());
        }
        wrong(self.line, format!("no item of the feed belongs to {owner}: check the label, or remove it"))
    }
}

/// Returns the position of an attribute's name.
fn attribute(name: &Spanned<String>) -> Result<usize, Wrong> {
    let text = name.get_ref();
    match ATTRIBUTES.iter().position(|attribute| attribute == text) {
        Some(position) => Ok(position),
        None => {
            let known = ATTRIBUTES.join(", ");
            let says = match nearest(text, ATTRIBUTES) {
                Some(meant) => format!("items cannot be selected by {text:?}: write {meant:?}, or another of {known}"),
                None => format!("items cannot be selected by {text:?}: write one of {known}"),
            };
            wrong(name, says)
        }
    }
}

/// Reads the values of an attribute, folded.
fn values(given: Spanned<OneOrMore>, owner: &str) -> Result<Vec<String>, Wrong> {
    let values: Vec<String> = match given.get_ref() {
        OneOrMore::One(value) => vec![fold(value)],
        OneOrMore::More(values) => values.iter().map(|value| fold(value)).collect(),
    };
    if values.is_empty() || values.iter().any(String::is_empty) {
        return wrong(&given, format!("{owner} has an empty value: write the value that its items have in the feed"));
    }
    if let Some(path) = values.iter().find(|value| value.contains('>')) {
        let last = path.rsplit('>').next().unwrap_or(path).trim();
        return wrong(&given, format!("{path:?} is a whole product type: write its last level alone, {last:?}"));
    }
    Ok(values)
}
