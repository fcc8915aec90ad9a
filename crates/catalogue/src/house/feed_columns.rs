//! `[feed]`: a feed's names for Google's attributes, if they differ from Google's. Not for the columns of orders: see
//! [`super::orders`].

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, wrong};
use crate::attribute::Attribute;
use crate::input::delimited::column_name;

/// Attributes, each with its column or element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FeedColumns(Vec<(Attribute, String)>);

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FeedTable {
    #[serde(default)]
    columns: BTreeMap<String, Spanned<String>>,
}

impl FeedColumns {
    /// Whether the house names no attribute.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The attributes, each with its name in the feed as house.toml writes it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Attribute, &str)> {
        self.0.iter().map(|(attribute, name)| (*attribute, name.as_str()))
    }

    /// Returns the attribute in a column with this name, in the form of [`column_name`]. A mapped attribute is found
    /// only there.
    pub(crate) fn attribute(&self, name: &str) -> Option<Attribute> {
        let mapped = self.iter().find(|(_, called)| column_name(called) == name).map(|(attribute, _)| attribute);
        mapped.or_else(|| Attribute::of_column(name).filter(|own| self.iter().all(|(attribute, _)| attribute != *own)))
    }

    /// Returns the attribute in an element with this name.
    pub(crate) fn attribute_of_element(&self, name: &str) -> Option<Attribute> {
        if self.0.is_empty() { Attribute::from_name(name) } else { self.attribute(&column_name(name)) }
    }
}

impl FeedTable {
    pub(super) fn check(self) -> Result<FeedColumns, Wrong> {
        let mut columns = FeedColumns::default();
        for (name, column) in self.columns {
            let Some(attribute) = Attribute::from_name(&column_name(&name)) else {
                let known: Vec<&str> = Attribute::ALL.iter().map(|attribute| attribute.name()).collect();
                let says =
                    format!("columns maps {name:?}, which is not an attribute: name one of {}", known.join(", "));
                return wrong(&column, says);
            };
            let attribute_name = attribute.name();
            let own = column_name(column.get_ref());
            if own.is_empty() {
                let says =
                    format!("columns maps {attribute_name} to no column: write the name that it has in the feed");
                return wrong(&column, says);
            }
            for (other, called) in columns.iter() {
                if other == attribute {
                    return wrong(&column, format!("columns maps {attribute_name} twice: keep one of them"));
                }
                if column_name(called) == own {
                    let says = format!("columns maps {} and {attribute_name} to one column", other.name());
                    return wrong(&column, format!("{says}: keep one of them"));
                }
            }
            columns.0.push((attribute, column.into_inner()));
        }
        Ok(columns)
    }
}

#[cfg(test)]
mod tests {
    use super::super::House;

    fn house(columns: &str) -> Result<House, String> {
        let text = format!(
            "house = {{ name = \"M\", languages = [\"en\"], currency = \"EUR\" }}\n\
             division = [{{ id = \"a\", names = {{ en = \"a\" }}, product_types = [\"*\"] }}]\n\
             [feed]\ncolumns = {{ {columns} }}\n"
        );
        House::parse(&text, "h").map_err(|error| error.to_string())
    }

    #[test]
    fn an_attribute_is_found_in_its_column_only() {
        let columns = house("title = \"Bezeichnung\", Product-Type = \"Waren Gruppe\"").unwrap().feed_columns;
        for (name, attribute) in [
            ("bezeichnung", Some("title")),
            ("waren_gruppe", Some("product_type")),
            ("title", None),
            ("product_type", None),
            ("g:price", Some("price")),
            ("preis", None),
        ] {
            assert_eq!(columns.attribute(name).map(|found| found.name()), attribute, "{name}");
        }
    }

    #[test]
    fn a_mapping_that_means_nothing_is_an_error() {
        for (columns, says) in [
            (
                "titel = \"Titel\"",
                "h:4: columns maps \"titel\", which is not an attribute: name one of id, title, link",
            ),
            ("title = \" \"", "columns maps title to no column"),
            ("product_type = \"a\", Product-Type = \"b\"", "columns maps product_type twice"),
            ("id = \"Nr\", sku = \"NR\"", "columns maps id and sku to one column"),
        ] {
            let error = house(columns).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }
}
