//! Which message comes, and why another does not. A pure function of the pack's messages, of what is known of the client, and
//! of what became of earlier messages.

use super::board::Message;
use super::client::Client;
use super::condition::Condition;
use crate::discretion::{ImpressionLog, Prominence, prominence};
use crate::model::{Day, MessageKind, PageKind};
use serde::Serialize;
use std::rc::Rc;

/// A message stands on so many page views at most, over the whole house, until it is read or closed.
pub const MAX_PAGE_VIEWS: u32 = 3;

/// Everything that decides which message comes.
#[expect(missing_debug_implementations, reason = "it holds functions")]
pub struct Occasion<'a> {
    /// The page.
    pub page: PageKind,
    /// Now, in seconds since 1970-01-01 UTC.
    pub now: i64,
    /// What became of earlier messages.
    pub notes: &'a ImpressionLog,
    /// Who reads it; without a history somebody who meets nothing.
    pub client: &'a Client<'a>,
    /// Whether a history is kept and says something: else nothing is shown that reads it.
    pub knows_client: bool,
    /// Whether a notice's own orders are in the history.
    pub concerns: &'a dyn Fn(&Message) -> bool,
    /// Whether anything may be promoted now.
    pub may_promote: bool,
    /// How well an offer for these divisions fits the client: their shares, opened by potential.
    pub fit: &'a dyn Fn(&[String]) -> u64,
    /// Keys of what stands here on this page already: it may stay.
    pub standing: &'a [&'a str],
    /// Keys of what stands in other slots of the page.
    pub elsewhere: &'a [&'a str],
}

/// What is decided of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It comes at this place, from 0.
    Comes {
        /// Among those that come.
        place: usize,
        /// Before everything else, or as an open letter to everybody.
        prominence: Prominence,
    },
    /// It does not come.
    Absent(MessageAbsence),
}

/// The rule by which a message is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "kebab-case"))]
pub enum MessageAbsenceCode {
    /// The shopper is paying.
    Checkout,
    /// Its days are over or to come.
    OutOfDays,
    /// It was read, closed or answered.
    Done,
    /// It stood on three page views, or as an open letter on one.
    Shown,
    /// It reads the history, and none is kept or it says nothing.
    NoHistory,
    /// A condition of `for` is not met.
    Unmet,
    /// One of its kind was put away lately.
    KindRests,
    /// Enough was shown today.
    DayIsFull,
    /// Promotions rest: a relation waits, the day's promotions are spent, or the client refused or is not satisfied.
    PromotionsRest,
    /// Another offer fits better.
    AnotherOffer,
    /// It stands elsewhere on this page.
    Elsewhere,
    /// This place does not take its kind.
    OtherKind,
}

/// Why a message is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageAbsence {
    /// The rule.
    pub code: MessageAbsenceCode,
    /// The condition that is not met, where that is the rule.
    pub condition: Option<Condition>,
}

impl MessageAbsence {
    /// By a rule that asks no condition.
    #[must_use]
    pub const fn by(code: MessageAbsenceCode) -> Self {
        Self { code, condition: None }
    }

    /// Because a condition is not met.
    #[must_use]
    pub const fn unmet(condition: Condition) -> Self {
        Self { code: MessageAbsenceCode::Unmet, condition: Some(condition) }
    }
}

/// Decides every message, in their order: care before invitations before offers; of offers that may come, only the one that
/// fits best. On `per_day` page views of a day a message stands at most.
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

/// Puts a message behind all that come before it: they are few, and a sort is code on every page.
fn put(coming: &mut Vec<(Rank, usize)>, rank: Rank, at: usize) {
    let place = coming.partition_point(|(other, _)| *other >= rank);
    coming.insert(place, (rank, at));
}

/// What comes first has the highest.
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
    /// How the message may be shown, were there no other.
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
        if state.answer.is_some() {
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
            if state.drawn >= MAX_PAGE_VIEWS {
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
