//! The ledger in memory: what became of invitations, with the names that its numbers stand for.

use super::caps::{Caps, holds, may_offer, spent};
use super::fatigue::{Fatigue, ITEM_REST};
use super::ledger::{Entry, Invitation, What};
use crate::history::Subject;
use crate::prelude::*;

/// More entries than this are not kept: the oldest tenth goes.
const MAX_ENTRIES: usize = 8_000;

/// The ledger of a device, or in contextual mode of a page.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    entries: Vec<Entry>,
    /// Ids by the number of [`Invitation::Item`] and of the division of [`Invitation::Reason`].
    items: Vec<String>,
    divisions: Vec<String>,
    letters: Vec<Letter>,
}

/// What became of a message of service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    id: String,
    /// How often it was seen.
    pub seen: u32,
    /// Whether it was opened or put away.
    pub is_read: bool,
}

impl Notes {
    /// Takes note of what happened to invitations at `time`.
    pub fn add<'a>(&mut self, what: What, subjects: impl Iterator<Item = Subject<'a>>, time: i64) {
        if self.entries.len() >= MAX_ENTRIES {
            self.entries.drain(..MAX_ENTRIES / 10);
        }
        for subject in subjects {
            if let Subject::Letter(id) = subject {
                self.tell(id, what);
            }
            let invitation = self.invitation(subject);
            self.entries.push(Entry { invitation, what, time });
        }
    }

    fn invitation(&mut self, subject: Subject<'_>) -> Invitation {
        match subject {
            Subject::Item(id) => Invitation::Item(number(&mut self.items, id) as u32),
            Subject::Reason(reason, division) => {
                Invitation::Reason { reason, division: number(&mut self.divisions, division) as u16 }
            }
            Subject::Promotion => Invitation::Promotion,
            Subject::Letter(_) => Invitation::Relation,
        }
    }

    fn tell(&mut self, id: &str, what: What) {
        let at = self.letters.iter().position(|letter| letter.id == id).unwrap_or(self.letters.len());
        if at == self.letters.len() {
            self.letters.push(Letter { id: id.to_owned(), ..Letter::default() });
        }
        if let Some(letter) = self.letters.get_mut(at) {
            letter.seen += u32::from(what == What::Exposure);
            letter.is_read |= matches!(what, What::Click | What::Dismissal);
        }
    }

    /// Everything, in the order of the log.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The ids that entries of items count.
    #[must_use]
    pub fn items(&self) -> &[String] {
        &self.items
    }

    /// What the shopper said of items: what was refused and taken back, with the item's id and when.
    pub fn answers(&self) -> impl Iterator<Item = (What, &str, i64)> {
        self.entries.iter().filter_map(|entry| match entry.invitation {
            Invitation::Item(item) if matches!(entry.what, What::Dismissal | What::Undo) => {
                Some((entry.what, self.items.get(item as usize)?.as_str(), entry.time))
            }
            _ => None,
        })
    }

    /// What became of the message of service with this id.
    #[must_use]
    pub fn letter(&self, id: &str) -> Letter {
        self.letters.iter().find(|letter| letter.id == id).cloned().unwrap_or_default()
    }

    /// Of [`Notes::items`], which may not be offered now.
    #[must_use]
    pub fn spent_items(&self, caps: &Caps, now: i64) -> Vec<bool> {
        let slot = |invitation| if let Invitation::Item(item) = invitation { Some(item as usize) } else { None };
        spent(&self.entries, caps, now, self.items.len(), &slot)
    }

    /// Whether what was seen, and what is offered and may yet be seen, is within the caps of an invitation, and it was not
    /// refused meanwhile.
    pub fn holds(&mut self, subject: Subject<'_>, caps: &Caps, now: i64) -> bool {
        let invitation = self.invitation(subject);
        let mut of_it = self.entries.iter().rev().filter(|entry| entry.invitation == invitation);
        let answer = of_it.find(|entry| matches!(entry.what, What::Dismissal | What::Undo));
        let rests = |entry: &Entry| entry.what == What::Dismissal && now.saturating_sub(entry.time) < ITEM_REST;
        !answer.is_some_and(rests) && holds(&self.entries, caps, invitation, now)
    }

    /// Whether this reason may invite to a division once more.
    #[must_use]
    pub fn may_say(&self, reason: u8, division: &str, caps: &Caps, now: i64) -> bool {
        self.divisions.iter().position(|id| id == division).is_none_or(|division| {
            may_offer(&self.entries, caps, Invitation::Reason { reason, division: division as u16 }, now)
        })
    }

    /// What it does to ranking: see [`Fatigue::new`]. `place` gives an item its type and division.
    #[must_use]
    pub fn fatigue(
        &self,
        (types, divisions): (usize, usize),
        place: &dyn Fn(&str) -> Option<(u16, u16)>,
        now: i64,
    ) -> Fatigue {
        let place = |item: u32| place(self.items.get(item as usize)?);
        Fatigue::new(&self.entries, (self.items.len(), types, divisions), &place, now)
    }
}

/// The number of a name, which is given one if it has none.
fn number(names: &mut Vec<String>, name: &str) -> usize {
    let known = names.iter().rposition(|known| known == name);
    known.unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}
