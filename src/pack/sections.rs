//! The sections of an uncompressed payload: found once, bounds checked, read in place.

use super::error::PackError;
use super::layout::{Section, SectionHeader};
use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, KnownLayout, Unaligned};

/// A payload cut into its sections.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sections<'a> {
    payload: &'a [u8],
}

impl<'a> Sections<'a> {
    /// Checks that section headers and lengths fill `payload` exactly, in ascending order.
    pub(super) fn parse(payload: &'a [u8]) -> Result<Self, PackError> {
        let mut rest = payload;
        let mut last = 0;
        while !rest.is_empty() {
            let (header, _, after) = split_section(rest)?;
            if header.id.get() <= last || header.reserved.get() != 0 {
                return Err(malformed("table", "sections out of order"));
            }
            last = header.id.get();
            rest = after;
        }
        Ok(Self { payload })
    }

    /// The bytes of a section; an absent one is an error.
    pub(super) fn bytes(&self, section: Section) -> Result<&'a [u8], PackError> {
        let mut rest = self.payload;
        while !rest.is_empty() {
            let (header, body, after) = split_section(rest)?;
            if header.id.get() == section as u16 {
                return Ok(body);
            }
            rest = after;
        }
        Err(malformed(name(section), "missing"))
    }

    /// A section that is an array of records.
    pub(super) fn records<T>(&self, section: Section) -> Result<&'a [T], PackError>
    where
        T: FromBytes + KnownLayout + Immutable + Unaligned,
    {
        <[T]>::ref_from_bytes(self.bytes(section)?).map_err(|_| malformed(name(section), "length not a multiple"))
    }

    /// A section that is one record.
    pub(super) fn record<T>(&self, section: Section) -> Result<&'a T, PackError>
    where
        T: FromBytes + KnownLayout + Immutable + Unaligned,
    {
        T::ref_from_bytes(self.bytes(section)?).map_err(|_| malformed(name(section), "wrong length"))
    }

    /// A section of strings.
    pub(super) fn strings(&self, section: Section) -> Result<Strings<'a>, PackError> {
        Strings::parse(self.bytes(section)?, name(section))
    }
}

fn split_section(rest: &[u8]) -> Result<(&SectionHeader, &[u8], &[u8]), PackError> {
    let (header, after) = SectionHeader::ref_from_prefix(rest).map_err(|_| malformed("table", "section header cut"))?;
    let (body, after) = after
        .split_at_checked(header.len.get() as usize)
        .ok_or(malformed("table", "section longer than the payload"))?;
    Ok((header, body, after))
}

/// A column of texts, read in order: the lengths of all, then all of them without separators.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strings<'a> {
    lengths: &'a [U16],
    text: &'a str,
}

impl<'a> Strings<'a> {
    fn parse(bytes: &'a [u8], section: &'static str) -> Result<Self, PackError> {
        let (count, rest) = U32::ref_from_prefix(bytes).map_err(|_| malformed(section, "no count"))?;
        let lengths = (count.get() as usize)
            .checked_mul(2)
            .and_then(|length| rest.split_at_checked(length))
            .ok_or(malformed(section, "more strings than bytes"))?;
        let (lengths, text) = lengths;
        let lengths = <[U16]>::ref_from_bytes(lengths).map_err(|_| malformed(section, "lengths cut"))?;
        let text = core::str::from_utf8(text).map_err(|_| malformed(section, "not UTF-8"))?;
        let mut end = 0usize;
        for length in lengths {
            end = end.checked_add(usize::from(length.get())).ok_or(malformed(section, "lengths overflow"))?;
            if !text.is_char_boundary(end) {
                return Err(malformed(section, "string ends inside a character or outside the section"));
            }
        }
        if end != text.len() {
            return Err(malformed(section, "bytes behind the last string"));
        }
        Ok(Self { lengths, text })
    }

    pub(super) fn len(&self) -> usize {
        self.lengths.len()
    }

    pub(super) fn iter(&self) -> Texts<'a> {
        Texts { lengths: self.lengths, rest: self.text }
    }

    /// The text at `index`; empty when there is none. Takes as long as all those before it.
    pub(super) fn get(&self, index: usize) -> &'a str {
        self.iter().nth(index).unwrap_or_default()
    }

    pub(super) fn ascends_strictly(&self) -> bool {
        let mut rest = self.iter();
        let Some(mut last) = rest.next() else { return true };
        rest.all(|text| core::mem::replace(&mut last, text) < text)
    }
}

/// The texts of a column, one by one.
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

/// A rule of the format that a section breaks.
pub(super) const fn malformed(section: &'static str, what: &'static str) -> PackError {
    PackError::Malformed { section, what }
}

/// The section's name in messages and in `docs/FORMAT.md`.
const fn name(section: Section) -> &'static str {
    match section {
        Section::Shop => "shop",
        Section::ShopTexts => "shop-texts",
        Section::Languages => "languages",
        Section::DivisionIds => "division-ids",
        Section::DivisionNames => "division-names",
        Section::Types => "types",
        Section::TypeNames => "type-names",
        Section::Transitions => "transitions",
        Section::Levels => "levels",
        Section::Positions => "positions",
        Section::Events => "events",
        Section::Reminders => "reminders",
        Section::RemindTimes => "remind-times",
        Section::Ids => "ids",
        Section::Divisions => "divisions",
        Section::Cards => "cards",
        Section::Titles => "titles",
        Section::Urls => "urls",
        Section::Images => "images",
        Section::Items => "items",
        Section::Neighbours => "neighbours",
        Section::Aliases => "aliases",
        Section::AliasItems => "alias-items",
        Section::Rice => "rice",
        Section::OfferedIds => "offered-ids",
        Section::OfferedDays => "offered-days",
    }
}
