//! Chooses the message to show, and states why each other one is not shown. A pure function of the pack's messages, the
//! client and the impression log. Not for recording what was shown: see [`super::PageMessages`].

use super::board::Message;
use super::client::Client;
use super::condition::Condition;
use crate::discretion::{ImpressionLog, MessageState, Prominence, prominence};
use crate::model::{Day, MessageKind, PageKind};
use serde::Serialize;
use std::rc::Rc;

/// Maximum number of page views with the same message, over the whole shop, until it is read or closed.
pub const MAX_PAGE_VIEWS: u32 = 3;

/// Whether a message of this kind was on all the page views that it may have. Notices have a rule of their own.
#[must_use]
pub fn is_used_up(kind: MessageKind, state: MessageState) -> bool {
    kind != MessageKind::Notice && state.drawn >= MAX_PAGE_VIEWS
}

/// All inputs of the choice except the messages.
#[expect(missing_debug_implementations, reason = "it holds functions")]
pub struct Occasion<'a> {
    /// The kind of page.
    pub page: PageKind,
    /// Now, in seconds since 1970-01-01 UTC.
    pub now: i64,
    /// The impression log.
    pub notes: &'a ImpressionLog,
    /// The client; without a history, a client who meets no condition that depends on one.
    pub client: &'a Client<'a>,
    /// Whether there is a history with any data: otherwise no message is shown that depends on it.
    pub knows_client: bool,
    /// Whether the history contains an order that the notice concerns.
    pub concerns: &'a dyn Fn(&Message) -> bool,
    /// Whether promotions are allowed now.
    pub may_promote: bool,
    /// How well an offer for these divisions fits the client: by their target shares, which include potential.
    pub fit: &'a dyn Fn(&[String]) -> u64,
    /// Keys of the messages in this slot, which may stay.
    pub standing: &'a [&'a str],
    /// Keys of the messages in other slots of the page.
    pub elsewhere: &'a [&'a str],
}

/// The decision about a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The message may be shown.
    Comes {
        /// Its position among the messages to show, starting at 0.
        place: usize,
        /// Shown before everything else, or as an open letter to everybody.
        prominence: Prominence,
    },
    /// The message is not shown.
    Absent(MessageAbsence),
}

/// The rule that excludes a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum MessageAbsenceCode {
    /// The page is a checkout or payment page.
    Checkout,
    /// The message's days are over or still to come.
    OutOfDays,
    /// The message was read, closed or answered, or was on three page views so long ago that only this is kept.
    Done,
    /// The message was on three page views; an open letter was seen already.
    Shown,
    /// The message depends on the history, and there is none or it is empty.
    NoHistory,
    /// A condition of `for` is not met.
    Unmet,
    /// A message of this kind was dismissed recently.
    KindRests,
    /// The day's maximum of messages is reached.
    DayIsFull,
    /// Promotions are paused: a message of relation is pending, the day's maximum is reached, or the client has
    /// dismissed several suggestions or is not satisfied.
    PromotionsRest,
    /// Another offer fits better.
    AnotherOffer,
    /// The message is in another slot of this page.
    Elsewhere,
    /// The slot does not accept this kind of message.
    OtherKind,
}

/// Why a message is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageAbsence {
    /// The rule that excludes it.
    pub code: MessageAbsenceCode,
    /// The condition that is not met, if the rule is `Unmet`.
    pub condition: Option<Condition>,
}

impl MessageAbsence {
    /// Creates an absence for a rule without a condition.
    #[must_use]
    pub const fn by(code: MessageAbsenceCode) -> Self {
        Self { code, condition: None }
    }

    /// Creates an absence for a condition that is not met.
    #[must_use]
    pub const fn unmet(condition: Condition) -> Self {
        Self { code: MessageAbsenceCode::Unmet, condition: Some(condition) }
    }
}

