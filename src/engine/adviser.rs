//! The adviser named by a link: stored with the history and credited at a purchase. No fetch depends on it.

use super::state::{Engine, Mode, PageAdviser};
use crate::history::oldest_kept;
use crate::model::is_adviser_code;

impl Engine {
    /// The URL parameter with the adviser's code; `None` if the house has none.
    #[must_use]
    pub fn adviser_parameter(&self) -> Option<&str> {
        self.pack.as_ref()?.core.adviser_parameter.as_deref()
    }

    /// Records the adviser named by the page's URL; the last one counts. Before consent it is kept for the open page
    /// only. Returns false for an invalid code, which is not kept.
    pub fn hear_adviser(&mut self, code: &str, now: i64) -> bool {
        let is_code = is_adviser_code(code);
        match self.mode {
            _ if !is_code => {}
            Mode::Contextual => self.page_adviser = Some(PageAdviser { code: code.to_owned(), time: now }),
            Mode::Personal if self.uses_history() => self.history.set_adviser(code, now),
            Mode::Personal => {}
        }
        is_code
    }

    /// The adviser who may be credited at `now`: named by a link within the retention of the history, and not yet
    /// credited for this `order`. `None` without a history, and while recording is paused.
    #[must_use]
    pub fn adviser(&self, order: Option<&str>, now: i64) -> Option<&str> {
        let oldest = oldest_kept(now, self.retention_days());
        if self.uses_history() { self.history.adviser(order, oldest) } else { None }
    }

    /// Credits the adviser, once per order, and returns the adviser's code.
    pub fn credit_adviser(&mut self, order: Option<&str>, now: i64) -> Option<String> {
        let code = self.adviser(order, now)?.to_owned();
        if let Some(order) = order {
            self.history.credit_adviser(order);
        }
        Some(code)
    }
}
