//! Prints figures as aligned lines.

use crate::outln;
use std::fmt::Write;

/// Lines of a name and a value, printed with the values aligned.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<(String, String)>,
}

impl Table {
    /// Adds a line.
    pub fn row(&mut self, name: &str, value: impl ToString) -> &mut Self {
        self.rows.push((name.to_owned(), value.to_string()));
        self
    }

    /// Prints the lines.
    pub fn print(&self) {
        let width = self.rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        let mut text = String::new();
        for (name, value) in &self.rows {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{name:<width$}  {value}");
        }
        outln!("{}", text.trim_end_matches('\n'));
    }
}

/// Prints a table with every cell padded to the width of its column.
pub fn print_columns(head: &[&str], rows: &[Vec<String>]) {
    let widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(column, title)| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            cells.chain([title.chars().count()]).max().unwrap_or(0)
        })
        .collect();
    let print = |cells: &[String]| {
        let line: Vec<String> = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        outln!("{}", line.join("  ").trim_end());
    };
    print(&head.iter().map(ToString::to_string).collect::<Vec<_>>());
    for row in rows {
        print(row);
    }
}

/// Wraps `text` at 100 characters; the first line starts with `lead`, the others are indented by its width.
pub fn paragraph(lead: &str, text: &str) -> String {
    const WIDTH: usize = 100;
    let indent = lead.chars().count();
    let (mut out, mut length) = (lead.to_owned(), indent);
    for (number, word) in text.split_whitespace().enumerate() {
        let longer = word.chars().count();
        if number > 0 && length + 1 + longer > WIDTH {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            length = indent;
        } else if number > 0 {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += longer;
    }
    out
}

/// Formats a share as a percentage; "-" if `whole` is 0.
pub fn percent(part: u64, whole: u64) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.1} %", 100.0 * part as f64 / whole as f64) }
}

/// Formats a number with separators: 1234567 as "1,234,567".
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