/// Decides about every message, in order of priority: care before invitations before offers. Of the offers that may be
/// shown, only the best fit is. A message is shown on at most `per_day` page views of a day.
#[must_use]
pub fn choose(messages: &[Rc<Message>], per_day: u32, occasion: &Occasion<'_>) -> Vec<Verdict> {
    let is_full = occasion.notes.messages_of_the_day(occasion.now) >= per_day;
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(messages.len());
    let mut coming: Vec<(Rank, usize)> = Vec::new();
    let mut best: Option<(u64, usize, Prominence)> = None;
    for (at, message) in messages.iter().enumerate() {
        verdicts.push(match occasion.admits(message, is_full) {
            Err(absence) => Verdict::Absent(absence),
            Ok(prominence) => {
                if message.kind == MessageKind::Offer {
                    let fit = (occasion.fit)(&message.divisions);
                    if best.is_none_or(|(most, ..)| fit > most) {
                        best = Some((fit, at, prominence));
                    }
                    Verdict::Absent(MessageAbsence::by(MessageAbsenceCode::AnotherOffer))
                } else {
                    put(&mut coming, Rank::of(message.kind, prominence), at);
                    Verdict::Comes { place: 0, prominence }
                }
            }
        });
    }
    if let Some((_, at, prominence)) = best {
        put(&mut coming, Rank::of(MessageKind::Offer, prominence), at);
        if let Some(verdict) = verdicts.get_mut(at) {
            *verdict = Verdict::Comes { place: 0, prominence };
        }
    }
    for (next, (_, at)) in coming.into_iter().enumerate() {
        if let Some(Verdict::Comes { place, .. }) = verdicts.get_mut(at) {
            *place = next;
        }
    }
    verdicts
}

/// Inserts a message after those of the same or a higher rank: a binary search, because there are few messages and a
/// sort would add code to every page.
fn put(coming: &mut Vec<(Rank, usize)>, rank: Rank, at: usize) {
    let place = coming.partition_point(|(other, _)| *other >= rank);
    coming.insert(place, (rank, at));
}

/// The priority of a message: the highest is first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank(u8);

impl Rank {
    const fn of(kind: MessageKind, prominence: Prominence) -> Self {
        Self(match (kind, prominence) {
            (MessageKind::Notice, Prominence::First) => 6,
            (MessageKind::Care, _) => 5,
            (MessageKind::BackInStock, _) => 4,
            (MessageKind::Notice, Prominence::Letter) => 3,
            (MessageKind::EarlyAccess, _) => 2,
            (MessageKind::Invitation, _) => 1,
            (MessageKind::Offer, _) => 0,
        })
    }
}

impl Occasion<'_> {
    /// Whether and how the message may be shown, regardless of other messages.
    fn admits(&self, message: &Message, is_full: bool) -> Result<Prominence, MessageAbsence> {
        let today = Day::of_time(self.now);
        if matches!(self.page, PageKind::Checkout | PageKind::Payment) {
            return Err(MessageAbsence::by(MessageAbsenceCode::Checkout));
        }
        if !message.window.contains(today) {
            return Err(MessageAbsence::by(MessageAbsenceCode::OutOfDays));
        }
        let key = message.key();
        let state = self.notes.message_state(&key);
        let is_used_up = is_used_up(message.kind, state);
        // A message that is used up may stay on its last page.
        if state.answer.is_some() || state.is_settled(today) && !is_used_up {
            return Err(MessageAbsence::by(MessageAbsenceCode::Done));
        }
        if self.elsewhere.contains(&key.as_str()) {
            return Err(MessageAbsence::by(MessageAbsenceCode::Elsewhere));
        }
        let stands = self.standing.contains(&key.as_str());
        if message.kind == MessageKind::Notice {
            let is_met = message.predicate.unmet(self.client, today).is_none();
            let is_concerned = is_met && (self.concerns)(message);
            // An open letter that was seen on this page stays on it.
            let seen = if stands { 0 } else { state.seen };
            return prominence(message.window, today, is_concerned, seen, false)
                .ok_or(MessageAbsence::by(MessageAbsenceCode::Shown));
        }
        let reads_history = message.predicate.reads_history();
        if reads_history && !self.knows_client {
            return Err(MessageAbsence::by(MessageAbsenceCode::NoHistory));
        }
        if let Some(condition) = message.predicate.unmet(self.client, today) {
            return Err(MessageAbsence::unmet(condition));
        }
        if self.notes.rests(message.kind, self.now) {
            return Err(MessageAbsence::by(MessageAbsenceCode::KindRests));
        }
        if !stands {
            if is_used_up {
                return Err(MessageAbsence::by(MessageAbsenceCode::Shown));
            }
            if is_full {
                return Err(MessageAbsence::by(MessageAbsenceCode::DayIsFull));
            }
            if message.kind.is_promotion() && !self.may_promote {
                return Err(MessageAbsence::by(MessageAbsenceCode::PromotionsRest));
            }
        }
        Ok(if reads_history { Prominence::First } else { Prominence::Letter })
    }
}
