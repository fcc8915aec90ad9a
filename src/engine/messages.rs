//! Messages of the house on this page: which one comes, that it stands here, and what became of it.

use super::opened_pack::may_keep;
use super::state::{Engine, Mode};
use crate::discretion::{FeedbackKind, PageContext, Prominence};
use crate::history::Subject;
use crate::message::{
    MAX_PAGE_VIEWS, Message, MessageAbsence, MessageAbsenceCode, MessageBoard, MessageEvent, MessageKind, Occasion,
    Predicate, StandingMessage, Verdict, choose,
};
use crate::model::{DAY, Day, Days, DivisionIndex, PageKind};
use crate::request::MessagesRequest;
use std::rc::Rc;

/// What was sold out is unavailable for 30 days after it has left the feed; with two days of a page that stays open, what is
/// not unavailable is on sale for so many seconds.
const SURELY_ON_SALE: i64 = 28 * DAY;

/// A message that comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComingMessage {
    /// The message.
    pub message: Rc<Message>,
    /// Before everything else, or as an open letter to everybody.
    pub prominence: Prominence,
    /// Whether the history of this device decided that it is shown, or that it is this one.
    pub from_history: bool,
}

/// A message with what was decided of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedMessage {
    /// The message.
    pub message: Rc<Message>,
    /// Why it is not shown; `None` where it comes.
    pub absence: Option<MessageAbsence>,
}

impl Engine {
    /// Takes up what the house says in the page's language.
    pub fn read_messages(&mut self, board: MessageBoard) {
        self.board = board;
    }

    /// The messages that may come now, the first one first. `time_zone` tells the country where the page does not.
    #[must_use]
    pub fn messages(&self, request: &MessagesRequest, time_zone: Option<&str>, now: i64) -> Vec<ComingMessage> {
        let decided = self.decide(request, time_zone, now);
        let other_offer = Verdict::Absent(MessageAbsence::by(MessageAbsenceCode::AnotherOffer));
        let other_offers = decided.iter().any(|(_, verdict)| *verdict == other_offer);
        let mut coming = Vec::new();
        let at_place = |wanted: usize| {
            decided.iter().find_map(|(message, verdict)| match verdict {
                Verdict::Comes { place, prominence } if *place == wanted => Some((message, *prominence)),
                _ => None,
            })
        };
        for (message, prominence) in
            (0..decided.len()).map_while(at_place).filter(|(message, _)| request.wants(message))
        {
            let is_chosen = match message.kind {
                MessageKind::Offer => other_offers && self.reads_history(),
                MessageKind::BackInStock => true,
                MessageKind::Notice => prominence == Prominence::First,
                _ => false,
            };
            let from_history = is_chosen || self.reads_history() && message.predicate.reads_history();
            coming.push(ComingMessage { message: Rc::clone(message), prominence, from_history });
        }
        coming
    }

    /// Every message, and why it is not shown: for whoever asks how the choice was made.
    #[must_use]
    pub fn explain_messages(
        &self,
        request: &MessagesRequest,
        time_zone: Option<&str>,
        now: i64,
    ) -> Vec<DecidedMessage> {
        let absence = |verdict| match verdict {
            Verdict::Comes { .. } => None,
            Verdict::Absent(absence) => Some(absence),
        };
        let decided = self.decide(request, time_zone, now).into_iter();
        decided.map(|(message, verdict)| DecidedMessage { message, absence: absence(verdict) }).collect()
    }

