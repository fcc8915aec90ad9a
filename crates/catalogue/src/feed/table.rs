//! The rows of platforms' product lists, in which a product may have several rows. Not for recognising the platform:
//! see [`super::form`].

use std::collections::HashMap;

use super::price::Marks;
use super::row::Sink;
use crate::attribute::Attribute;
use crate::error::FeedError;
use crate::input::Record as Row;
use crate::input::delimited::{Step, Table};
use crate::input::values::is_no_value;
use crate::problems::Kind;

/// A column that is read: its name here, and its names in files in the form of
/// [`crate::input::delimited::column_name`].
pub(super) type Column = (&'static str, &'static [&'static str]);

/// A platform's form of a product list.
pub(super) struct Form {
    /// The platform's name.
    pub(super) shop: &'static str,
    /// The columns that are read.
    pub(super) columns: &'static [Column],
    /// The attributes in the columns, for messages.
    pub(super) attributes: &'static [(&'static str, Attribute)],
    /// Columns that are needed to read products rightly, with their names in quotes as the platform writes them.
    pub(super) needed: &'static [(&'static str, &'static str)],
    /// What to do if one is missing.
    pub(super) remedy: &'static str,
    /// The path of a product's page on the platform, for house.toml.
    pub(super) page: &'static str,
}

impl Form {
    /// Returns the position in `columns` of the column called `name` here.
    pub(super) fn column(&self, name: &str, columns: &[String]) -> Option<usize> {
        let (_, called) = self.columns.iter().find(|(own, _)| *own == name)?;
        called.iter().find_map(|called| columns.iter().position(|column| column == called))
    }
}

/// The rows of a table, with only the columns that are read, and so without descriptions.
pub(super) struct Records {
    position: HashMap<&'static str, usize>,
    rows: Vec<(u64, Vec<Box<str>>)>,
    /// Columns that the shop has added for its shoppers: their names, and their positions in a row.
    metafields: Vec<(String, usize)>,
}

/// One row.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    position: &'a HashMap<&'static str, usize>,
    metafields: &'a [(String, usize)],
    values: &'a [Box<str>],
    /// The line of its beginning.
    pub(super) line: u64,
}

impl Records {
    pub(super) fn all(mut table: Table, form: &Form, sink: &mut Sink<'_>) -> Result<Self, FeedError> {
        let mut position = HashMap::new();
        let mut kept = Vec::new();
        for (name, _) in form.columns {
            if let Some(column) = form.column(name, &table.columns) {
                position.insert(*name, kept.len());
                kept.push(column);
                let title = table.titles.get(column).cloned().unwrap_or_default();
                if let Some((_, attribute)) = form.attributes.iter().find(|(own, _)| own == name) {
                    sink.names.push((*attribute, title.clone()));
                }
                sink.about.columns.push(((*name).to_owned(), title));
            }
        }
        let mut metafields = Vec::new();
        if sink.house.publishes_details {
            for (title, column) in table.titles.iter().zip(0..) {
                if let Some(name) = metafield_name(title).filter(|_| !kept.contains(&column)) {
                    metafields.push((name.to_owned(), kept.len()));
                    kept.push(column);
                }
            }
        }
        // If a file has a column twice, nothing tells which one it means.
        let is_kept = |at: usize| kept.iter().any(|column| table.columns.get(*column) == table.columns.get(at));
        for (title, _) in table.titles.iter().zip(0..).filter(|(_, at)| !kept.contains(at) && is_kept(*at)) {
            sink.problem(Kind::RepeatedColumn, 1, title);
        }
        let is_ignored = |(title, at): &(&String, usize)| !kept.contains(at) && !title.is_empty();
        let ignored = table.titles.iter().zip(0..).filter(is_ignored).map(|(title, _)| title.clone());
        sink.about.ignored = ignored.collect();
        sink.about.platform = form.shop;
        sink.about.form = table.form;
        sink.marks = Marks::Decimal;
        let missing = |wanted: &str| FeedError::MissingColumn {
            file: sink.file.clone(),
            shop: form.shop,
            wanted: wanted.to_owned(),
            remedy: form.remedy,
        };
        if let Some((_, called)) = form.needed.iter().find(|(name, _)| !position.contains_key(name)) {
            return Err(missing(called));
        }
        if let Some(survey) = &mut sink.survey {
            survey.page = Some(form.page);
        } else if sink.house.url.is_none() {
            return Err(FeedError::NoAddresses { file: sink.file.clone(), shop: form.shop, page: form.page });
        }
        let mut rows = Vec::new();
        let mut record = Row::default();
        loop {
            match table.read(&mut record) {
                Step::Row => {}
                Step::BadRow if table.is_cut_short(&record) => {}
                Step::BadRow => {
                    let cells = format!("{} cells under {} columns", record.len(), table.columns.len());
                    sink.drop_row(Kind::BadRow, record.line, format!("{cells}: {}", record.shown('|')));
                    continue;
                }
                Step::Lost(kind, why) => {
                    sink.drop_row(kind, record.line, why);
                    continue;
                }
                Step::End => break,
                Step::Stop(kind, text) => {
                    sink.problem(kind, record.line, text);
                    break;
                }
            }
            let values: Result<Vec<Box<str>>, &[u8]> = kept
                .iter()
                .map(|column| {
                    let field = record.get(*column).unwrap_or_default();
                    let text = std::str::from_utf8(field).map_err(|_| field)?.trim();
                    Ok(if is_no_value(text) { Box::default() } else { text.into() })
                })
                .collect();
            match values {
                Ok(values) => rows.push((record.line, values)),
                Err(field) => sink.drop_row(Kind::WrongEncoding, record.line, field),
            }
        }
        Ok(Self { position, rows, metafields })
    }

