//! Tables: text with separators or the rows of a Parquet file, read record by record, with names of columns in one
//! form. Feeds and logs share them and give the columns their meaning. Not for quotes and separators: see `separated`.

use std::io;

use super::lines::Lines;
use super::record::Record;
use super::rows::{Input, Rows};
use super::separated::SeparatedText;
use super::step::stop;
use crate::problems::Kind;

pub use super::step::{Step, stop_kind};

/// A table whose header has been read.
pub struct Table {
    reader: Reader,
    /// Names of the columns as [`column_name`] writes them.
    pub columns: Vec<String>,
    /// Names of the columns as the file writes them.
    pub titles: Vec<String>,
    /// The form of the file, such as "comma-separated text" or "Parquet".
    pub form: &'static str,
    /// Whether a row has had all its cells, and whether one has had fewer.
    whole_rows: bool,
    short_rows: bool,
    /// Number of empty cells that every row has after those of the header, as spreadsheets leave them.
    padding: usize,
}

enum Reader {
    Text(Box<SeparatedText>),
    Rows(Box<dyn Rows>, u64),
}

impl Table {
    /// Reads the header of `input`. `known` tells which names are read (in the form of [`column_name`]): the delimiter
    /// is the one that yields most of them, or of several such the one that occurs most.
    ///
    /// # Errors
    /// The first line cannot be read.
    pub fn open(input: Input, known: impl Fn(&str) -> bool) -> io::Result<Self> {
        let (reader, titles, form) = match input {
            Input::Text(source) => {
                let (text, titles) = SeparatedText::open(Lines::new(source), |name| known(&column_name(name)))?;
                let form = text.form();
                (Reader::Text(Box::new(text)), titles, form)
            }
            Input::Rows { rows, columns, form } => (Reader::Rows(rows, 0), columns, form),
        };
        let columns = titles.iter().map(|title| column_name(title)).collect();
        Ok(Self { reader, columns, titles, form, whole_rows: false, short_rows: false, padding: 0 })
    }

    /// Reads the next record and skips records without any text. If the table cannot be read further, the record's line
    /// is where the reading stopped.
    pub fn read(&mut self, record: &mut Record) -> Step {
        loop {
            let step = match &mut self.reader {
                Reader::Text(text) => text.read(self.columns.len() + self.padding, record),
                Reader::Rows(rows, number) => {
                    record.clear();
                    *number += 1;
                    record.line = *number;
                    match rows.read(record) {
                        Ok(true) => Step::Row,
                        Ok(false) => Step::End,
                        Err(error) => stop(&error),
                    }
                }
            };
            let blank = matches!(step, Step::Row | Step::BadRow) && record.is_blank();
            if !blank {
                return match step {
                    // Concatenated files have the header in the middle.
                    Step::Row if self.is_header(record) => {
                        Step::Lost(Kind::BadRow, "the header again: files were put together here".to_owned())
                    }
                    Step::Row if record.len() == self.columns.len() => {
                        self.whole_rows = true;
                        Step::Row
                    }
                    Step::Row if self.is_padded(record) => {
                        record.truncate(self.columns.len());
                        self.whole_rows = true;
                        Step::Row
                    }
                    Step::Row if self.is_cut_off(record) => {
                        let says = format!(
                            "the last line ends in its cell {} of {}, without a line end",
                            record.len(),
                            self.columns.len()
                        );
                        Step::Stop(Kind::Truncated, says)
                    }
                    Step::Row => {
                        self.short_rows |= record.len() < self.columns.len();
                        Step::BadRow
                    }
                    step => step,
                };
            }
        }
    }

