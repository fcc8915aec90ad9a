//! The sections of an uncompressed payload, located once with bounds checks and read in place.

use super::error::PackError;
use super::layout::{Section, SectionHeader};
use std::cell::Cell;
use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, KnownLayout, Unaligned};

/// A payload divided into its sections.
///
/// The first violation of the format is stored, and reading continues with empty data; [`Sections::sound`] returns it
/// in the end. A `Result` at every step would make the module a tenth larger.
#[derive(Debug)]
pub(super) struct Sections<'a> {
    payload: &'a [u8],
    /// The first violation.
    broken: Cell<Option<Violation>>,
}

/// A section and the rule that it violates.
#[derive(Clone, Copy, Debug)]
struct Violation {
    section: &'static str,
    rule: &'static str,
}

impl<'a> Sections<'a> {
    /// Checks that section headers and lengths fill `payload` exactly, in ascending order.
    pub(super) fn parse(payload: &'a [u8]) -> Result<Self, PackError> {
        let mut rest = payload;
        let mut last = 0;
        while !rest.is_empty() {
            let SectionPart { header, after, .. } = split_section(rest)?;
            if header.id.get() <= last || header.reserved.get() != 0 {
                return Err(malformed("table", "sections out of order"));
            }
            last = header.id.get();
            rest = after;
        }
        Ok(Self { payload, broken: Cell::new(None) })
    }

    /// Returns the first violation, if any.
    pub(super) fn sound(&self) -> Result<(), PackError> {
        match self.broken.get() {
            None => Ok(()),
            Some(Violation { section, rule }) => Err(malformed(section, rule)),
        }
    }

    /// Stores a violation if `kept` is false.
    #[inline(never)]
    pub(super) fn require(&self, kept: bool, section: &'static str, rule: &'static str) {
        if !kept && self.broken.get().is_none() {
            self.broken.set(Some(Violation { section, rule }));
        }
    }

    /// The bytes of a section; `None` if it is absent.
    pub(super) fn optional(&self, section: Section) -> Option<&'a [u8]> {
        let mut rest = self.payload;
        while let Ok(SectionPart { header, body, after }) = split_section(rest) {
            if header.id.get() == section as u16 {
                return Some(body);
            }
            rest = after;
        }
        None
    }

    /// The bytes of a section; an absent section is a violation.
    pub(super) fn bytes(&self, section: Section) -> &'a [u8] {
        let bytes = self.optional(section);
        self.require(bytes.is_some(), name(section), "missing");
        bytes.unwrap_or_default()
    }

    /// A section that is an array of records.
    pub(super) fn records<T>(&self, section: Section) -> &'a [T]
    where
        T: FromBytes + KnownLayout + Immutable + Unaligned,
    {
        <[T]>::ref_from_bytes(self.multiple(section, size_of::<T>())).unwrap_or_default()
    }

    /// An array of records; empty if the section is absent.
    pub(super) fn records_if_any<T>(&self, section: Section) -> &'a [T]
    where
        T: FromBytes + KnownLayout + Immutable + Unaligned,
    {
        if self.optional(section).is_some() { self.records(section) } else { &[] }
    }

    /// The bytes of a section of records of this size. Not generic, because only the cast needs the type.
    fn multiple(&self, section: Section, size: usize) -> &'a [u8] {
        let bytes = self.bytes(section);
        let is_multiple = bytes.len().is_multiple_of(size);
        self.require(is_multiple, name(section), "length not a multiple");
        if is_multiple { bytes } else { &[] }
    }

    /// A section that is one record.
    pub(super) fn record<T>(&self, section: Section) -> Result<&'a T, PackError>
    where
        T: FromBytes + KnownLayout + Immutable + Unaligned,
    {
        T::ref_from_bytes(self.bytes(section)).map_err(|_| malformed(name(section), "wrong length"))
    }

    /// A section of strings.
    pub(super) fn strings(&self, section: Section) -> Strings<'a> {
        match Strings::parse(self.bytes(section)) {
            Ok(strings) => strings,
            Err(rule) => {
                self.require(false, name(section), rule);
                Strings { lengths: &[], text: "" }
            }
        }
    }
}

/// The first section of the rest of a payload.
struct SectionPart<'a> {
    header: &'a SectionHeader,
    body: &'a [u8],
    /// The rest after the section.
    after: &'a [u8],
}

fn split_section(rest: &[u8]) -> Result<SectionPart<'_>, PackError> {
    let (header, after) = SectionHeader::ref_from_prefix(rest).map_err(|_| malformed("table", "section header cut"))?;
    let (body, after) = after
        .split_at_checked(header.len.get() as usize)
        .ok_or(malformed("table", "section longer than the payload"))?;
    Ok(SectionPart { header, body, after })
}

/// A column of texts, read in order: all lengths, then all texts without separators.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strings<'a> {
    lengths: &'a [U16],
    text: &'a str,
}

