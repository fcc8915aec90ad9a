//! Rows of a log that are skipped: why, and how many of each reason. Not for which rows are.

use super::{LogReport, Loss};
use crate::problems::{Kind, printable};

/// How many values of a loss are shown.
pub(super) const SHOWN: usize = 3;
/// Longest id of a session, a shopper or an item, in bytes.
pub(super) const MAX_ID: usize = 1024;

/// Why a row is skipped: the kind of problem, the column, and the text that is wrong.
pub(super) struct Skip {
    pub(super) kind: Kind,
    pub(super) column: Option<usize>,
    pub(super) text: Vec<u8>,
}

impl Skip {
    pub(super) fn new(kind: Kind, column: Option<usize>, text: impl AsRef<[u8]>) -> Self {
        Self { kind, column, text: text.as_ref().to_vec() }
    }
}

impl LogReport {
    /// Counts a row of `file` that is skipped at `line`, for what is wrong in `column`.
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
            });
            self.losses.len() - 1
        });
        let Some(loss) = self.losses.get_mut(at) else { return };
        loss.count += 1;
        if loss.values.len() < SHOWN {
            let text = printable(&skip.text);
            if !loss.values.contains(&text) {
                loss.values.push(text);
            }
        }
    }
}
