//! Validates the argument of `history.import()`: each error names the field and the accepted values. Not for merging
//! the import into a history: see [`super::edit`].

use super::export::OUTCOMES;
use super::{
    EXPORT_VERSION, EventKind, EventNumber, HistoryAdviser, HistoryEvent, HistoryExport, HistoryInvitation,
    HistorySize, HistoryWeek, InvitationSubject, parse_time,
};
use crate::model::{AnswerKey, FeedbackKind, ReasonNumber, Week, is_adviser_code, whole_number};

/// Maximum number of characters of a text.
const MAX_TEXT: usize = 1_000;
/// Maximum number of subjects of one line.
const MAX_SUBJECTS: usize = 255;
/// Maximum size of their names in bytes: they share a record.
const MAX_NAMES: usize = 60_000;

/// A plain value, as in JSON and JavaScript.
#[derive(Clone, Debug, PartialEq)]
pub enum PlainValue {
    /// `null` and `undefined`.
    Nothing,
    /// A boolean.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<PlainValue>),
    /// The own fields of an object.
    Fields(Vec<PlainField>),
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct PlainField {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: PlainValue,
}

/// Converts JSON, which replaces the page's objects in the native tool.
#[cfg(not(target_arch = "wasm32"))]
impl From<&serde_json::Value> for PlainValue {
    fn from(json: &serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match json {
            Json::Null => Self::Nothing,
            Json::Bool(flag) => Self::Flag(*flag),
            Json::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            Json::String(text) => Self::Text(text.clone()),
            Json::Array(list) => Self::List(list.iter().map(Self::from).collect()),
            Json::Object(fields) => {
                let field = |(name, value): (&String, &Json)| PlainField { name: name.clone(), value: value.into() };
                Self::Fields(fields.iter().map(field).collect())
            }
        }
    }
}

/// An invalid field of the argument.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("history.import(): `{field}` must be {expected}")]
pub struct ImportError {
    /// The path of the field, such as `events[3].time`; `history` for the whole argument.
    pub field: String,
    /// The accepted values.
    pub expected: &'static str,
}

/// The data to import.
#[derive(Clone, Debug, PartialEq)]
pub enum HistoryImport {
    /// An export of this history or of another one.
    Export(HistoryExport),
    /// Past events of a known client.
    Past(Vec<PastEvent>),
}

/// A past event of a known client, as the house tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct PastEvent {
    /// The kind of event.
    pub name: EventKind,
    /// The item's id.
    pub item_id: String,
    /// Time in seconds since 1970-01-01 UTC.
    pub time: i64,
    /// The division's id.
    pub division: String,
    /// The name of the item's type.
    pub item_type: String,
    /// Whether the item was a gift.
    pub gift: bool,
    /// The size of the variant, if the house gave one.
    pub size: Option<HistorySize>,
}

impl PastEvent {
    /// The event as the history stores it, under this number.
    #[must_use]
    pub fn numbered(self, id: EventNumber) -> HistoryEvent {
        let Self { name, item_id, time, division, item_type, gift, size } = self;
        HistoryEvent { id, name, item_id, time, order: None, division, item_type, gift, imported: true, size }
    }
}

impl HistoryImport {
    /// Reads an export, or a list of past events. Unknown fields are ignored, so that an export of a later version is read too.
    ///
    /// # Errors
    /// [`ImportError`] for the first field that is missing or invalid.
    pub fn read(value: &PlainValue) -> Result<Self, ImportError> {
        match value {
            PlainValue::List(events) => each("", events, past_of).map(Self::Past),
            PlainValue::Fields(_) => export_of(&Field { path: String::new(), value: Some(value) }).map(Self::Export),
            _ => Err(wrong("history", "an export, or a list of past events")),
        }
    }
}

fn wrong(field: &str, expected: &'static str) -> ImportError {
    ImportError { field: field.to_owned(), expected }
}

/// A value and its path.
struct Field<'a> {
    path: String,
    /// `None` if it is missing.
    value: Option<&'a PlainValue>,
}

