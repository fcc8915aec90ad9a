//! Messages of the house on this page: choosing, drawing, and recording feedback. Not for the rules of the choice: see
//! [`crate::message`].

use super::client::ProfiledClient;
use super::opened_pack::{may_keep, variant_of};
use super::state::Engine;
use crate::discretion::{FeedbackKind, PageContext, Prominence, SoldOut};
use crate::history::{Event, EventKind, Subject};
use crate::message::{
    MAX_PAGE_VIEWS, Message, MessageAbsence, MessageAbsenceCode, MessageBoard, MessageEvent, MessageKind, OWN_SLOT,
    Occasion, Predicate, Verdict, choose, is_used_up,
};
use crate::model::{DAY, Day, Days, DivisionIndex, PageKind};
use crate::request::MessagesRequest;
use std::rc::Rc;

/// A sold-out item is listed as unavailable for 30 days after it left the feed. With two days' margin for a page that
/// stays open, an item that is not listed is on sale for this many seconds.
const SURELY_ON_SALE_SECONDS: i64 = 28 * DAY;

/// A message with the decision about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedMessage {
    /// The message.
    pub message: Rc<Message>,
    /// Shown before everything else, or as an open letter to everybody.
    pub prominence: Prominence,
    /// Whether the history on this device decided that a message is shown, or which one.
    pub from_history: bool,
    /// Why the message is not shown; `None` if it is.
    pub absence: Option<MessageAbsence>,
}

/// A message, and whether it comes.
struct JudgedMessage {
    message: Rc<Message>,
    verdict: Verdict,
}

impl Engine {
    /// Stores the house's messages in the page's language.
    pub fn read_messages(&mut self, board: MessageBoard) {
        self.board = board;
    }

    /// Notes, for each message that must not be drawn again, that it is settled until its last day. The device keeps
    /// this as long as the message runs, and the lines that say why for the time of all other lines.
    pub(super) fn settle_messages(&mut self, now: i64) {
        if !self.uses_history() {
            return;
        }
        let today = Day::of_time(now);
        let ends = |message: &Rc<Message>| {
            let (key, last) = (message.key(), message.window.last);
            let state = self.notes.message_state(&key);
            let is_settled = state.is_settled(today) || is_used_up(message.kind, state);
            (is_settled && last >= today && state.settled_until < Some(last)).then_some((key, last))
        };
        let settled: Vec<(String, Day)> = self.board.messages.iter().filter_map(ends).collect();
        for (key, last) in settled {
            self.note(FeedbackKind::Settled, &[Subject::Message(&key)], last.start());
        }
    }

    /// The messages that may be shown now, in order of priority. `time_zone` is used if the page does not state its
    /// country.
    #[must_use]
    pub fn messages(&self, request: &MessagesRequest, time_zone: Option<&str>, now: i64) -> Vec<DecidedMessage> {
        let mut decided = self.explain_messages(request, time_zone, now);
        decided.retain(|decided| decided.absence.is_none());
        decided
    }

    /// All messages: first those that may be shown now, in order of priority, then the others, each with the reason it
    /// is not shown.
    #[must_use]
    pub fn explain_messages(
        &self,
        request: &MessagesRequest,
        time_zone: Option<&str>,
        now: i64,
    ) -> Vec<DecidedMessage> {
        let mut decided = self.decide(request, time_zone, now);
        let other_offer = Verdict::Absent(MessageAbsence::by(MessageAbsenceCode::AnotherOffer));
        let other_offers = decided.iter().any(|judged| judged.verdict == other_offer);
        // A stable sort: messages that are not shown stay in the order of the pack.
        decided.sort_by_key(|JudgedMessage { message, verdict }| match verdict {
            Verdict::Comes { place, .. } if request.wants(message) => *place,
            _ => usize::MAX,
        });
        let with_reasons = |JudgedMessage { message, verdict }: JudgedMessage| {
            let reads_history = message.predicate.reads_history();
            let Verdict::Comes { prominence, .. } = verdict else {
                let prominence = if reads_history { Prominence::First } else { Prominence::Letter };
                let absence = if let Verdict::Absent(absence) = verdict { Some(absence) } else { None };
                return DecidedMessage { message, prominence, from_history: reads_history, absence };
            };
            let is_chosen = match message.kind {
                MessageKind::Offer => other_offers && self.uses_history(),
                MessageKind::BackInStock => true,
                MessageKind::Notice => prominence == Prominence::First,
                _ => false,
            };
            let from_history = is_chosen || self.uses_history() && reads_history;
            let absence = (!request.wants(&message)).then(|| MessageAbsence::by(MessageAbsenceCode::OtherKind));
            DecidedMessage { message, prominence, from_history, absence }
        };
        decided.into_iter().map(with_reasons).collect()
    }