    fn decide(&self, request: &MessagesRequest, time_zone: Option<&str>, now: i64) -> Vec<(Rc<Message>, Verdict)> {
        let Some(pack) = self.pack.as_ref().filter(|pack| pack.manifest.on) else { return Vec::new() };
        let core = &pack.core;
        let country = self.local.place.country.or_else(|| core.season.place(None, time_zone).country);
        let (client, shopper) = self.client(core, country, now);
        let targets = shopper.targets(|_| true);
        let share = |id: &String| {
            let division = core.division(id).map(DivisionIndex::at);
            division.and_then(|at| targets.get(at)).map_or(0, |share| u64::from(share.bits()))
        };
        // The mean: an offer for the whole house fits nobody best.
        let fit = |divisions: &[String]| {
            divisions.iter().map(share).sum::<u64>().checked_div(divisions.len() as u64).unwrap_or_default()
        };
        let may_promote = |notice_pending: bool| {
            let moment = PageContext { page: request.page, is_first: false, notice_pending, promotes_already: false };
            let permission = moment.permission(self.notes.entries(), &core.policy.pace, now);
            permission.everyone && request.page == PageKind::Other
        };
        let events = self.history.events();
        let concerns = |message: &Message| message.notice.as_ref().is_some_and(|notice| notice.concerns(events));
        let here = |standing: &&StandingMessage| standing.slot.as_deref() == Some(request.slot.as_str());
        let standing = self.standing.as_ref().filter(here).map(|standing| standing.key.as_str());
        let elsewhere: Vec<String> =
            self.standing.iter().filter(|standing| !here(standing)).map(|standing| standing.key.clone()).collect();
        let mut occasion = Occasion {
            page: request.page,
            now,
            notes: &self.notes,
            knows_client: !client.divisions.is_empty(),
            client: &client,
            concerns: &concerns,
            may_promote: may_promote(!self.pending_notices.is_empty()),
            fit: &fit,
            standing,
            elsewhere: &elsewhere,
        };
        let back = self.back_in_stock(now);
        let messages: Vec<Rc<Message>> = self.board.messages.iter().chain(&back).cloned().collect();
        let mut verdicts = choose(&messages, self.board.per_day, &occasion);
        let relation_comes = messages
            .iter()
            .zip(&verdicts)
            .any(|(message, verdict)| !message.kind.is_promotion() && matches!(verdict, Verdict::Comes { .. }));
        // A relation that may come waits, whichever kinds this place takes.
        if relation_comes && occasion.may_promote && !may_promote(true) {
            occasion.may_promote = false;
            verdicts = choose(&messages, self.board.per_day, &occasion);
        }
        messages.into_iter().zip(verdicts).collect()
    }

    /// What this device looked at while it was sold out and can be bought again, drawn from the card that it kept.
    fn back_in_stock(&self, now: i64) -> Vec<Rc<Message>> {
        let Some(pack) = self.pack.as_ref().filter(|_| self.reads_history()) else { return Vec::new() };
        let events = self.history.events();
        let is_met_since = |id: &str, time: i64| {
            events.iter().rev().take_while(|event| event.time > time).any(|event| *event.item_id == *id)
        };
        let message = |(id, time): (&str, i64)| {
            let card = self.known.handle(id).and_then(|handle| self.known.card(handle))?;
            let is_on_sale = !pack.unavailable.contains(id) && now.saturating_sub(time) < SURELY_ON_SALE;
            let is_own_page = self.page.item().is_some_and(|own| self.aliases.resolve(own) == id);
            if !is_on_sale || is_own_page || is_met_since(id, time) || pack.core.is_sensitive(card.facts.item_type) {
                return None;
            }
            Some(Rc::new(Message {
                id: id.to_owned(),
                kind: MessageKind::BackInStock,
                window: Days { first: Day::of_time(time), last: Day::of_time(time + SURELY_ON_SALE) },
                predicate: Predicate::default(),
                notice: None,
                text: card.texts.title().to_owned(),
                link: Some(card.texts.url().to_owned()),
                picture: None,
                asks: false,
                service: None,
                code: None,
                divisions: Vec::new(),
            }))
        };
        self.notes.sold_out().into_iter().filter_map(message).collect()
    }

    /// The first message that may come now is about to be drawn in the slot of `request`: from now on it stands there. On one
    /// page view there is one message; where another slot has it, or it was read or closed, there is none.
    pub fn draw_message(
        &mut self,
        request: &MessagesRequest,
        time_zone: Option<&str>,
        now: i64,
    ) -> Option<ComingMessage> {
        let stands = self.standing.clone();
        if stands.as_ref().is_some_and(|standing| standing.slot.as_deref() != Some(request.slot.as_str())) {
            return None;
        }
        let coming = self.messages(request, time_zone, now);
        let next = match &stands {
            Some(standing) => coming.into_iter().find(|coming| coming.message.key() == standing.key),
            None => coming.into_iter().next(),
        }?;
        if stands.is_none() {
            let key = next.message.key();
            self.note_drawn(next.message.kind, &key, now);
            self.standing = Some(StandingMessage { slot: Some(request.slot.clone()), key });
        }
        Some(next)
    }

