//! What the privacy panel tells a shopper about the stored history. Not for its whole content: see [`super::export`].

use super::{EventKind, HistoryEvent, HistoryExport, HistoryInvitation, InvitationSubject};
use crate::model::{FeedbackKind, Interner};
use serde::Serialize;

/// The stored history in short.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct HistorySummary {
    /// Whether recording is paused.
    pub paused: bool,
    /// Whether nothing is stored but a pause.
    pub is_empty: bool,
    /// The items with stored events, the last one first.
    pub items: Vec<SummarizedItem>,
    /// Number of weeks with events that are only counted.
    pub weeks: usize,
    /// Number of items that were suggested.
    pub shown: usize,
    /// Ids of the dismissed items whose dismissal was not undone, the last one first.
    pub dismissed: Vec<String>,
    /// Ids of the questionnaires with stored answers.
    pub questionnaires: Vec<String>,
    /// The code of the adviser named last by a link.
    pub adviser: Option<String>,
}

/// What is stored about one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SummarizedItem {
    /// The item's id.
    pub item_id: String,
    /// The name of the item's type.
    #[serde(rename = "type")]
    pub item_type: String,
    /// The kinds of its events, each once, that of the last event first.
    #[serde(serialize_with = "as_names")]
    #[cfg_attr(feature = "types", ts(as = "Vec<EventKind>"))]
    pub events: Vec<EventKind>,
    /// Whether an event was a gift.
    pub gift: bool,
    /// Whether the house imported an event.
    pub imported: bool,
    /// The sizes as the house's feed writes them, each once.
    pub sizes: Vec<String>,
}

impl HistorySummary {
    /// Summarizes the content of a history.
    #[must_use]
    pub fn of(history: &HistoryExport) -> Self {
        let HistoryExport { paused, events, weeks, invitations, adviser, .. } = history;
        let items = items(events);
        let is_shown = |line: &&HistoryInvitation| matches!(line.what, FeedbackKind::Offer | FeedbackKind::Exposure);
        let mut shown = Interner::default();
        for id in invitations.iter().filter(is_shown).flat_map(item_ids) {
            shown.intern(id);
        }
        let mut counted = Vec::new();
        for week in weeks {
            add_once(&mut counted, week.week);
        }
        Self {
            paused: *paused,
            is_empty: items.is_empty() && weeks.is_empty() && invitations.is_empty() && adviser.is_none(),
            items,
            weeks: counted.len(),
            shown: shown.len(),
            dismissed: dismissed(invitations),
            questionnaires: questionnaires(invitations),
            adviser: adviser.as_ref().map(|adviser| adviser.code.clone()),
        }
    }
}

fn items(events: &[HistoryEvent]) -> Vec<SummarizedItem> {
    let mut items: Vec<SummarizedItem> = Vec::new();
    for event in events.iter().rev() {
        let at = items.iter().position(|item| item.item_id == event.item_id).unwrap_or_else(|| {
            items.push(SummarizedItem {
                item_id: event.item_id.clone(),
                item_type: event.item_type.clone(),
                events: Vec::new(),
                gift: false,
                imported: false,
                sizes: Vec::new(),
            });
            items.len() - 1
        });
        let Some(item) = items.get_mut(at) else { continue };
        add_once(&mut item.events, event.name);
        item.gift |= event.gift;
        item.imported |= event.imported;
        if let Some(size) = &event.size {
            add_once(&mut item.sizes, size.name.clone());
        }
    }
    items
}

fn dismissed(invitations: &[HistoryInvitation]) -> Vec<String> {
    let mut dismissed = Vec::new();
    for line in invitations {
        if matches!(line.what, FeedbackKind::Dismissal | FeedbackKind::Undo) {
            for id in item_ids(line) {
                dismissed.retain(|other| other != id);
                if line.what == FeedbackKind::Dismissal {
                    dismissed.push(id.to_owned());
                }
            }
        }
    }
    dismissed.reverse();
    dismissed
}

fn questionnaires(invitations: &[HistoryInvitation]) -> Vec<String> {
    let mut questionnaires = Vec::new();
    for subject in invitations.iter().flat_map(|line| &line.about) {
        if let InvitationSubject::Answer { answer } = subject
            && let Some((questionnaire, _)) = answer.split_once('/')
        {
            add_once(&mut questionnaires, questionnaire.to_owned());
        }
    }
    questionnaires
}

/// The items that a line is about; a variant counts as its item.
fn item_ids(line: &HistoryInvitation) -> impl Iterator<Item = &str> {
    line.about.iter().filter_map(|subject| match subject {
        InvitationSubject::Item { item_id } | InvitationSubject::Variant { item_id, .. } => Some(item_id.as_str()),
        _ => None,
    })
}

fn add_once<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if !list.contains(&one) {
        list.push(one);
    }
}

fn as_names<S: serde::Serializer>(events: &[EventKind], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(events.iter().map(|event| event.name()))
}