    fn decide(&self, request: &MessagesRequest, time_zone: Option<&str>, now: i64) -> Vec<JudgedMessage> {
        let Some(pack) = self.pack.as_ref().filter(|pack| pack.manifest.on) else { return Vec::new() };
        let core = &pack.core;
        let country = self.local.place.country.or_else(|| core.season.place(None, time_zone).country);
        let ProfiledClient { client, shopper } = self.client(core, country, now);
        let targets = shopper.targets(|_| true);
        let share = |id: &String| {
            let division = core.division(id).map(DivisionIndex::at);
            division.and_then(|at| targets.get(at)).map_or(0, |share| u64::from(share.bits()))
        };
        // The mean, so that an offer for the whole house does not get the highest fit.
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
        let standing: Vec<&str> = self.page_messages.here(&request.slot).collect();
        let elsewhere: Vec<&str> = self.page_messages.elsewhere(&request.slot).collect();
        let mut occasion = Occasion {
            page: request.page,
            now,
            notes: &self.notes,
            knows_client: !client.divisions.is_empty(),
            client: &client,
            concerns: &concerns,
            may_promote: may_promote(!self.pending_notices.is_empty()),
            fit: &fit,
            standing: &standing,
            elsewhere: &elsewhere,
        };
        let back = self.back_in_stock(now);
        let messages: Vec<Rc<Message>> = self.board.messages.iter().chain(&back).cloned().collect();
        let mut verdicts = choose(&messages, self.board.per_day, &occasion);
        let relation_comes = messages
            .iter()
            .zip(&verdicts)
            .any(|(message, verdict)| !message.kind.is_promotion() && matches!(verdict, Verdict::Comes { .. }));
        // A message of relation that may be shown is pending, whichever kinds this slot accepts.
        if relation_comes && occasion.may_promote && !may_promote(true) {
            occasion.may_promote = false;
            verdicts = choose(&messages, self.board.per_day, &occasion);
        }
        messages.into_iter().zip(verdicts).map(|(message, verdict)| JudgedMessage { message, verdict }).collect()
    }