impl<'a> Field<'a> {
    fn get(&self, name: &str) -> Field<'a> {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        let Some(PlainValue::Fields(fields)) = self.value else { return Field { path, value: None } };
        let found = fields.iter().find(|field| field.name == name).map(|field| &field.value);
        Field { path, value: found.filter(|value| **value != PlainValue::Nothing) }
    }

    fn wrong<T>(&self, expected: &'static str) -> Result<T, ImportError> {
        Err(wrong(if self.path.is_empty() { "history" } else { &self.path }, expected))
    }

    fn list<T>(&self, read: impl Fn(&Field<'a>) -> Result<T, ImportError>) -> Result<Vec<T>, ImportError> {
        let Some(PlainValue::List(list)) = self.value else { return self.wrong("a list") };
        each(&self.path, list, read)
    }

    fn object(&self) -> Result<(), ImportError> {
        if matches!(self.value, Some(PlainValue::Fields(_))) { Ok(()) } else { self.wrong("an object") }
    }

    fn text(&self) -> Result<String, ImportError> {
        match self.value {
            Some(PlainValue::Text(text)) if !text.is_empty() && text.chars().count() <= MAX_TEXT => Ok(text.clone()),
            _ => self.wrong("a text of 1 to 1,000 letters"),
        }
    }

    /// Reads an id, which may be a number.
    fn id(&self) -> Result<String, ImportError> {
        match self.value {
            // Only whole numbers: formatting others would add much code to the module.
            Some(PlainValue::Number(number)) => {
                whole_number(*number).map_or_else(|| self.text(), |id| Ok(id.to_string()))
            }
            _ => self.text(),
        }
    }

    /// Reads a boolean; false if it is missing.
    fn flag(&self) -> Result<bool, ImportError> {
        match self.value {
            None => Ok(false),
            Some(PlainValue::Flag(flag)) => Ok(*flag),
            Some(_) => self.wrong("true or false"),
        }
    }

    fn whole(&self, most: f64, expected: &'static str) -> Result<f64, ImportError> {
        match self.value {
            Some(PlainValue::Number(number)) if whole_number(*number).is_some() && (0.0..=most).contains(number) => {
                Ok(*number)
            }
            _ => self.wrong(expected),
        }
    }

    fn count(&self) -> Result<u32, ImportError> {
        self.whole(f64::from(u32::MAX), "a whole number from 0 to 4294967295").map(|count| count as u32)
    }

    fn time(&self) -> Result<i64, ImportError> {
        let time = match self.value {
            // A time in milliseconds would be later than the year 9999.
            Some(PlainValue::Number(seconds)) if seconds.abs() < 250_000_000_000.0 => Some(seconds.floor() as i64),
            Some(PlainValue::Text(text)) => parse_time(text),
            _ => None,
        };
        time.map_or_else(|| self.wrong("a time in ISO 8601, or in seconds since 1970"), Ok)
    }

    fn name(&self) -> Result<EventKind, ImportError> {
        let kind = if let Some(PlainValue::Text(name)) = self.value { EventKind::from_name(name) } else { None };
        let expected = "view_item, select_item, add_to_cart, remove_from_cart, add_to_wishlist or purchase";
        kind.map_or_else(|| self.wrong(expected), Ok)
    }
}

fn each<'a, T>(
    path: &str,
    list: &'a [PlainValue],
    read: impl Fn(&Field<'a>) -> Result<T, ImportError>,
) -> Result<Vec<T>, ImportError> {
    let read = |(at, value)| read(&Field { path: format!("{path}[{at}]"), value: Some(value) });
    list.iter().enumerate().map(read).collect()
}

fn export_of(export: &Field<'_>) -> Result<HistoryExport, ImportError> {
    let version = export.get("passerelle");
    if version.value != Some(&PlainValue::Number(f64::from(EXPORT_VERSION))) {
        return version.wrong("1, the version of an export");
    }
    let (invitations, adviser) = (export.get("invitations"), export.get("adviser"));
    Ok(HistoryExport {
        passerelle: EXPORT_VERSION,
        paused: export.get("paused").flag()?,
        events: export.get("events").list(event_of)?,
        weeks: export.get("weeks").list(week_of)?,
        // The first version of exports had no log.
        invitations: if invitations.value.is_some() { invitations.list(invitation_of)? } else { Vec::new() },
        adviser: if adviser.value.is_some() { Some(adviser_of(&adviser)?) } else { None },
    })
}

fn adviser_of(adviser: &Field<'_>) -> Result<HistoryAdviser, ImportError> {
    adviser.object()?;
    let code = adviser.get("code");
    let text = code.text()?;
    if !is_adviser_code(&text) {
        return code.wrong("a code of 1 to 32 letters, digits, dots, hyphens and underscores");
    }
    Ok(HistoryAdviser { code: text, time: adviser.get("time").time()?, credited: None })
}

fn event_of(event: &Field<'_>) -> Result<HistoryEvent, ImportError> {
    event.object()?;
    let id = event.get("id");
    let number = match id.value {
        Some(PlainValue::Text(text))
            if text.len() == 32 && text.bytes().all(|byte| b"0123456789abcdef".contains(&byte)) =>
        {
            u128::from_str_radix(text, 16).ok()
        }
        _ => None,
    };
    let Some(number) = number else { return id.wrong("32 hexadecimal digits in lower case") };
    let imported = event.get("imported").flag()?;
    let told = fields_of(event, event.get("name").name()?, event.get("itemId").text()?)?;
    Ok(HistoryEvent { imported, ..told.numbered(EventNumber(number)) })
}

