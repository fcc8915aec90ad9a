//! Reads feeds in XML: RSS 2.0 and Atom with Google's namespace. Entities that a document declares are never expanded,
//! the sizes of texts and the depth of nesting are limited, and external references are never followed.

use std::io::BufReader;

use memchr::memmem;
use quick_xml::NsReader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::escape::{resolve_html5_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use super::raw_detail::RawDetail;
use super::raw_row::{MAX_TEXT, RawRow};
use super::row::Sink;
use super::xml_text::XmlText;
use crate::attribute::Attribute;
use crate::error::FeedError;
use crate::input::delimited::stop_kind;
use crate::input::source::Source;
use crate::problems::Kind;

/// Namespaces of Google's attributes and of those that a shop adds (`c:warmth_clo`), without scheme and final slash,
/// which generators vary.
const GOOGLE: [&str; 2] = ["base.google.com/ns/1.0", "base.google.com/cns/1.0"];
/// Namespaces of Atom, RSS 1.0, and RSS 2.0 if it is declared.
const PLAIN: [&str; 4] = ["www.w3.org/2005/Atom", "purl.org/rss/1.0", "purl.org/atom/ns#", "backend.userland.com/rss2"];
/// Deepest nesting of elements; feeds need five levels.
const MAX_DEPTH: usize = 32;
const BUFFER: usize = 64 * 1024;
/// Beginnings of rows.
const ROWS: [&str; 4] = ["<item>", "<item ", "<entry>", "<entry "];

/// The vocabulary of an element.
#[derive(Clone, Copy, PartialEq)]
enum Owner {
    Google,
    /// RSS or Atom.
    Plain,
    Other,
}

impl Owner {
    fn of(namespace: &ResolveResult<'_>) -> Self {
        match namespace {
            // A feed may use the prefix without declaring it.
            ResolveResult::Unknown(prefix) if prefix == "g" => Self::Google,
            ResolveResult::Unknown(_) => Self::Other,
            ResolveResult::Unbound => Self::Plain,
            ResolveResult::Bound(Namespace(uri)) => {
                let uri = uri.trim().trim_end_matches('/');
                let name = uri.split_once("://").map_or(uri, |(_, name)| name);
                if GOOGLE.iter().any(|google| google.eq_ignore_ascii_case(name)) {
                    Self::Google
                } else if PLAIN.iter().any(|plain| plain.eq_ignore_ascii_case(name)) {
                    Self::Plain
                } else {
                    Self::Other
                }
            }
        }
    }

    /// Google's attributes take precedence over those of RSS and Atom: an Atom `id` names the entry, not the product.
    const fn rank(self) -> u8 {
        match self {
            Self::Google => 2,
            Self::Plain => 1,
            Self::Other => 0,
        }
    }
}

/// A part of `product_detail`.
#[derive(Clone, Copy)]
enum Part {
    Section,
    Name,
    Value,
}

impl Part {
    fn called(name: &str) -> Option<Self> {
        match name {
            "section_name" => Some(Self::Section),
            "attribute_name" => Some(Self::Name),
            "attribute_value" => Some(Self::Value),
            _ => None,
        }
    }
}

/// The reader's place in the document, and the row that it is reading.
#[derive(Default)]
struct RowReader {
    depth: usize,
    /// Depth of the row's element; `None` outside rows.
    row: Option<usize>,
    /// The attribute whose text is being read, and the rank of its element.
    attribute: Option<(Attribute, u8)>,
    text: String,
    /// The characteristic that is being read, whose parts are separate elements, and the current part.
    detail: RawDetail,
    part: Option<Part>,
    raw: RawRow,
    seen_root: bool,
    /// Number of rows so far.
    rows: u64,
    /// Attributes so far.
    met: Vec<Attribute>,
    /// The first elements below the root, for the error about a document without rows.
    elements: Vec<String>,
    /// The namespace of the prefix `g`, if it is not Google's.
    foreign: Option<String>,
}

pub(super) fn read(source: Source, sink: &mut Sink<'_>) -> Result<(), FeedError> {
    let mut reader = NsReader::from_reader(XmlText::new(BufReader::with_capacity(BUFFER, source)));
    // A lone & is text: shops write "AT&T".
    reader.config_mut().allow_dangling_amp = true;
    let mut place = RowReader::default();
    let mut buffer = Vec::new();
    sink.about.platform = "Google Merchant Center";
    sink.about.form = "XML";
    loop {
        buffer.clear();
        let begins = reader.get_ref().line();
        let read = reader.read_resolved_event_into(&mut buffer).map(|(namespace, event)| {
            let owner = Owner::of(&namespace);
            if let (Owner::Other, ResolveResult::Bound(Namespace(uri)), Event::Start(start)) =
                (owner, namespace, &event)
                && start.name().as_ref().starts_with("g:")
            {
                place.foreign.get_or_insert_with(|| uri.chars().take(80).collect());
            }
            (owner, event)
        });
        let line = reader.get_ref().line();
        let position = reader.buffer_position();
        let replaced = reader.get_mut().replaced_before(position);
        let (owner, event) = match read {
            Ok(read) => read,
            // Markup that is not closed is reported where it opens.
            Err(error @ Error::Syntax(_)) => return place.stop(&error, begins, sink),
            Err(error) => return place.stop(&error, line, sink),
        };
        if let Some(line) = replaced {
            place.replaced(line, &event, sink);
        }
        match event {
            Event::Start(start) => {
                place.open(owner, &start, sink)?;
                if place.depth > MAX_DEPTH {
                    sink.problem(Kind::Broken, line, format!("elements nested more than {MAX_DEPTH} deep"));
                    return place.finish(sink);
                }
            }
            Event::Empty(start) => {
                place.open(owner, &start, sink)?;
                place.close(line, sink);
            }
            Event::End(_) => place.close(line, sink),
            Event::Text(text) => place.append(&text.xml10_content()),
            Event::CData(text) => {
                place.check_section(text.as_bytes(), "<![CDATA[", begins, sink);
                place.append(&text.xml10_content());
            }
            Event::GeneralRef(reference) => place.reference(&reference),
            Event::Decl(declaration) => {
                // A document that can be read this far is not UTF-16, even if it declares so, as those of .NET do.
                if let Some(Ok(encoding)) = declaration.encoding()
                    && !["utf-8", "utf8", "us-ascii", "ascii", "utf-16", "unicode"]
                        .contains(&encoding.to_ascii_lowercase().as_str())
                {
                    let found = format!("it declares the encoding {encoding}, save it as UTF-8");
                    return Err(FeedError::NotAFeed { file: sink.file.clone(), found });
                }
            }
            Event::DocType(text) => {
                if text.contains("<!ENTITY") {
                    sink.problem(Kind::EntityDeclaration, line, text.as_bytes());
                }
            }
            Event::Comment(text) => place.check_section(text.as_bytes(), "<!--", begins, sink),
            Event::PI(_) => {}
            Event::Eof if !place.seen_root => {
                let found = "it has no XML element".to_owned();
                return Err(FeedError::NotAFeed { file: sink.file.clone(), found });
            }
            Event::Eof => {
                if place.depth > 0 {
                    sink.problem(Kind::Truncated, line, "elements are still open");
                }
                return place.finish(sink);
            }
        }
    }
}

impl RowReader {
    fn open(&mut self, owner: Owner, start: &BytesStart<'_>, sink: &Sink<'_>) -> Result<(), FeedError> {
        let name = start.local_name();
        let name: &str = name.as_ref();
        if !self.seen_root {
            self.seen_root = true;
            if !matches!(name, "rss" | "feed" | "RDF") {
                let shown: String = name.chars().take(40).collect();
                let found = match name.to_ascii_lowercase().as_str() {
                    "html" => "it is a web page, perhaps a login page".to_owned(),
                    "shop" => format!("its first element is <{shown}>, as in feeds for Heureka"),
                    "yml_catalog" => format!("its first element is <{shown}>, as in feeds for Yandex"),
                    "urlset" => format!("its first element is <{shown}>: it is a sitemap"),
                    _ => format!("its first element is <{shown}>"),
                };
                return Err(FeedError::NotAFeed { file: sink.file.clone(), found });
            }
        }
        self.depth += 1;
        match self.row {
            None if owner != Owner::Other && matches!(name, "item" | "entry") => {
                self.row = Some(self.depth);
                self.rows += 1;
            }
            None if self.elements.len() < 3 && !matches!(name, "rss" | "feed" | "RDF" | "channel") => {
                let name = format!("<{}>", name.chars().take(40).collect::<String>());
                if !self.elements.contains(&name) && !matches!(name.as_str(), "<title>" | "<link>" | "<description>") {
                    self.elements.push(name);
                }
            }
            Some(row) if self.depth == row + 1 && owner != Owner::Other => {
                let found = sink.house.feed_columns.attribute_of_element(name);
                self.attribute = found.map(|attribute| (attribute, owner.rank()));
                if let Some((attribute, _)) = self.attribute.filter(|(attribute, _)| !self.met.contains(attribute)) {
                    self.met.push(attribute);
                }
                self.text.clear();
                self.detail = RawDetail::default();
                if name == "link" && owner == Owner::Plain {
                    self.atom_link(start);
                }
            }
            Some(row) if self.depth == row + 2 && self.reads_detail() => self.part = Part::called(name),
            _ => {}
        }
        Ok(())
    }

    /// Whether the attribute that is being read is a characteristic.
    fn reads_detail(&self) -> bool {
        matches!(self.attribute, Some((Attribute::ProductDetail, _)))
    }

    /// Reads Atom's `<link href="...">`, unless it has another relation than the page itself.
    fn atom_link(&mut self, start: &BytesStart<'_>) {
        let value = |name: &str| start.try_get_attribute(name).ok().flatten().map(|attribute| attribute.value);
        if value("rel").is_some_and(|relation| relation.as_ref() != "alternate") {
            self.attribute = None;
        } else if let Some(address) = value("href") {
            match unescape(&address) {
                Ok(address) => self.append(&address),
                Err(_) => self.fault(Kind::UndefinedEntity, address.into_owned()),
            }
        }
    }

    fn close(&mut self, line: u64, sink: &mut Sink<'_>) {
        match self.row {
            Some(row) if self.depth == row => {
                sink.take(&mut self.raw, line);
                self.row = None;
            }
            Some(row) if self.depth == row + 1 => {
                let detail = std::mem::take(&mut self.detail);
                if self.reads_detail() && detail != RawDetail::default() {
                    self.attribute = None;
                    self.raw.details.push(detail);
                }
                if let Some((mut attribute, rank)) = self.attribute.take() {
                    match attribute {
                        _ if !self.raw.contradicts(attribute, rank, &self.text) => {}
                        // Shops repeat this element for further pictures.
                        Attribute::ImageLink => attribute = Attribute::AdditionalImageLink,
                        _ => sink.problem_in(Kind::RepeatedElement, line, attribute, &self.text),
                    }
                    self.raw.offer(attribute, rank, &self.text);
                }
            }
            Some(row) if self.depth == row + 2 => self.part = None,
            _ => {}
        }
        self.depth = self.depth.saturating_sub(1);
    }

    /// Whether text counts here: directly inside an attribute's element, or in a part of a characteristic. `shipping`
    /// has a `price` of its own, which does not count.
    fn reading(&self) -> bool {
        let depth = if self.part.is_some() { 2 } else { 1 };
        self.attribute.is_some() && self.row.is_some_and(|row| self.depth == row + depth)
    }

    /// The destination of the text that is being read.
    fn target(&mut self) -> &mut String {
        match self.part {
            Some(Part::Section) => &mut self.detail.section,
            Some(Part::Name) => &mut self.detail.name,
            Some(Part::Value) => &mut self.detail.value,
            None => &mut self.text,
        }
    }

    fn append(&mut self, text: &str) {
        if self.reading() {
            let target = self.target();
            let room = MAX_TEXT.saturating_sub(target.len());
            let cut = (0..=room.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
            target.push_str(cut.and_then(|end| text.get(..end)).unwrap_or_default());
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        if !self.reading() {
            return;
        }
        match reference.resolve_char_ref() {
            Ok(Some(c)) => self.append(c.encode_utf8(&mut [0; 4])),
            Ok(None) => match resolve_html5_entity(reference) {
                Some(text) => self.append(text),
                None => self.fault(Kind::UndefinedEntity, format!("&{};", &**reference)),
            },
            Err(_) => self.fault(Kind::UndefinedEntity, format!("&{};", &**reference)),
        }
    }

    /// Records that bytes in `event` were not UTF-8. In an attribute they make the row unusable; elsewhere they are
    /// only counted.
    fn replaced(&mut self, line: u64, event: &Event<'_>, sink: &mut Sink<'_>) {
        let text = match event {
            Event::Text(text) | Event::Comment(text) => text.as_bytes(),
            Event::CData(text) => text.as_bytes(),
            Event::Start(start) | Event::Empty(start) => start.as_bytes(),
            _ => &[],
        };
        if self.reading() {
            self.fault_at(line, Kind::WrongEncoding, String::from_utf8_lossy(text).into_owned());
        } else {
            sink.problem(Kind::WrongEncoding, line, text);
        }
    }

    /// Ends the document. A document without rows is not a feed.
    fn finish(&self, sink: &mut Sink<'_>) -> Result<(), FeedError> {
        self.describe(sink);
        if self.rows == 0 {
            let found = if self.elements.is_empty() {
                "it is empty, as while a shop is under maintenance".to_owned()
            } else {
                format!("its elements are {}", self.elements.join(", "))
            };
            return Err(FeedError::NoRows { file: sink.file.clone(), found });
        }
        let mut own = sink.house.feed_columns.iter();
        if let Some((attribute, name)) = own.find(|(attribute, _)| !self.met.contains(attribute)) {
            let found = self.met.iter().map(|met| met.name()).collect::<Vec<_>>().join(", ");
            return Err(sink.without_mapped(attribute, name, format!("it has {found}")));
        }
        match &self.foreign {
            Some(namespace) if sink.rows.is_empty() => {
                Err(FeedError::ForeignNamespace { file: sink.file.clone(), found: namespace.clone() })
            }
            _ => Ok(()),
        }
    }

    /// Reports the attributes that were read.
    fn describe(&self, sink: &mut Sink<'_>) {
        let own = &sink.house.feed_columns;
        let called = |attribute: Attribute| own.iter().find(|(mapped, _)| *mapped == attribute).map(|(_, name)| name);
        let name = |attribute: &Attribute| {
            (attribute.name().to_owned(), called(*attribute).unwrap_or(attribute.name()).to_owned())
        };
        sink.about.columns = self.met.iter().map(name).collect();
    }

    /// Checks a CDATA section or a comment. If it contains rows and another opening, it was not closed: everything up
    /// to the end of the next one is lost in it.
    fn check_section(&mut self, text: &[u8], opening: &str, line: u64, sink: &mut Sink<'_>) {
        let rows: u64 = ROWS.iter().map(|row| memmem::find_iter(text, row).count() as u64).sum();
        if rows == 0 || memmem::find(text, opening.as_bytes()).is_none() {
            return;
        }
        sink.dropped += rows;
        let says = format!("{opening} of line {line} is not closed, {rows} more rows are lost in it");
        if self.row.is_some() {
            self.fault_at(line, Kind::UnclosedSection, says);
        } else {
            sink.problem(Kind::UnclosedSection, line, says);
        }
    }

    /// Makes the row unusable; its first fault is reported.
    fn fault(&mut self, kind: Kind, text: String) {
        self.raw.fault.get_or_insert((kind, text));
    }

    /// Makes the row unusable, with a line of its own for the fault.
    fn fault_at(&mut self, line: u64, kind: Kind, text: String) {
        if self.raw.fault.is_none() {
            self.raw.fault_line = Some(line);
            self.fault(kind, text);
        }
    }

    /// Ends a document that cannot be read further: its rows so far are kept, unless the document never was a feed.
    fn stop(&self, error: &Error, line: u64, sink: &mut Sink<'_>) -> Result<(), FeedError> {
        let (kind, text) = match error {
            Error::Io(error) => stop_kind(error),
            Error::Syntax(SyntaxError::InvalidBangMarkup) => (Kind::Broken, error.to_string()),
            Error::Syntax(_)
            | Error::IllFormed(IllFormedError::UnclosedReference | IllFormedError::MissingEndTag(_)) => {
                (Kind::Truncated, error.to_string())
            }
            Error::Encoding(_) => (Kind::WrongEncoding, error.to_string()),
            _ => (Kind::Broken, error.to_string()),
        };
        if !self.seen_root {
            return Err(FeedError::NotAFeed { file: sink.file.clone(), found: format!("line {line}: {text}") });
        }
        self.describe(sink);
        sink.problem(kind, line, text);
        Ok(())
    }
}