    fn is_header(&self, record: &Record) -> bool {
        let trimmed = |text: &[u8]| text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text).trim_ascii().to_vec();
        record.len() > 1
            && record.len() == self.titles.len()
            && record.iter().zip(&self.titles).all(|(cell, title)| trimmed(cell) == trimmed(title.as_bytes()))
    }

    /// Whether a row has as many surplus empty cells as every row. A single row with them is shifted.
    fn is_padded(&mut self, record: &Record) -> bool {
        let Some(surplus) = record.len().checked_sub(self.columns.len()).filter(|surplus| *surplus > 0) else {
            return false;
        };
        if !record.iter().skip(self.columns.len()).all(|cell| cell.trim_ascii().is_empty()) {
            return false;
        }
        if !self.whole_rows && !self.columns.is_empty() {
            self.padding = surplus;
        }
        self.padding == surplus
    }

    /// Whether the file was cut in its last row: the row has no line end and lacks cells, and no earlier row lacks any.
    fn is_cut_off(&self, record: &Record) -> bool {
        let Reader::Text(text) = &self.reader else { return false };
        record.len() < self.columns.len() && self.whole_rows && !self.short_rows && text.ends_without_line_end()
    }

    /// Whether the header is entirely UTF-8.
    #[must_use]
    pub fn has_whole_names(&self) -> bool {
        self.titles.iter().all(|title| !title.contains(char::REPLACEMENT_CHARACTER))
    }

    /// Whether a bad row only lacks fields at its end: some exports leave out empty ones.
    #[must_use]
    pub fn is_cut_short(&self, record: &Record) -> bool {
        record.len() < self.columns.len() && record.len() > 1 && !record.spans_lines
    }
}