    /// A message stands on this page. Notices are counted when they are seen.
    fn note_drawn(&mut self, kind: MessageKind, key: &str, now: i64) {
        if kind != MessageKind::Notice {
            self.note(FeedbackKind::Drawn, &[Subject::Letter(key)], now);
        }
        if kind.is_promotion() {
            // It counts for the day at once, seen or not.
            self.note(FeedbackKind::Exposure, &[Subject::Promotion], now);
        } else if !self.pending_notices.iter().any(|pending| pending == key) {
            self.pending_notices.push(key.to_owned());
        }
    }

    /// Whether what was drawn on this page still stands when what other tabs drew meanwhile is counted. What does not is
    /// withdrawn: it is not to be shown.
    pub fn message_stands(&mut self, now: i64) -> bool {
        let (Some(pack), Some(standing)) = (&self.pack, self.standing.clone()) else { return false };
        let kind = MessageKind::of_key(&standing.key);
        let state = self.notes.message_state(&standing.key);
        let daily = pack.core.policy.pace.daily();
        let holds = state.answer.is_none()
            && (kind == MessageKind::Notice
                || state.drawn <= MAX_PAGE_VIEWS && self.notes.messages_of_the_day(now) <= self.board.per_day)
            && (!kind.is_promotion() || self.notes.holds(Subject::Promotion, &daily, now));
        if !holds {
            self.pending_notices.retain(|pending| *pending != standing.key);
            self.standing = None;
        }
        holds
    }

    /// What happened to the message with this id. False where the house has no such message.
    pub fn record_message(&mut self, id: &str, event: MessageEvent, now: i64) -> bool {
        let known = self.board.messages.iter().find(|message| message.id == id).map(|message| message.key());
        let of_stock = || {
            let mut items = self.notes.sold_out().into_iter();
            items.find(|(item, _)| MessageKind::BackInStock.key(item) == id).map(|_| id.to_owned())
        };
        let Some(key) = known.or_else(of_stock) else { return false };
        let kind = MessageKind::of_key(&key);
        if self.standing.as_ref().is_none_or(|standing| standing.key != key) {
            self.note_drawn(kind, &key, now);
        }
        self.pending_notices.retain(|pending| *pending != key);
        let letter = Subject::Letter(&key);
        match event {
            MessageEvent::Impression => self.note(FeedbackKind::Exposure, &[letter], now),
            MessageEvent::Read => self.note(FeedbackKind::Click, &[letter], now),
            // What was put away of an incident was read: it refuses nothing.
            MessageEvent::Closed if kind == MessageKind::Notice => self.note(FeedbackKind::Click, &[letter], now),
            MessageEvent::Closed => self.note(FeedbackKind::Dismissal, &[letter], now),
            MessageEvent::Satisfied => self.note(FeedbackKind::Satisfied, &[letter], now),
            MessageEvent::Dissatisfied => self.note(FeedbackKind::Dissatisfied, &[letter], now),
        }
        self.standing.get_or_insert(StandingMessage { slot: None, key });
        true
    }

    /// "Tell me here": the item with this id is to be told of when it can be bought again. False where it is not known to be
    /// sold out, or nothing is kept.
    pub fn tell_when_back(&mut self, id: &str, now: i64) -> bool {
        let id = self.aliases.resolve(id).to_owned();
        let is_sold_out = self.pack.as_ref().is_some_and(|pack| pack.unavailable.contains(&id));
        let may_keep = may_keep(&self.known, self.pack.as_ref(), &id);
        let keeps = is_sold_out && may_keep && self.mode == Mode::Personal && !self.history.paused();
        if keeps {
            self.note(FeedbackKind::SoldOut, &[Subject::Item(&id)], now);
        }
        keeps
    }
}
