//! A history in words: what `history.export()` gives, and what an edit works on.

use super::{EventKind, OrderHash, format_time};
use crate::model::FeedbackKind;
use serde::{Serialize, Serializer};

/// The version of this form.
pub const EXPORT_VERSION: u8 = 1;

/// What a shop remembers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HistoryExport {
    /// The version of this form.
    #[cfg_attr(feature = "types", ts(type = "1"))]
    pub passerelle: u8,
    /// Whether the recording is paused.
    pub paused: bool,
    /// The oldest first.
    pub events: Vec<HistoryEvent>,
    /// What is left of weeks whose events are gone.
    pub weeks: Vec<HistoryWeek>,
    /// What was suggested here, and what became of it.
    pub invitations: Vec<HistoryInvitation>,
    /// The adviser whom a link named last; not there where none did.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adviser: Option<HistoryAdviser>,
}

/// An adviser whom a link named.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HistoryAdviser {
    /// The adviser's code.
    pub code: String,
    /// When: in seconds since 1970-01-01 UTC here, in an export as ISO 8601 in UTC.
    #[serde(serialize_with = "as_time")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub time: i64,
    /// The order for which the shopper credited the adviser. It never leaves the history.
    #[serde(skip)]
    pub credited: Option<OrderHash>,
}

/// An event as it is remembered.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HistoryEvent {
    /// Its own number, as 32 hexadecimal digits.
    #[serde(serialize_with = "as_digits")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub id: u128,
    /// GA4's name of the event.
    #[serde(serialize_with = "as_name")]
    #[cfg_attr(feature = "types", ts(type = "EventName"))]
    pub name: EventKind,
    /// The item.
    #[serde(rename = "itemId")]
    pub item_id: String,
    /// When: in seconds since 1970-01-01 UTC here, in an export as ISO 8601 in UTC.
    #[serde(serialize_with = "as_time")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub time: i64,
    /// Of a purchase, its order. It leaves the history only with the event.
    #[serde(skip)]
    pub order: Option<OrderHash>,
    /// The division's id.
    pub division: String,
    /// The name of the item's type.
    #[serde(rename = "type")]
    pub item_type: String,
    /// It was for somebody else.
    pub gift: bool,
    /// The house told of it.
    pub imported: bool,
    /// The size of the variant, where the page said one.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<HistorySize>,
}

/// A size as it is remembered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HistorySize {
    /// What it is a size of: kind of thing, size system, size type, gender and age group, as far as the house's feed says them.
    pub group: String,
    /// The size as the house's feed writes it.
    pub name: String,
}

/// What is left of a week in one division.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HistoryWeek {
    /// Weeks since 1970-01-01 UTC.
    pub week: i64,
    /// The division's id.
    pub division: String,
    /// Events that are not in the log any more.
    pub events: u32,
    /// Purchases among them.
    pub purchases: u32,
    /// The house told of it.
    pub imported: bool,
}

/// Something that became of suggestions or messages.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HistoryInvitation {
    /// When: in seconds since 1970-01-01 UTC here, in an export as ISO 8601 in UTC.
    #[serde(serialize_with = "as_time")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub time: i64,
    /// `offered`, `seen`, `followed`, `refused` or `taken-back`; of messages also `drawn`, `satisfied` or `dissatisfied`; of
    /// items also `sold-out`, looked at while they could not be bought; of a questionnaire's answers `answered`.
    #[serde(serialize_with = "as_outcome")]
    #[cfg_attr(
        feature = "types",
        ts(
            type = "\"offered\" | \"seen\" | \"followed\" | \"refused\" | \"taken-back\" | \"drawn\" | \"satisfied\" | \"dissatisfied\" | \"sold-out\" | \"answered\""
        )
    )]
    pub what: FeedbackKind,
    /// What it happened to.
    pub about: Vec<InvitationSubject>,
}

/// An item, a variant of one, a reason with the division it invited to, a slate, or a message of service.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum InvitationSubject {
    /// An item.
    Item {
        /// Its id.
        #[serde(rename = "itemId")]
        item_id: String,
    },
    /// A variant of an item.
    Variant {
        /// The item's id.
        #[serde(rename = "itemId")]
        item_id: String,
        /// The id under which the page spoke of it.
        #[serde(rename = "variantId")]
        variant_id: String,
    },
    /// A reason.
    Reason {
        /// The reason's number.
        reason: u8,
        /// The id of the division it invited to.
        division: String,
    },
    /// A slate with anything that the page did not ask for by itself.
    Promotion {
        /// Always true.
        #[cfg_attr(feature = "types", ts(type = "true"))]
        promotion: bool,
    },
    /// A message of service.
    Letter {
        /// The house's id for it.
        letter: String,
    },
    /// An answer to a questionnaire.
    Answer {
        /// The ids of the questionnaire, the question and the answer, with slashes between.
        answer: String,
    },
}

/// What became of an invitation, by [`FeedbackKind`]'s numbers.
pub(super) const OUTCOMES: [&str; FeedbackKind::ALL.len()] = [
    "offered",
    "seen",
    "followed",
    "refused",
    "taken-back",
    "drawn",
    "satisfied",
    "dissatisfied",
    "sold-out",
    "answered",
];

fn as_digits<S: Serializer>(id: &u128, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{id:032x}"))
}

fn as_name<S: Serializer>(name: &EventKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(name.name())
}

fn as_time<S: Serializer>(time: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format_time(*time))
}

fn as_outcome<S: Serializer>(what: &FeedbackKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(OUTCOMES.get(*what as usize).copied().unwrap_or_default())
}