/// Returns the name of a column in one form: lower case, underscores for spaces and hyphens, straight apostrophes.
#[must_use]
pub fn column_name(text: &str) -> String {
    let plain = text.trim().trim_matches('"').trim().to_lowercase();
    plain.replace([' ', '-', '\u{a0}', '\u{202f}'], "_").replace('\u{2019}', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("table");
        std::fs::write(&path, text).unwrap();
        let input = crate::input::open(&path, &indicatif::ProgressBar::hidden()).unwrap();
        let mut table = Table::open(input, |name| ["id", "title", "price", "link"].contains(&name)).unwrap();
        let mut record = Record::default();
        let mut rows = Vec::new();
        loop {
            let step = table.read(&mut record);
            rows.push(match step {
                Step::Row => format!("{}:{}", record.line, record.shown(char::from(b'|'))),
                Step::BadRow => format!("{}:bad {}", record.line, record.shown(char::from(b'|'))),
                Step::Lost(kind, why) => format!("{}:{} {why}", record.line, kind.code()),
                Step::Stop(Kind::Truncated, why) => {
                    rows.push(format!("{}:cut: {why}", record.line));
                    return rows;
                }
                Step::Stop(_, why) => panic!("{why}"),
                Step::End => return rows,
            });
        }
    }

    #[test]
    fn lines_are_counted_as_an_editor_does() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["id,title", "a,\"one\ntwo\"", "", "b,three", "c,four"].join(end);
            assert_eq!(read(&text), ["2:a|one\ntwo", "5:b|three", "6:c|four"], "{end:?}");
        }
        assert_eq!(read("\n\nid,title\n,\na,b"), ["5:a|b"], "blank lines and rows are passed over, and counted");
    }

    #[test]
    fn what_stands_before_a_header_is_passed_over() {
        for before in ["sep=;\r\n", "# Required | An id,# Required\n", "\u{feff}", "\n"] {
            assert_eq!(read(&format!("{before}id;title\na;b")).last().unwrap().split(':').next_back(), Some("a|b"));
        }
    }

    #[test]
    fn an_unclosed_quote_costs_its_line() {
        let lost = |line: u64| {
            let next = line + 1;
            format!("{line}:unclosed-quote 1 line lost: a quote in it is not closed; reading goes on with line {next}")
        };
        for (text, expected) in [
            ("id,title,price\na,\"x,1\nb,y,2\nc,z,3\n", vec![lost(2), "3:b|y|2".into(), "4:c|z|3".into()]),
            // The last row of a file.
            ("id,title,price\na,x,1\nb,\"y,2\n", vec!["2:a|x|1".into(), lost(3)]),
            // Closed by the quote of a later field.
            ("id,title,price\na,\"x,1\nb,\"y\",2\n", vec![lost(2), "3:b|y|2".into()]),
            ("id,title,price,link\na,\"x,1,l\nb,y 9\",2,l\n", vec![lost(2), "3:b|y 9\"|2|l".into()]),
            // A text of several lines.
            (
                "id,title,price,link\na,\"x, y\nand z\n\nend\",1,l\nb,y,2,l\n",
                vec!["2:a|x, y\nand z\n\nend|1|l".into(), "6:b|y|2|l".into()],
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_file_that_was_cut_in_its_last_row_ends_early() {
        let cut = |cell: usize, of: usize| {
            format!("3:cut: the last line ends in its cell {cell} of {of}, without a line end")
        };
        for (text, expected) in [
            ("id,title,price\na,x,1\nb,y", vec!["2:a|x|1".to_owned(), cut(2, 3)]),
            ("id,title,price\na,x,1\nb", vec!["2:a|x|1".into(), cut(1, 3)]),
            ("id\ttitle\tprice\na\tx\t1\nb\ty", vec!["2:a|x|1".into(), cut(2, 3)]),
            ("id,title,price\na,x,1\nb,\"y", vec!["2:a|x|1".into(), "3:cut: the last line ends inside quotes".into()]),
            (
                "id,title,price\na,x,1\nb,\"y\nand more",
                vec!["2:a|x|1".into(), "3:cut: the last line ends inside quotes".into()],
            ),
            // Nothing shows that the file was cut.
            ("id,title,price\na,x,1\nb,y,2", vec!["2:a|x|1".into(), "3:b|y|2".into()]),
            ("id,title,price\na,x,1\nb,y\n", vec!["2:a|x|1".into(), "3:bad b|y".into()]),
            ("id,title,price\na,x\nb,y,2\nc,z", vec!["2:bad a|x".into(), "3:b|y|2".into(), "4:bad c|z".into()]),
            ("id,title,price\na,x", vec!["2:bad a|x".into()]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn empty_cells_behind_every_row_are_passed_over() {
        for mark in [",", ";", "\t"] {
            let with = |text: &str| read(&text.replace(',', mark));
            assert_eq!(with("id,title,price\na,x,1,,\nb,y,2,,\nc,,,,\n"), ["2:a|x|1", "3:b|y|2", "4:c||"]);
            assert_eq!(with("id,title,price\na,x,1,\nb,y,2\nc,z,3,\n"), ["2:a|x|1", "3:b|y|2", "4:c|z|3"]);
            // A single row is shifted, and so is a row with a text in a surplus cell.
            assert_eq!(with("id,title,price\na,x,1\nb,,y,\n"), ["2:a|x|1", "3:bad b||y|"]);
            assert_eq!(with("id,title,price\na,x,1,\nb,,y,2\nc,,z,,\n"), ["2:a|x|1", "3:bad b||y|2", "4:bad c||z||"]);
        }
        // A quote that is not closed is found nevertheless.
        assert_eq!(
            read("id,title,price,link\na,x,1,l,,\nb,\"y,2,l,,\nc,z,3,l,,\nd,\"z\",3,l,,\n"),
            [
                "2:a|x|1|l",
                "3:unclosed-quote 1 line lost: a quote in it is not closed; reading goes on with line 4",
                "4:c|z|3|l",
                "5:d|z|3|l"
            ]
        );
    }

    #[test]
    fn in_tab_separated_text_a_quote_is_text() {
        assert_eq!(
            read(
                "id\ttitle\tprice\na\t\"x\t1\nb\tPoster \"y\"\t2\nc\t\"z\" and \"z\"\t3\nd\t\"4 \"\"inch\"\", flat\"\t4\n"
            ),
            ["2:a|\"x|1", "3:b|Poster \"y\"|2", "4:c|\"z\" and \"z\"|3", "5:d|4 \"inch\", flat|4"]
        );
        assert_eq!(
            read("id\ttitle\tprice\na\t\"two\nlines, long\"\t1\nb\tx\t2\n"),
            ["2:a|two\nlines, long|1", "4:b|x|2"],
            "as spreadsheets write a cell with a line end"
        );
    }

    #[test]
    fn quotes_around_a_field_of_tab_separated_text_are_text_unless_the_writer_quotes() {
        let rows = "a\t\"Le Grand Bleu\"\t1\nb\t\"x, y\"\t2\n";
        assert_eq!(
            read(&format!("id\ttitle\tprice\n{rows}")),
            ["2:a|\"Le Grand Bleu\"|1", "3:b|\"x, y\"|2"],
            "nothing shows that the writer quotes"
        );
        assert_eq!(
            read("\"id\"\t\"title\"\t\"price\"\n\"a\"\t\"x, \"\"y\"\"\"\t\"1\"\n"),
            ["2:a|x, \"y\"|1"],
            "a header in quotes shows it"
        );
        assert_eq!(
            read("\"id\"\t\"title\"\t\"price\"\n\"a\"\t\"x\"\t1\n"),
            ["2:a|x|1"],
            "also where numbers stand without"
        );
        assert_eq!(
            read("id\t\"title\"\tprice\na\t\"x\"\t1\n"),
            ["2:a|x|1"],
            "as do quoted names with quoted cells below them"
        );
        assert_eq!(
            read("id\t\"title\"\tprice\na\t\"Le Grand Bleu\"\t1\nb\tMug\t2\n"),
            ["2:a|\"Le Grand Bleu\"|1", "3:b|Mug|2"],
            "a quoted name alone shows nothing: cells below it stand without"
        );
        assert_eq!(
            read("id\ttitle\tprice\n\t\"Le Grand Bleu\"\t\n"),
            ["2:|\"Le Grand Bleu\"|"],
            "nor does a row with one cell"
        );
        assert_eq!(
            read("id\ttitle\tprice\n\"a\"\t\"x\"\t\nb\t\"y\"\t2\n"),
            ["2:a|x|", "3:b|\"y\"|2"],
            "so does a row whose fields all stand in quotes"
        );
    }

    #[test]
    fn what_every_text_with_a_space_or_a_comma_shows_is_a_habit_of_the_writer() {
        let table = |quoted: usize, plain: usize, header: &str, text: &str| {
            let rows = (0..quoted + plain).map(|n| match n {
                n if n < quoted => format!("{n}\t\"{text}\"\tx\n"),
                n => format!("{n}\t{text}\tx\n"),
            });
            read(&format!("{header}\n{}", rows.collect::<String>()))
        };
        let plain = "id\ttitle\tprice";
        for text in ["Le Grand Bleu", "Mug,big"] {
            assert_eq!(table(10, 0, plain, text)[0], format!("2:0|{text}|x"), "ten texts, all in quotes");
            assert_eq!(table(9, 0, plain, text)[0], format!("2:0|\"{text}\"|x"), "nine may be titles in quotes");
            assert_eq!(table(50, 1, plain, text)[0], format!("2:0|\"{text}\"|x"), "one stands without");
        }
        // As PHP writes; the header shows the habit too.
        let php = "id\ttitle\t\"sale price\"";
        assert_eq!(table(2, 0, php, "Le Grand Bleu")[0], "2:0|Le Grand Bleu|x");
        assert_eq!(table(2, 1, php, "Le Grand Bleu")[0], "2:0|\"Le Grand Bleu\"|x");
    }

    #[test]
    fn rows_in_quotes_are_rows() {
        assert_eq!(read("\"id,title\"\n\"a,b\"\n\"c,\"\"d, e\"\"\"\n"), ["2:a|b", "3:c|d, e"]);
    }
}