fn past_of(event: &Field<'_>) -> Result<PastEvent, ImportError> {
    event.object()?;
    let name = event.get("name");
    let kind = if name.value.is_some() { name.name()? } else { EventKind::Purchase };
    fields_of(event, kind, event.get("itemId").id()?)
}

fn fields_of(event: &Field<'_>, name: EventKind, item_id: String) -> Result<PastEvent, ImportError> {
    let (time, gift) = (event.get("time").time()?, event.get("gift").flag()?);
    let (division, item_type) = (event.get("division").text()?, event.get("type").text()?);
    let size = event.get("size");
    let size = if size.value.is_some() { Some(size_of(&size)?) } else { None };
    Ok(PastEvent { name, item_id, time, division, item_type, gift, size })
}

fn size_of(size: &Field<'_>) -> Result<HistorySize, ImportError> {
    size.object()?;
    Ok(HistorySize { group: size.get("group").text()?, name: size.get("name").text()? })
}

fn week_of(week: &Field<'_>) -> Result<HistoryWeek, ImportError> {
    week.object()?;
    Ok(HistoryWeek {
        week: Week::from_number(week.get("week").whole(1_000_000.0, "a whole number of weeks since 1970")? as i64),
        division: week.get("division").text()?,
        events: week.get("events").count()?,
        purchases: week.get("purchases").count()?,
        imported: week.get("imported").flag()?,
    })
}

fn invitation_of(invitation: &Field<'_>) -> Result<HistoryInvitation, ImportError> {
    invitation.object()?;
    let what = invitation.get("what");
    let outcome =
        |name: &str| OUTCOMES.iter().position(|one| *one == name).and_then(|at| FeedbackKind::ALL.get(at).copied());
    let Some(outcome) = (if let Some(PlainValue::Text(name)) = what.value { outcome(name) } else { None }) else {
        return what.wrong(
            "offered, seen, followed, refused, taken-back, drawn, satisfied, dissatisfied, sold-out, answered or settled",
        );
    };
    let subjects = invitation.get("about");
    let about = subjects.list(subject_of)?;
    let names: usize = about.iter().map(name_length).sum();
    if about.len() > MAX_SUBJECTS || names > MAX_NAMES {
        return subjects.wrong("a list of at most 255 things, with names of at most 60,000 bytes in all");
    }
    Ok(HistoryInvitation { time: invitation.get("time").time()?, what: outcome, about })
}

fn name_length(subject: &InvitationSubject) -> usize {
    4 + match subject {
        InvitationSubject::Item { item_id: name }
        | InvitationSubject::Reason { division: name, .. }
        | InvitationSubject::Message { letter: name }
        | InvitationSubject::Answer { answer: name } => name.len(),
        InvitationSubject::Variant { item_id, variant_id } => item_id.len() + variant_id.len() + 1,
        InvitationSubject::Promotion { .. } => 0,
    }
}

fn subject_of(subject: &Field<'_>) -> Result<InvitationSubject, ImportError> {
    subject.object()?;
    let [item, reason, letter, answer] = ["itemId", "reason", "letter", "answer"].map(|name| subject.get(name));
    if item.value.is_some() {
        let (item_id, variant) = (item.text()?, subject.get("variantId"));
        if variant.value.is_none() {
            return Ok(InvitationSubject::Item { item_id });
        }
        if item_id.contains('\n') {
            return item.wrong("an id without line feeds");
        }
        return Ok(InvitationSubject::Variant { item_id, variant_id: variant.text()? });
    }
    if reason.value.is_some() {
        let number = ReasonNumber(reason.whole(255.0, "a whole number from 0 to 255")? as u8);
        return Ok(InvitationSubject::Reason { reason: number, division: subject.get("division").text()? });
    }
    if letter.value.is_some() {
        return Ok(InvitationSubject::Message { letter: letter.text()? });
    }
    if answer.value.is_some() {
        let text = answer.text()?;
        return match AnswerKey::of(&text) {
            Some(_) => Ok(InvitationSubject::Answer { answer: text }),
            None => answer.wrong("the ids of a questionnaire, a question and an answer, with slashes between"),
        };
    }
    if subject.get("promotion").value == Some(&PlainValue::Flag(true)) {
        return Ok(InvitationSubject::Promotion { promotion: true });
    }
    subject.wrong("an object with `itemId`, `reason`, `promotion`, `letter` or `answer`")
}
