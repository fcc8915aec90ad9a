//! The readable form of a history: the result of `history.export()`, and the form that edits work on. Not for reading
//! an export: see [`super::import`].

use super::{EventKind, EventNumber, OrderHash, format_time};
use crate::model::{FeedbackKind, ReasonNumber, Week};
use serde::{Serialize, Serializer};

/// The version of this format.
pub const EXPORT_VERSION: u8 = 1;

/// The contents of the history.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HistoryExport {
    /// The version of this format.
    #[cfg_attr(feature = "types", ts(type = "1"))]
    pub passerelle: u8,
    /// Whether recording is paused.
    pub paused: bool,
    /// The events, oldest first.
    pub events: Vec<HistoryEvent>,
    /// Tallies of weeks whose events were deleted.
    pub weeks: Vec<HistoryWeek>,
    /// The impression log: suggestions and messages on this device, and the shopper's responses.
    pub invitations: Vec<HistoryInvitation>,
    /// The adviser named last by a link; absent if there is none.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adviser: Option<HistoryAdviser>,
}

/// An adviser named by a link.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HistoryAdviser {
    /// The adviser's code.
    pub code: String,
    /// Time, in an export as ISO 8601 in UTC; in Rust, in seconds since 1970-01-01 UTC.
    #[serde(serialize_with = "as_time")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub time: i64,
    /// The order for which the shopper credited the adviser. Never exported.
    #[serde(skip)]
    pub credited: Option<OrderHash>,
}

/// A stored event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HistoryEvent {
    /// Its unique number, as 32 hexadecimal digits.
    #[serde(serialize_with = "as_digits")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub id: EventNumber,
    /// GA4's name of the event.
    #[serde(serialize_with = "as_name")]
    #[cfg_attr(feature = "types", ts(type = "EventName"))]
    pub name: EventKind,
    /// The item's id.
    #[serde(rename = "itemId")]
    pub item_id: String,
    /// Time, in an export as ISO 8601 in UTC; in Rust, in seconds since 1970-01-01 UTC.
    #[serde(serialize_with = "as_time")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub time: i64,
    /// The order of a purchase. Never exported.
    #[serde(skip)]
    pub order: Option<OrderHash>,
    /// The division's id.
    pub division: String,
    /// The name of the item's type.
    #[serde(rename = "type")]
    pub item_type: String,
    /// Whether the item was a gift.
    pub gift: bool,
    /// Whether the house imported the event.
    pub imported: bool,
    /// The size of the variant, if the page gave one.
    #[cfg_attr(feature = "types", ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<HistorySize>,
}

/// A stored size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HistorySize {
    /// A description of the size range: kind of item, size system, size type, gender and age group, as far as the
    /// house's feed states them.
    pub group: String,
    /// The size as the house's feed writes it.
    pub name: String,
}

/// The tally of a week in one division.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HistoryWeek {
    /// Weeks since 1970-01-01 UTC.
    #[serde(serialize_with = "as_week_number")]
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub week: Week,
    /// The division's id.
    pub division: String,
    /// Number of events that are no longer in the log.
    pub events: u32,
    /// Number of purchases among them.
    pub purchases: u32,
    /// Whether the house imported the events.
    pub imported: bool,
}

/// A line of the impression log: feedback on suggestions or messages.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HistoryInvitation {
    /// Time, in an export as ISO 8601 in UTC; in Rust, in seconds since 1970-01-01 UTC.
    #[serde(serialize_with = "as_time")]
    #[cfg_attr(feature = "types", ts(type = "string"))]
    pub time: i64,
    /// `offered`, `seen`, `followed`, `refused` or `taken-back`; for messages also `drawn`, `satisfied` or
    /// `dissatisfied`; for items also `sold-out`, viewed while they could not be bought; for a questionnaire's answers
    /// `answered`. `settled` says that a message is not drawn again until its last day, which is the time.
    #[serde(serialize_with = "as_outcome")]
    #[cfg_attr(
        feature = "types",
        ts(
            type = "\"offered\" | \"seen\" | \"followed\" | \"refused\" | \"taken-back\" | \"drawn\" | \"satisfied\" | \"dissatisfied\" | \"sold-out\" | \"answered\" | \"settled\""
        )
    )]
    pub what: FeedbackKind,
    /// The subjects of the feedback.
    pub about: Vec<InvitationSubject>,
}

/// A subject: an item, a variant, a reason with a division, a promoting slate, a message, or an answer.
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
        /// The variant's id, as the page wrote it.
        #[serde(rename = "variantId")]
        variant_id: String,
    },
    /// A reason.
    Reason {
        /// The reason's number.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        reason: ReasonNumber,
        /// The id of the suggested item's division.
        division: String,
    },
    /// A slate with at least one promoting suggestion.
    Promotion {
        /// Always true.
        #[cfg_attr(feature = "types", ts(type = "true"))]
        promotion: bool,
    },
    /// A message.
    Message {
        /// The message's key: its kind and id; for a notice, its id alone.
        letter: String,
    },
    /// An answer to a questionnaire.
    Answer {
        /// The ids of the questionnaire, the question and the answer, with slashes in between.
        answer: String,
    },
}

/// The names of [`FeedbackKind`], by number.
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
    "settled",
];

fn as_digits<S: Serializer>(id: &EventNumber, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{:032x}", id.0))
}

fn as_week_number<S: Serializer>(week: &Week, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(week.number())
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