    /// Back-in-stock messages: items that this device viewed while they were sold out, in the variant that the page
    /// named, and that can be bought again in that variant. Their texts are from the cached card.
    fn back_in_stock(&self, now: i64) -> Vec<Rc<Message>> {
        let Some(pack) = self.pack.as_ref().filter(|_| self.uses_history()) else { return Vec::new() };
        let events = self.history.events();
        let message = |SoldOut { item: id, variant, time }: SoldOut<'_>| {
            let card = self.known.handle(id).and_then(|handle| self.known.card(handle))?;
            let is_sold_out = pack.is_sold_out(id, variant.map_or(id, |key| key.id));
            let is_on_sale = !is_sold_out && now.saturating_sub(time) < SURELY_ON_SALE_SECONDS;
            let is_own_page = self.page.item().is_some_and(|own| self.aliases.resolve(own) == id);
            let is_known = is_own_page || is_met_since(events, id, variant.is_some(), time);
            if !is_on_sale || is_known || pack.core.is_sensitive(card.facts.item_type) {
                return None;
            }
            Some(Rc::new(Message {
                id: id.to_owned(),
                kind: MessageKind::BackInStock,
                window: Days { first: Day::of_time(time), last: Day::of_time(time + SURELY_ON_SALE_SECONDS) },
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
        let mut back: Vec<Rc<Message>> = Vec::new();
        for message in self.notes.sold_out().into_iter().filter_map(message) {
            // One message per item, even for several variants.
            if !back.iter().any(|other| other.id == message.id) {
                back.push(message);
            }
        }
        back
    }

    /// The message that [`Engine::draw_message`] would draw. It is not recorded.
    #[must_use]
    pub fn next_message(&self, request: &MessagesRequest, time_zone: Option<&str>, now: i64) -> Option<DecidedMessage> {
        if self.page_messages.is_taken(&request.slot) {
            return None;
        }
        let stands: Vec<&str> = self.page_messages.here(&request.slot).collect();
        let may_stand = |coming: &DecidedMessage| stands.is_empty() || stands.contains(&coming.message.key().as_str());
        self.messages(request, time_zone, now).into_iter().find(may_stand)
    }

    /// Draws the first message that may be shown in the slot of `request`, and records it. A page view has at most one
    /// message: `None` if another slot has it, or if it was read or closed.
    pub fn draw_message(
        &mut self,
        request: &MessagesRequest,
        time_zone: Option<&str>,
        now: i64,
    ) -> Option<DecidedMessage> {
        // Settles messages that were answered before consent, by an earlier module, or before the house let them run for
        // longer.
        self.settle_messages(now);
        let next = self.next_message(request, time_zone, now)?;
        self.stand(&request.slot, &next.message, false, now);
        Some(next)
    }

    /// Draws all notices that may be shown in the slot of `request`, in addition to the page's one message, and records
    /// them. Notices about incidents do not compete with other messages.
    pub fn draw_notices(
        &mut self,
        request: &MessagesRequest,
        time_zone: Option<&str>,
        now: i64,
    ) -> Vec<DecidedMessage> {
        let request = MessagesRequest { kinds: vec![MessageKind::Notice], ..request.clone() };
        self.settle_messages(now);
        let coming = self.messages(&request, time_zone, now);
        coming.iter().for_each(|coming| self.stand(&request.slot, &coming.message, true, now));
        coming
    }

    /// Records that the message is on this page; a message that is there already is not counted again.
    fn stand(&mut self, slot: &str, message: &Message, is_listed: bool, now: i64) {
        let key = message.key();
        if self.page_messages.stand(slot, &key, is_listed) {
            self.note_drawn(message.kind, &key, now);
        }
    }

    /// Records that a message was drawn. Notices are counted when they are seen.
    fn note_drawn(&mut self, kind: MessageKind, key: &str, now: i64) {
        if kind != MessageKind::Notice {
            self.note(FeedbackKind::Drawn, &[Subject::Message(key)], now);
        }
        if kind.is_promotion() {
            // A promotion counts for the day at once, whether seen or not.
            self.note(FeedbackKind::Exposure, &[Subject::Promotion], now);
        } else if !self.pending_notices.iter().any(|pending| pending == key) {
            self.pending_notices.push(key.to_owned());
        }
    }

    /// Whether the messages drawn in this slot are still within the limits, including those drawn by other tabs. If
    /// not, all of the slot's messages are withdrawn and must not be shown.
    pub fn messages_stand(&mut self, slot: &str, now: i64) -> bool {
        let keys: Vec<String> = self.page_messages.here(slot).map(str::to_owned).collect();
        let holds = keys.iter().all(|key| self.holds(key, now));
        if !holds {
            self.pending_notices.retain(|pending| !keys.contains(pending));
            self.page_messages.withdraw(slot);
        }
        holds
    }

    fn holds(&mut self, key: &str, now: i64) -> bool {
        let Some(pack) = &self.pack else { return false };
        let kind = MessageKind::of_key(key);
        let state = self.notes.message_state(key);
        let daily = pack.core.policy.pace.daily();
        state.answer.is_none()
            && (kind == MessageKind::Notice
                || state.drawn <= MAX_PAGE_VIEWS && self.notes.messages_of_the_day(now) <= self.board.per_day)
            && (!kind.is_promotion() || self.notes.holds(Subject::Promotion, &daily, now))
    }

    /// Records an event of the message with this id. Returns false if the house has no such message, or if `event`
    /// answers a question that the message does not ask.
    pub fn record_message(&mut self, id: &str, event: MessageEvent, now: i64) -> bool {
        let message = self.board.messages.iter().find(|message| message.id == id);
        if event.is_answer() && !message.is_some_and(|message| message.asks) {
            return false;
        }
        let known = message.map(|message| message.key());
        let of_stock = || {
            let mut all = self.notes.sold_out().into_iter();
            all.find(|one| MessageKind::BackInStock.key(one.item) == id).map(|_| id.to_owned())
        };
        let Some(key) = known.or_else(of_stock) else { return false };
        let kind = MessageKind::of_key(&key);
        // A message drawn by an element has been counted already.
        if self.page_messages.stand(OWN_SLOT, &key, false) {
            self.note_drawn(kind, &key, now);
        }
        self.pending_notices.retain(|pending| *pending != key);
        let letter = Subject::Message(&key);
        match event {
            // If both the page and an element draw the message, its impression is counted once.
            MessageEvent::Impression if !self.page_messages.see(&key) => {}
            MessageEvent::Impression => self.note(FeedbackKind::Exposure, &[letter], now),
            MessageEvent::Read => self.note(FeedbackKind::Click, &[letter], now),
            // Closing a notice counts as reading it, not as a dismissal.
            MessageEvent::Closed if kind == MessageKind::Notice => self.note(FeedbackKind::Click, &[letter], now),
            MessageEvent::Closed => self.note(FeedbackKind::Dismissal, &[letter], now),
            MessageEvent::Satisfied => self.note(FeedbackKind::Satisfied, &[letter], now),
            MessageEvent::Dissatisfied => self.note(FeedbackKind::Dissatisfied, &[letter], now),
        }
        true
    }

    /// Subscribes to a back-in-stock message on this device for the item or variant with this id. Returns false if it
    /// is not known to be sold out, or if no history is kept.
    pub fn tell_when_back(&mut self, id: &str, now: i64) -> bool {
        let item = self.aliases.resolve(id).to_owned();
        let is_sold_out = self.pack.as_ref().is_some_and(|pack| pack.is_sold_out(&item, id));
        let may_keep = may_keep(&self.known, self.pack.as_ref(), &item);
        let keeps = is_sold_out && may_keep && self.uses_history();
        if keeps {
            self.note(FeedbackKind::SoldOut, &[variant_of(&item, id)], now);
        }
        keeps
    }
}

/// Whether the item has an event after `time`, in seconds since 1970-01-01 UTC. For a variant, events of other sizes of
/// the item do not count, except purchases.
fn is_met_since(events: &[Event], item: &str, is_variant: bool, time: i64) -> bool {
    let of_item = || events.iter().filter(|event| *event.item_id == *item);
    let size = of_item().rfind(|event| event.time == time).and_then(|event| event.size.as_ref()).filter(|_| is_variant);
    let is_of_it = |event: &Event| {
        event.kind == EventKind::Purchase || size.zip(event.size.as_ref()).is_none_or(|(one, other)| one == other)
    };
    of_item().rev().take_while(|event| event.time > time).any(is_of_it)
}
