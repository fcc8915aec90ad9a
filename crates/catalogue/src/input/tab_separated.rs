//! Tab-separated text, in which a quote is text, as Google's specification has it. Spreadsheets write tabs too, and put
//! fields in quotes. One field in quotes shows nothing: that a writer quotes is told by a habit ([`super::quoting_habit`]), by
//! quotes around all fields of a row, and of a single field by doubled quotes or a line end in it.

use super::lines::Line;
use super::quotes::{is_quoted, unquoted};
use super::record::Record;
use super::separated::{MAX_OPEN_LINES, SeparatedText};
use super::step::Step;

impl SeparatedText {
    /// A line of tab-separated text. A field may go on in the next lines only as spreadsheets write it: in quotes, the last
    /// of its line, without a tab before the quote that closes it.
    pub(super) fn tabs(&mut self, columns: usize, line: &Line, record: &mut Record) -> Step {
        self.core.reset();
        self.feed(&line.bytes, record);
        let opens = |field: &[u8]| field.starts_with(b"\"") && !is_quoted(field);
        if record.len() < columns && record.iter().last().is_some_and(opens) {
            self.join(columns, line, record);
        }
        let quoted = self.quoted || is_quoted_throughout(record);
        record.map(|field| unquoted(field).filter(|_| quoted || is_a_spreadsheets(field)));
        Step::Row
    }

    fn join(&mut self, columns: usize, line: &Line, record: &mut Record) {
        let mut joined = line.bytes.clone();
        let mut taken: Vec<Line> = Vec::new();
        while taken.len() < MAX_OPEN_LINES {
            let mut next = Line::default();
            match self.lines.read(&mut next) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    self.lines.fail_next(error);
                    break;
                }
            }
            let closing = next.bytes.contains(&b'"') && self.closes_properly(&next.bytes);
            let tab = next.bytes.contains(&b'\t');
            joined.extend_from_slice(&next.bytes);
            taken.push(next);
            if closing {
                // Line ends within the field are not the ends of records.
                let mut whole = Record::default();
                (whole.line, whole.spans_lines) = (line.number, true);
                for field in joined.trim_ascii_end().split(|byte| *byte == b'\t') {
                    whole.push(field);
                }
                if whole.len() == columns {
                    *record = whole;
                    return;
                }
            }
            if closing || tab {
                break;
            }
        }
        self.lines.put_back(taken.into_iter());
    }
}

/// Whether every field of a row stands in quotes, and there are several.
fn is_quoted_throughout(record: &Record) -> bool {
    let filled = || record.iter().filter(|field| !field.trim_ascii().is_empty());
    filled().count() > 1 && filled().all(is_quoted)
}

/// Whether a field in quotes holds what only a writer of quoted fields writes: a quote twice, or a line end.
fn is_a_spreadsheets(field: &[u8]) -> bool {
    let inner = field.trim_ascii_end();
    let inner = inner.get(1..inner.len().saturating_sub(1)).unwrap_or_default();
    inner.contains(&b'"') || inner.contains(&b'\n') || inner.contains(&b'\r')
}
