//! Messages of the house on this page: which one comes, that it stands here, and what became of it.

use super::opened_pack::{may_keep, variant_of};
use super::state::{Engine, Mode};
use crate::discretion::{FeedbackKind, PageContext, Prominence, SoldOut};
use crate::history::{Event, EventKind, Subject};
use crate::message::{
    MAX_PAGE_VIEWS, Message, MessageAbsence, MessageAbsenceCode, MessageBoard, MessageEvent, MessageKind, OWN_SLOT,
    Occasion, Predicate, Verdict, choose,
};
use crate::model::{DAY, Day, Days, DivisionIndex, PageKind};
use crate::request::MessagesRequest;
use std::rc::Rc;

/// What was sold out is unavailable for 30 days after it has left the feed; with two days of a page that stays open, what is
/// not unavailable is on sale for so many seconds.
const SURELY_ON_SALE: i64 = 28 * DAY;

/// A message with what was decided of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedMessage {
    /// The message.
    pub message: Rc<Message>,
    /// Before everything else, or as an open letter to everybody.
    pub prominence: Prominence,
    /// Whether the history of this device decides that it is shown, or that it is this one.
    pub from_history: bool,
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
    pub fn messages(&self, request: &MessagesRequest, time_zone: Option<&str>, now: i64) -> Vec<DecidedMessage> {
        let mut decided = self.explain_messages(request, time_zone, now);
        decided.retain(|decided| decided.absence.is_none());
        decided
    }

    /// Every message: those that may come now, the first one first, then the others, each with why it is not shown.
    #[must_use]
    pub fn explain_messages(
        &self,
        request: &MessagesRequest,
        time_zone: Option<&str>,
        now: i64,
    ) -> Vec<DecidedMessage> {
        let mut decided = self.decide(request, time_zone, now);
        let other_offer = Verdict::Absent(MessageAbsence::by(MessageAbsenceCode::AnotherOffer));
        let other_offers = decided.iter().any(|(_, verdict)| *verdict == other_offer);
        // Stable: those that do not come stay in the order of the pack.
        decided.sort_by_key(|(message, verdict)| match verdict {
            Verdict::Comes { place, .. } if request.wants(message) => *place,
            _ => usize::MAX,
        });
        let with_reasons = |(message, verdict): (Rc<Message>, Verdict)| {
            let reads_history = message.predicate.reads_history();
            let Verdict::Comes { prominence, .. } = verdict else {
                let prominence = if reads_history { Prominence::First } else { Prominence::Letter };
                let absence = if let Verdict::Absent(absence) = verdict { Some(absence) } else { None };
                return DecidedMessage { message, prominence, from_history: reads_history, absence };
            };
            let is_chosen = match message.kind {
                MessageKind::Offer => other_offers && self.reads_history(),
                MessageKind::BackInStock => true,
                MessageKind::Notice => prominence == Prominence::First,
                _ => false,
            };
            let from_history = is_chosen || self.reads_history() && reads_history;
            let absence = (!request.wants(&message)).then(|| MessageAbsence::by(MessageAbsenceCode::OtherKind));
            DecidedMessage { message, prominence, from_history, absence }
        };
        decided.into_iter().map(with_reasons).collect()
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
        // A relation that may come waits, whichever kinds this place takes.
        if relation_comes && occasion.may_promote && !may_promote(true) {
            occasion.may_promote = false;
            verdicts = choose(&messages, self.board.per_day, &occasion);
        }
        messages.into_iter().zip(verdicts).collect()
    }

    /// What this device looked at while it was sold out, in the variant that the page spoke of, and can be bought again in that:
    /// drawn from the card that it kept.
    fn back_in_stock(&self, now: i64) -> Vec<Rc<Message>> {
        let Some(pack) = self.pack.as_ref().filter(|_| self.reads_history()) else { return Vec::new() };
        let events = self.history.events();
        let message = |SoldOut { item: id, variant, time }: SoldOut<'_>| {
            let card = self.known.handle(id).and_then(|handle| self.known.card(handle))?;
            let is_sold_out = pack.is_sold_out(id, variant.map_or(id, |key| key.id));
            let is_on_sale = !is_sold_out && now.saturating_sub(time) < SURELY_ON_SALE;
            let is_own_page = self.page.item().is_some_and(|own| self.aliases.resolve(own) == id);
            let is_known = is_own_page || is_met_since(events, id, variant.is_some(), time);
            if !is_on_sale || is_known || pack.core.is_sensitive(card.facts.item_type) {
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
        let mut back: Vec<Rc<Message>> = Vec::new();
        for message in self.notes.sold_out().into_iter().filter_map(message) {
            // Of several variants one message tells.
            if !back.iter().any(|other| other.id == message.id) {
                back.push(message);
            }
        }
        back
    }

    /// The first message that may come now is about to be drawn in the slot of `request`: from now on it stands there. On one
    /// page view there is one message; where another slot has it, or it was read or closed, there is none.
    pub fn draw_message(
        &mut self,
        request: &MessagesRequest,
        time_zone: Option<&str>,
        now: i64,
    ) -> Option<DecidedMessage> {
        if self.page_messages.is_taken(&request.slot) {
            return None;
        }
        let stands: Vec<&str> = self.page_messages.here(&request.slot).collect();
        let may_stand = |coming: &DecidedMessage| stands.is_empty() || stands.contains(&coming.message.key().as_str());
        let next = self.messages(request, time_zone, now).into_iter().find(may_stand)?;
        self.stand(&request.slot, &next.message, false, now);
        Some(next)
    }

    /// All notices that may come now are about to be drawn in the slot of `request`, beside the page's one message: from now on
    /// they stand there. What the house has to say of incidents waits for nothing else that it says.
    pub fn draw_notices(
        &mut self,
        request: &MessagesRequest,
        time_zone: Option<&str>,
        now: i64,
    ) -> Vec<DecidedMessage> {
        let request = MessagesRequest { kinds: vec![MessageKind::Notice], ..request.clone() };
        let coming = self.messages(&request, time_zone, now);
        coming.iter().for_each(|coming| self.stand(&request.slot, &coming.message, true, now));
        coming
    }

    /// The message stands on this page from now on; what stands there already was counted.
    fn stand(&mut self, slot: &str, message: &Message, is_listed: bool, now: i64) {
        let key = message.key();
        if self.page_messages.stand(slot, &key, is_listed) {
            self.note_drawn(message.kind, &key, now);
        }
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

    /// Whether what was drawn in this slot of the page still stands when what other tabs drew meanwhile is counted. If it does
    /// not, all of the slot is withdrawn: it is not to be shown.
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

    /// Records what happened to the message with this id. False if the house has no such message, or if `event` answers a
    /// question that the message does not ask.
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
        // What an element has drawn was counted when it was drawn.
        if self.page_messages.stand(OWN_SLOT, &key, false) {
            self.note_drawn(kind, &key, now);
        }
        self.pending_notices.retain(|pending| *pending != key);
        let letter = Subject::Letter(&key);
        match event {
            // Where the page draws what an element draws too, both see it.
            MessageEvent::Impression if !self.page_messages.see(&key) => {}
            MessageEvent::Impression => self.note(FeedbackKind::Exposure, &[letter], now),
            MessageEvent::Read => self.note(FeedbackKind::Click, &[letter], now),
            // What was put away of an incident was read: it refuses nothing.
            MessageEvent::Closed if kind == MessageKind::Notice => self.note(FeedbackKind::Click, &[letter], now),
            MessageEvent::Closed => self.note(FeedbackKind::Dismissal, &[letter], now),
            MessageEvent::Satisfied => self.note(FeedbackKind::Satisfied, &[letter], now),
            MessageEvent::Dissatisfied => self.note(FeedbackKind::Dissatisfied, &[letter], now),
        }
        true
    }

    /// "Tell me here": the item or variant with this id is to be told of when it can be bought again. False where it is not known to be
    /// sold out, or nothing is kept.
    pub fn tell_when_back(&mut self, id: &str, now: i64) -> bool {
        let item = self.aliases.resolve(id).to_owned();
        let is_sold_out = self.pack.as_ref().is_some_and(|pack| pack.is_sold_out(&item, id));
        let may_keep = may_keep(&self.known, self.pack.as_ref(), &item);
        let keeps = is_sold_out && may_keep && self.mode == Mode::Personal && !self.history.paused();
        if keeps {
            self.note(FeedbackKind::SoldOut, &[variant_of(&item, id)], now);
        }
        keeps
    }
}

/// Whether the item was met after `time`, in seconds since 1970-01-01 UTC. Of a variant, what was done with another size of the
/// item says nothing, unless that was bought.
fn is_met_since(events: &[Event], item: &str, is_variant: bool, time: i64) -> bool {
    let of_item = || events.iter().filter(|event| *event.item_id == *item);
    let size = of_item().rfind(|event| event.time == time).and_then(|event| event.size.as_ref()).filter(|_| is_variant);
    let is_of_it = |event: &Event| {
        event.kind == EventKind::Purchase || size.zip(event.size.as_ref()).is_none_or(|(one, other)| one == other)
    };
    of_item().rev().take_while(|event| event.time > time).any(is_of_it)
}