impl<'a> Strings<'a> {
    /// Decodes a column; the error is the violated rule.
    fn parse(bytes: &'a [u8]) -> Result<Self, &'static str> {
        let (count, rest) = U32::ref_from_prefix(bytes).map_err(|_| "no count")?;
        let (lengths, text) = (count.get() as usize)
            .checked_mul(2)
            .and_then(|length| rest.split_at_checked(length))
            .ok_or("more strings than bytes")?;
        let lengths = <[U16]>::ref_from_bytes(lengths).map_err(|_| "lengths cut")?;
        let text = std::str::from_utf8(text).map_err(|_| "not UTF-8")?;
        let mut end = 0usize;
        for length in lengths {
            end = end.checked_add(usize::from(length.get())).ok_or("lengths overflow")?;
            if !text.is_char_boundary(end) {
                return Err("string ends inside a character or outside the section");
            }
        }
        if end != text.len() {
            return Err("bytes behind the last string");
        }
        Ok(Self { lengths, text })
    }

    pub(super) fn len(&self) -> usize {
        self.lengths.len()
    }

    pub(super) fn iter(&self) -> Texts<'a> {
        Texts { lengths: self.lengths, rest: self.text }
    }

    /// The text at `index`; empty if there is none. Linear in `index`.
    pub(super) fn get(&self, index: usize) -> &'a str {
        self.iter().nth(index).unwrap_or_default()
    }

    pub(super) fn ascends_strictly(&self) -> bool {
        let mut rest = self.iter();
        let Some(mut last) = rest.next() else { return true };
        rest.all(|text| std::mem::replace(&mut last, text) < text)
    }

    pub(super) fn ascends(&self) -> bool {
        self.iter().is_sorted()
    }
}

/// An owned column of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column(Vec<u8>);

impl Default for Column {
    /// An empty column.
    fn default() -> Self {
        Self(vec![0; 4])
    }
}

impl Column {
    /// Copies the body of a strings section.
    pub(super) fn new(section: &[u8]) -> Self {
        Self(section.to_vec())
    }

    /// The body of a strings section.
    #[cfg(feature = "write")]
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text at `index`; `None` if it is empty or there is none. Linear in `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        Strings::parse(&self.0).ok().and_then(|texts| given(texts.get(index)))
    }
}

/// An iterator over the texts of a column.
#[derive(Clone, Debug)]
pub(super) struct Texts<'a> {
    lengths: &'a [U16],
    rest: &'a str,
}

impl<'a> Iterator for Texts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let (length, lengths) = self.lengths.split_first()?;
        // `Strings::parse` has checked every length.
        let (text, rest) = self.rest.split_at_checked(length.get().into())?;
        (self.lengths, self.rest) = (lengths, rest);
        Some(text)
    }
}

/// A text that a pack stores as empty if there is none.
pub(super) fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Creates the error for a section that violates a rule.
pub(super) const fn malformed(section: &'static str, what: &'static str) -> PackError {
    PackError::malformed(section, what)
}

/// The section's name in error messages and in `docs/pack-format.md`.
const fn name(section: Section) -> &'static str {
    match section {
        Section::Shop => "shop",
        Section::ShopTexts => "shop-texts",
        Section::Languages => "languages",
        Section::DivisionIds => "division-ids",
        Section::DivisionNames => "division-names",
        Section::Types => "types",
        Section::TypeNames => "type-names",
        Section::AdviserParameter => "adviser-parameter",
        Section::Levels => "levels",
        Section::Positions => "positions",
        Section::Events => "events",
        Section::Reminders => "reminders",
        Section::RemindTimes => "remind-times",
        Section::Onward => "onward",
        Section::Tuning => "tuning",
        Section::Placements => "placements",
        Section::PlacementDivisions => "placement-divisions",
        Section::Rules => "rules",
        Section::RuleItems => "rule-items",
        Section::CollectionIds => "collection-ids",
        Section::CollectionSets => "collection-sets",
        Section::Season => "season",
        Section::CollectionKinds => "collection-kinds",
        Section::CollectionNames => "collection-names",
        Section::CollectionStories => "collection-stories",
        Section::Windows => "windows",
        Section::DemandShapes => "demand-shapes",
        Section::Zones => "zones",
        Section::Discretion => "discretion",
        Section::DivisionAudience => "division-audience",
        Section::Caps => "caps",
        Section::Ids => "ids",
        Section::Divisions => "divisions",
        Section::Cards => "cards",
        Section::Titles => "titles",
        Section::Urls => "urls",
        Section::Images => "images",
        Section::Items => "items",
        Section::Neighbours => "neighbours",
        Section::Aliases => "aliases",
        Section::AliasKinds => "alias-kinds",
        Section::AliasItems => "alias-items",
        Section::LaterPlacements => "later-placements",
        Section::SizeRanges => "size-ranges",
        Section::Rice => "rice",
        Section::SizedItems => "sized-items",
        Section::SizesLeft => "sizes-left",
        Section::OfferedIds => "offered-ids",
        Section::OfferedDays => "offered-days",
    }
}