    /// The rows in the order of the file.
    pub(super) fn iter(&self) -> impl Iterator<Item = Record<'_>> {
        self.rows.iter().map(|(line, values)| Record {
            position: &self.position,
            metafields: &self.metafields,
            values,
            line: *line,
        })
    }
}

impl<'a> Record<'a> {
    /// Returns the text in the column called `name` here; empty if the table has no such column.
    pub(super) fn get(&self, name: &str) -> &'a str {
        self.position.get(name).and_then(|at| self.values.get(*at)).map_or("", |text| text)
    }

    /// Returns the columns that the shop has added for its shoppers, each with its name and text.
    pub(super) fn metafields(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let (metafields, values) = (self.metafields, self.values);
        metafields.iter().filter_map(move |(name, at)| Some((name.as_str(), &**values.get(*at)?)))
    }
}

/// Returns the name for shoppers of a column that the shop has added: "Care" for "Care
/// (product.metafields.custom.care)".
fn metafield_name(title: &str) -> Option<&str> {
    let (name, key) = title.trim().strip_suffix(')')?.rsplit_once(" (")?;
    let is_metafield = ["product.metafields.", "variant.metafields."].iter().any(|of| key.starts_with(of));
    Some(name.trim()).filter(|name| is_metafield && !name.is_empty())
}

/// Returns the attribute with a shop's name for it ("Colour", "Matière"); `None` for an unknown name.
pub(super) fn attribute_called(name: &str) -> Option<Attribute> {
    match name.trim().to_lowercase().as_str() {
        "color" | "colour" | "couleur" | "farbe" | "colore" | "kleur" | "cor" => Some(Attribute::Color),
        "material" | "matière" | "matiere" | "materiale" | "materiaal" | "fabric" => Some(Attribute::Material),
        "pattern" | "motif" | "muster" => Some(Attribute::Pattern),
        "size" | "sizes" | "taille" | "pointure" | "größe" | "groesse" | "schuhgröße" | "talla" | "taglia"
        | "misura" | "maat" | "tamanho" | "サイズ" | "尺码" => Some(Attribute::Size),
        _ => None,
    }
}

/// Removes the quote that a spreadsheet puts before a text that looks like a formula or a number.
pub(super) fn unquoted(text: &str) -> &str {
    text.strip_prefix('\'').unwrap_or(text)
}
