//! The adviser whom a link named: kept with the history, and asked about at a purchase. No request depends on it.

use super::state::{Engine, Mode};
use crate::model::{DAY, is_adviser_code};

impl Engine {
    /// The parameter of addresses that holds the code of an adviser; `None` where the house has none.
    #[must_use]
    pub fn adviser_parameter(&self) -> Option<&str> {
        let parameter = self.pack.as_ref()?.core.adviser_parameter.as_str();
        Some(parameter).filter(|parameter| !parameter.is_empty())
    }

    /// The page's address names this adviser: the last one counts. Before a grant it is known to the open page alone. False for
    /// what is no code, of which nothing is kept.
    pub fn hear_adviser(&mut self, code: &str, now: i64) -> bool {
        let is_code = is_adviser_code(code);
        match self.mode {
            _ if !is_code => {}
            Mode::Contextual => self.page_adviser = Some((code.to_owned(), now)),
            Mode::Personal if !self.history.paused() => self.history.set_adviser(code, now),
            Mode::Personal => {}
        }
        is_code
    }

    /// The adviser who may be credited at `now`: a link named them within the time that a history is kept, and the shopper has
    /// not credited them for the order that the page calls `order`. None without a history, and while it is paused.
    #[must_use]
    pub fn adviser(&self, order: Option<&str>, now: i64) -> Option<&str> {
        let oldest = now.saturating_sub(i64::from(self.retention_days()) * DAY);
        if self.reads_history() { self.history.adviser(order, oldest) } else { None }
    }

    /// The shopper credits the adviser, who is not asked about again for this order. The answer is the adviser's code.
    pub fn credit_adviser(&mut self, order: Option<&str>, now: i64) -> Option<String> {
        let code = self.adviser(order, now)?.to_owned();
        if let Some(order) = order {
            self.history.credit_adviser(order);
        }
        Some(code)
    }
}
