//! Turns the texts of a row's attributes, whatever the format of the file, into the data that the catalogue needs.

use ecow::EcoString;

use super::about::About;
use super::feed_row::{CuratedIds, FeedRow};
use super::price::{self, Marks, PriceError};
use super::raw_row::{MAX_VALUE, RawRow};
use super::shared_texts::SharedTexts;
use super::survey::Survey;
use super::text::{clean, decoded, is_garbled};
use crate::attribute::{Attribute, is_left_alone};
use crate::clo::{Clo, MAX_CLO};
use crate::date;
use crate::error::FeedError;
use crate::house::House;
use crate::input::values::{is_nobody, is_ruined};
use crate::problems::{Kind, Problems};
use crate::web_address::is_web_address;

/// Longest title kept, in characters.
const MAX_TITLE: usize = 200;
/// Longest id, in bytes. Google's limit is 50 characters.
const MAX_ID: usize = 200;

/// The division and types of a row, from its product types.
struct Typed {
    division: u16,
    name: EcoString,
    others: Vec<EcoString>,
    sensitive: bool,
}

/// Receives the rows of a feed, checks each and keeps the usable ones.
pub(super) struct Sink<'a> {
    pub(super) house: &'a House,
    pub(super) problems: &'a mut Problems,
    pub(super) file: String,
    pub(super) rows: Vec<FeedRow>,
    /// Texts that many rows have in common.
    pub(super) texts: SharedTexts,
    /// Whether each of the house's sensitive types has occurred in a row.
    pub(super) sensitive_met: Vec<bool>,
    /// Pairs that the house states itself.
    pub(super) pairs: Vec<CuratedIds>,
    /// Number of products and variants that the shop does not show.
    pub(super) left_out: u64,
    /// Number of rows that could not be used.
    pub(super) dropped: u64,
    /// Who wrote the prices.
    pub(super) marks: Marks,
    /// The file's names of attributes, if they differ from Google's.
    pub(super) names: Vec<(Attribute, String)>,
    /// How the file was read.
    pub(super) about: About,
    /// Receives the rows instead, if there is no house yet to check them.
    pub(super) survey: Option<&'a mut Survey>,
}

