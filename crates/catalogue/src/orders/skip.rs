//! The rows of a log that are skipped: why, and how many for each reason. Not for deciding which rows are skipped.

use super::{DateFault, LogReport, Loss};
use crate::problems::{Kind, printable};

/// Number of values shown for a loss.
pub(super) const SHOWN: usize = 3;
/// Longest id of a session, a shopper or an item, in bytes.
pub(super) const MAX_ID: usize = 1024;

/// Why a row is skipped: the kind of problem, the column, and the wrong text.
pub(super) struct Skip {
    pub(super) kind: Kind,
    pub(super) column: Option<usize>,
    pub(super) text: Vec<u8>,
    /// For [`Kind::BadDate`].
    pub(super) date_fault: DateFault,
}

impl Skip {
    pub(super) fn new(kind: Kind, column: Option<usize>, text: impl AsRef<[u8]>) -> Self {
        Self { kind, column, text: text.as_ref().to_vec(), date_fault: DateFault::Unreadable }
    }
}

impl LogReport {
    /// Counts a row of `file` that is skipped at `line`, with the problem in `column`.
    pub(super) fn lose(&mut self, file: &str, line: u64, column: &str, skip: &Skip) {
        let same = |loss: &Loss| loss.kind == skip.kind && loss.column == column && loss.file == file;
        let at = self.losses.iter().position(same).unwrap_or_else(|| {
            self.losses.push(Loss {
                kind: skip.kind,
                file: file.to_owned(),
                column: column.to_owned(),
                line,
                count: 0,
                values: Vec::new(),
                date_fault: DateFault::Unreadable,
            });
            self.losses.len() - 1
        });
        let Some(loss) = self.losses.get_mut(at) else { return };
        loss.count += 1;
        if show(&mut loss.values, &skip.text) {
            loss.date_fault = loss.date_fault.max(skip.date_fault);
        }
    }
}

/// Adds a text to the first different ones, which are shown. Returns false if it is among them already or there are
/// enough.
pub(super) fn show(values: &mut Vec<String>, text: &[u8]) -> bool {
    if values.len() >= SHOWN {
        return false;
    }
    let shown = printable(text);
    let is_new = !values.contains(&shown);
    if is_new {
        values.push(shown);
    }
    is_new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_dates_is_known_without_their_text() {
        let mut report = LogReport::default();
        let mut lose = |text: &str, date_fault| {
            let skip = Skip { date_fault, ..Skip::new(Kind::BadDate, None, text) };
            report.lose("orders.csv", 2, "date", &skip);
            report.losses[0].date_fault
        };
        assert_eq!(lose("after --as-of)", DateFault::Unreadable), DateFault::Unreadable);
        assert_eq!(lose(&"x".repeat(100), DateFault::OutOfRange), DateFault::OutOfRange);
        assert_eq!(lose("soon", DateFault::Unreadable), DateFault::OutOfRange);
    }
}