impl Sink<'_> {
    pub(super) fn problem(&mut self, kind: Kind, line: u64, text: impl AsRef<[u8]>) {
        self.problems.record(kind, &self.file, line, text);
    }

    /// Counts a problem in the column or element of `attribute`.
    pub(super) fn problem_in(&mut self, kind: Kind, line: u64, attribute: Attribute, text: impl AsRef<[u8]>) {
        let name = self.names.iter().find(|(named, _)| *named == attribute).map(|(_, name)| name.as_str());
        self.problems.record_in(kind, &self.file, line, name.unwrap_or_else(|| attribute.name()), text);
    }

    /// Counts a problem in the column that the platform's form calls `column`.
    pub(super) fn problem_under(&mut self, kind: Kind, line: u64, column: &str, text: impl AsRef<[u8]>) {
        let title = self.about.columns.iter().find(|(name, _)| name == column).map_or("", |(_, title)| title);
        self.problems.record_in(kind, &self.file, line, title, text);
    }

    /// Counts a row that cannot be used.
    pub(super) fn drop_row(&mut self, kind: Kind, line: u64, text: impl AsRef<[u8]>) {
        self.dropped += 1;
        self.problem(kind, line, text);
    }

    /// Reports columns of a table that are neither read nor among Google's.
    pub(super) fn check_columns<'c>(&mut self, columns: impl Iterator<Item = &'c str>) {
        let own = &self.house.feed_columns;
        for column in
            columns.filter(|column| !column.is_empty() && own.attribute(column).is_none() && !is_left_alone(column))
        {
            self.problem(Kind::UnknownColumn, 1, column);
        }
    }

    /// Returns the error for a feed without the column or element that the house names for an attribute.
    pub(super) fn without_mapped(&self, attribute: Attribute, name: &str, found: String) -> FeedError {
        let (file, attribute, name) = (self.file.clone(), attribute.name(), name.to_owned());
        FeedError::WithoutMapped { file, attribute, name, found }
    }

    /// Checks and keeps the row that ends or begins at `line`, and empties `raw`.
    pub(super) fn take(&mut self, raw: &mut RawRow, line: u64) {
        match (raw.fault.take(), &mut self.survey) {
            (Some((kind, text)), _) => self.drop_row(kind, raw.fault_line.unwrap_or(line), text),
            (None, Some(survey)) => survey.take(raw),
            (None, None) => match self.check(raw, line) {
                Some(row) => self.rows.push(row),
                None => self.dropped += 1,
            },
        }
        raw.clear();
    }

    fn check(&mut self, raw: &RawRow, line: u64) -> Option<FeedRow> {
        let id = self.id(raw, Attribute::Id, line)?;
        if id.is_empty() {
            self.problem_in(Kind::MissingAttribute, line, Attribute::Id, "id is empty");
            return None;
        }
        if id.contains(['\u{200b}', '\u{200e}', '\u{200f}', '\u{061c}', '\u{2060}', '\u{feff}']) {
            self.problem_in(Kind::HiddenCharacter, line, Attribute::Id, &id);
        }
        let title = clean(&decoded(raw.get(Attribute::Title)), MAX_TITLE);
        if title.is_empty() {
            self.problem_in(Kind::MissingAttribute, line, Attribute::Title, format!("title of {id}"));
            return None;
        }
        if is_garbled(&decoded(raw.get(Attribute::Title))) {
            self.problem_in(Kind::GarbledText, line, Attribute::Title, &title);
        }
        let Typed { division, name: type_name, others: other_types, sensitive } = self.product_type(raw, &id, line)?;
        let group = self.id(raw, Attribute::ItemGroupId, line)?;
        // With "0" or "NULL" as a group, all items without a group would become one.
        let group = if is_nobody(group.as_bytes()) { String::new() } else { group };
        // Addresses that the house makes itself are those of the item, the same for all of its variants.
        let item = if group.is_empty() { &id } else { &group };
        let link = self.link(raw.get(Attribute::Link), item, line)?;
        let image = self.image(raw.get(Attribute::ImageLink), item, line);
        let gtin = self.other_id(raw, Attribute::Gtin, line);
        Some(FeedRow {
            line,
            image,
            additional_image: first_address(raw.get(Attribute::AdditionalImageLink)).unwrap_or_default(),
            price_minor: self.price(raw, Attribute::Price, line),
            sale_minor: self.price(raw, Attribute::SalePrice, line),
            sale_dates: self.sale_dates(raw.get(Attribute::SaleDates), line),
            available: self.available(raw.get(Attribute::Availability), &id, line),
            expires: self.moment(raw, Attribute::ExpirationDate, true, line),
            offered_from: self.moment(raw, Attribute::AvailabilityDate, false, line),
            id: id.into(),
            group: group.into(),
            title: title.into(),
            link,
            division,
            type_name,
            other_types,
            sensitive,
            brand: self.texts.shared(&raw.value(Attribute::Brand)),
            gtin: gtin.chars().filter(|c| !matches!(c, ' ' | '-')).take(MAX_ID).collect(),
            mpn: self.other_id(raw, Attribute::Mpn, line),
            sku: self.other_id(raw, Attribute::Sku, line),
            color: self.texts.shared(&raw.lower(Attribute::Color)),
            material: self.texts.shared(&raw.lower(Attribute::Material)),
            pattern: self.texts.shared(&raw.lower(Attribute::Pattern)),
            gender: self.texts.shared(&raw.lower(Attribute::Gender)),
            age_group: self.texts.shared(&raw.lower(Attribute::AgeGroup)),
            size: self.texts.shared(&raw.value(Attribute::Size)),
            size_system: self.texts.shared(&raw.value(Attribute::SizeSystem).to_uppercase()),
            size_type: self.texts.shared(&raw.lower(Attribute::SizeType)),
            custom_labels: [
                self.texts.shared(&raw.value(Attribute::CustomLabel0)),
                self.texts.shared(&raw.value(Attribute::CustomLabel1)),
                self.texts.shared(&raw.value(Attribute::CustomLabel2)),
                self.texts.shared(&raw.value(Attribute::CustomLabel3)),
                self.texts.shared(&raw.value(Attribute::CustomLabel4)),
            ],
            warmth: self.warmth(raw.get(Attribute::WarmthClo), line),
            details: if self.house.publishes_details { self.details(raw, line) } else { None },
            tags: raw
                .tags
                .iter()
                .map(|tag| clean(&decoded(tag), MAX_VALUE))
                .filter(|tag| !tag.is_empty())
                .map(|tag| self.texts.shared(&tag))
                .collect(),
        })
    }

    /// Returns an id exactly as written, without white space around it.
    fn id(&mut self, raw: &RawRow, attribute: Attribute, line: u64) -> Option<String> {
        let id = raw.get(attribute);
        if is_ruined(id.as_bytes()) {
            self.problem_in(Kind::RuinedId, line, attribute, id);
            return None;
        }
        if id.len() > MAX_ID || id.chars().any(char::is_control) {
            self.problem_in(Kind::BadRow, line, attribute, id);
            return None;
        }
        Some(id.to_owned())
    }

    /// Returns a SKU or another further id; empty if a spreadsheet has ruined it.
    fn other_id(&mut self, raw: &RawRow, attribute: Attribute, line: u64) -> EcoString {
        let id = raw.value(attribute);
        if is_ruined(id.as_bytes()) {
            self.problem_in(Kind::RuinedId, line, attribute, &*id);
            return EcoString::new();
        }
        id
    }

    /// Takes division and type from the first product type that a division claims. A sensitive level in any of its
    /// product types makes the row sensitive.
    fn product_type(&mut self, raw: &RawRow, id: &str, line: u64) -> Option<Typed> {
        let house = self.house;
        let means =
            |path: &[String]| house.division_of_levels(path).is_some() || house.sensitive_types(path).next().is_some();
        let paths = raw.paths(means);
        let rest = house.rest_division();
        let Some(first) = paths.first() else {
            // A row without a type may be sensitive: if the house has sensitive types, it is left out.
            if let Some(division) = rest.filter(|_| house.privacy.sensitive_types.is_empty()) {
                let name = house.name_of(division).into();
                return Some(Typed { division, name, others: Vec::new(), sensitive: false });
            }
            self.problem_in(Kind::MissingAttribute, line, Attribute::ProductType, format!("product_type of {id}"));
            return None;
        };
        let mut sensitive = false;
        for entry in paths.iter().flat_map(|path| house.sensitive_types(path)) {
            sensitive = true;
            if let Some(met) = self.sensitive_met.get_mut(entry) {
                *met = true;
            }
        }
        let claimed = paths.iter().zip(0..).find_map(|(path, at)| Some((house.division_of_levels(path)?, path, at)));
        let Some((division, path, at)) = claimed.or_else(|| Some((rest?, first, 0))) else {
            self.problem_in(Kind::UnmappedProductType, line, Attribute::ProductType, first.join(" > "));
            return None;
        };
        let mut last = |path: &Vec<String>| path.last().map(|level| self.texts.shared(level));
        let name = last(path)?;
        let others =
            paths.iter().zip(0..).filter(|(_, other)| *other != at).filter_map(|(path, _)| last(path)).collect();
        Some(Typed { division, name, others, sensitive })
    }

    /// Returns the link or the house's default; without either there is no page to link to.
    fn link(&mut self, text: &str, id: &str, line: u64) -> Option<EcoString> {
        if let Some(address) = address(text) {
            return Some(address);
        }
        let default = self.house.url_of(id);
        if !text.is_empty() {
            self.problem_in(Kind::BadLink, line, Attribute::Link, text);
        } else if default.is_none() {
            self.problem_in(Kind::MissingAttribute, line, Attribute::Link, format!("link of {id}"));
        }
        default.map(Into::into)
    }

    fn image(&mut self, text: &str, id: &str, line: u64) -> EcoString {
        if let Some(address) = address(text) {
            return address;
        }
        if !text.is_empty() {
            self.problem_in(Kind::BadImageLink, line, Attribute::ImageLink, text);
        }
        self.house.image_of(id).unwrap_or_default().into()
    }

    fn price(&mut self, raw: &RawRow, attribute: Attribute, line: u64) -> Option<u32> {
        let text = raw.get(attribute);
        if text.is_empty() {
            return None;
        }
        match price::parse(text, &self.house.currency, self.marks) {
            Ok(minor) => return Some(minor),
            Err(PriceError::Bad) => self.problem_in(Kind::BadPrice, line, attribute, text),
            Err(PriceError::WrongCurrency) => self.problem_in(Kind::WrongCurrency, line, attribute, text),
        }
        None
    }

    /// Reads `START/END`. With unreadable dates the sale is over: its window ends before it begins.
    fn sale_dates(&mut self, text: &str, line: u64) -> Option<(i64, i64)> {
        if text.is_empty() {
            return None;
        }
        let window = text.split_once('/').and_then(|(start, end)| {
            Some((date::calendar(start.as_bytes(), false)?, date::calendar(end.as_bytes(), true)?))
        });
        if window.is_none() {
            self.problem_in(Kind::BadDate, line, Attribute::SaleDates, text);
        }
        Some(window.unwrap_or((i64::MAX, i64::MIN)))
    }

    fn available(&mut self, text: &str, id: &str, line: u64) -> bool {
        let folded = text.to_ascii_lowercase().replace([' ', '-'], "_");
        // The form of structured data: https://schema.org/InStock
        match folded.rsplit('/').next().unwrap_or_default() {
            "in_stock"
            | "instock"
            | "preorder"
            | "pre_order"
            | "backorder"
            | "back_order"
            | "available_for_order"
            | "limited_availability" => true,
            "out_of_stock" | "outofstock" | "discontinued" | "sold_out" => false,
            "" => {
                let says = format!("availability of {id}");
                self.problem_in(Kind::MissingAttribute, line, Attribute::Availability, says);
                true
            }
            _ => {
                self.problem_in(Kind::BadAvailability, line, Attribute::Availability, text);
                false
            }
        }
    }

    /// Reads a number of clo.
    fn warmth(&mut self, text: &str, line: u64) -> Option<Clo> {
        if text.is_empty() {
            return None;
        }
        let clo = text.parse::<f64>().ok().filter(|clo| (0.0..=MAX_CLO).contains(clo));
        if clo.is_none() {
            self.problem_in(Kind::BadWarmth, line, Attribute::WarmthClo, text);
        }
        clo.map(Clo::of)
    }

    /// Reads a date or a time; of a date alone, its last moment if `end`, else its first.
    fn moment(&mut self, raw: &RawRow, attribute: Attribute, end: bool, line: u64) -> Option<i64> {
        let text = raw.get(attribute);
        if text.is_empty() {
            return None;
        }
        let moment = date::calendar(text.as_bytes(), end);
        if moment.is_none() {
            self.problem_in(Kind::BadDate, line, attribute, text);
        }
        moment
    }
}

/// Returns the first of several addresses separated by commas. An address may contain commas.
fn first_address(text: &str) -> Option<EcoString> {
    let is_end = |at: &usize| text.get(at + 1..).is_some_and(|rest| rest.trim_start().starts_with("http"));
    let end = text.match_indices(',').map(|(at, _)| at).find(is_end).unwrap_or(text.len());
    address(text.get(..end)?.trim())
}

/// Returns `text` if it is an address; `&amp;` in it was escaped twice.
fn address(text: &str) -> Option<EcoString> {
    let plain = text.replace("&amp;", "&");
    is_web_address(&plain).then(|| plain.into())
}
