//! Reads visits and orders by day and group, as exported from a house's analytics. Not for assigning visits to groups:
//! see `passerelle::holdout`.

use jiff::civil::Date;
use std::collections::HashMap;
use std::io::Read;

/// The group of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// The visit could show suggestions.
    Suggestions,
    /// The visit showed the page's own content.
    HeldOut,
}

/// The unit of randomisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// The device of a shopper with a history: each day has visits of both groups.
    Device,
    /// The day, for all visitors without a history.
    Day,
}

/// The counts of one group on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The day.
    pub day: Date,
    /// The unit of randomisation.
    pub unit: Unit,
    /// The group.
    pub group: Group,
    /// Number of visits, at least as many as orders.
    pub visits: u64,
    /// Number of visits that ended in an order.
    pub orders: u64,
}

/// Why counts cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CountsError {
    /// The file is not valid CSV.
    #[error("the counts cannot be read: {0}")]
    Csv(#[from] csv::Error),
    /// A column is missing.
    #[error(
        "the counts have no column {column}: name the columns day, group, visits, orders and, if groups are drawn by day, unit; found {found}"
    )]
    Column {
        /// The missing column.
        column: &'static str,
        /// The columns of the header line.
        found: String,
    },
    /// A cell has an invalid value.
    #[error("line {line}: {column} is {value:?}: {remedy}")]
    Cell {
        /// The line of the file, from 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// The cell.
        value: String,
        /// The accepted values.
        remedy: &'static str,
    },
    /// There are more orders than visits.
    #[error(
        "line {line}: {orders} orders for {visits} visits: count a visit with two orders once, and count all visits of the group"
    )]
    MoreOrders {
        /// The line of the file, from 1.
        line: u64,
        /// The number of orders.
        orders: u64,
        /// The number of visits.
        visits: u64,
    },
    /// Two lines have the same day, unit and group.
    #[error("lines {first} and {line} count the same day and group: add them up if each counts a part, or remove one")]
    Twice {
        /// The first line.
        first: u64,
        /// The second line.
        line: u64,
    },
    /// There is no line after the header.
    #[error("the counts have no line below their column names: export at least one day of both groups")]
    Empty,
}

/// Reads CSV with the columns `day` (`2026-11-28` or `20261128`), `group` (`suggestions` or `held_out`), `visits`,
/// `orders` and `unit` (`device` or `day`; `device` if there is no such column), in any order. Other columns are
/// ignored. The rows are returned in the order of their days.
///
/// # Errors
/// [`CountsError`]: no line is skipped.
pub fn read(file: impl Read) -> Result<Vec<Row>, CountsError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
    let head = reader.headers()?.clone();
    let position = |column: &'static str| {
        let is_it = |name: &str| name.trim_start_matches('\u{feff}').eq_ignore_ascii_case(column);
        head.iter().position(is_it)
    };
    let needed = |column| {
        let found = || head.iter().collect::<Vec<_>>().join(", ");
        position(column).ok_or_else(|| CountsError::Column { column, found: found() })
    };
    let (day, group) = (needed("day")?, needed("group")?);
    let (visits, orders, unit) = (needed("visits")?, needed("orders")?, position("unit"));
    let mut rows: Vec<Row> = Vec::new();
    let mut met: HashMap<(Date, Unit, Group), u64> = HashMap::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells = Cells { record: &record, line };
        let row = Row {
            day: cells.read(day, "day", "write it as 2026-11-28", date)?,
            unit: match unit {
                Some(unit) => cells.read(unit, "unit", "write device or day", unit_of)?,
                None => Unit::Device,
            },
            group: cells.read(group, "group", "write suggestions or held_out", group_of)?,
            visits: cells
                .read(visits, "visits", "write a whole number without separators", |cell| cell.parse().ok())?,
            orders: cells
                .read(orders, "orders", "write a whole number without separators", |cell| cell.parse().ok())?,
        };
        if row.orders > row.visits {
            return Err(CountsError::MoreOrders { line, orders: row.orders, visits: row.visits });
        }
        if let Some(first) = met.insert((row.day, row.unit, row.group), line) {
            return Err(CountsError::Twice { first, line });
        }
        rows.push(row);
    }
    if rows.is_empty() {
        return Err(CountsError::Empty);
    }
    rows.sort_by_key(|row| row.day);
    Ok(rows)
}

/// A line and its number.
struct Cells<'a> {
    record: &'a csv::StringRecord,
    line: u64,
}

impl Cells<'_> {
    fn read<T>(
        &self,
        at: usize,
        column: &'static str,
        remedy: &'static str,
        meaning: impl Fn(&str) -> Option<T>,
    ) -> Result<T, CountsError> {
        let cell = self.record.get(at).unwrap_or_default();
        meaning(cell).ok_or_else(|| CountsError::Cell { line: self.line, column, value: cell.to_owned(), remedy })
    }
}

fn date(cell: &str) -> Option<Date> {
    cell.parse().ok().or_else(|| Date::strptime("%Y%m%d", cell).ok())
}

fn unit_of(cell: &str) -> Option<Unit> {
    match cell {
        "device" => Some(Unit::Device),
        "day" => Some(Unit::Day),
        _ => None,
    }
}

fn group_of(cell: &str) -> Option<Group> {
    match cell {
        "suggestions" => Some(Group::Suggestions),
        "held_out" => Some(Group::HeldOut),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn error(file: &str) -> String {
        read(file.as_bytes()).expect_err("refused").to_string()
    }

    #[test]
    fn columns_in_any_order_beside_others_are_read_by_day() {
        let file = "\u{feff}Orders,Visits,campaign,Group,Day,unit\n3,100,x,held_out,20261129,day\n5,200,y,suggestions,2026-11-28,device\n";
        let rows = read(file.as_bytes()).expect("read");
        let first =
            Row { day: date(2026, 11, 28), unit: Unit::Device, group: Group::Suggestions, visits: 200, orders: 5 };
        let second = Row { day: date(2026, 11, 29), unit: Unit::Day, group: Group::HeldOut, visits: 100, orders: 3 };
        assert_eq!(rows, [first, second]);
    }

    #[test]
    fn what_cannot_be_read_names_its_line_and_what_to_write() {
        let head = "day,group,visits,orders\n";
        for (line, said) in [
            ("28.11.2026,suggestions,1,0", "line 2: day is \"28.11.2026\": write it as 2026-11-28"),
            ("2026-11-28,control,1,0", "line 2: group is \"control\": write suggestions or held_out"),
            ("2026-11-28,held_out,\"1,204\",0", "line 2: visits is \"1,204\": write a whole number"),
            ("2026-11-28,held_out,10,-1", "line 2: orders is \"-1\": write a whole number"),
            ("2026-11-28,held_out,10,11", "line 2: 11 orders for 10 visits"),
        ] {
            let found = error(&format!("{head}{line}\n"));
            assert!(found.starts_with(said), "{found}");
        }
        let twice = format!("{head}2026-11-28,held_out,10,1\n20261128,held_out,10,1\n");
        assert!(error(&twice).starts_with("lines 2 and 3 count the same day and group"), "{}", error(&twice));
        assert!(error(head).contains("no line below"));
        assert!(error("date,group,visits,orders\n").contains("no column day"));
        assert!(error(&format!("{head}2026-11-28,held_out,10\n")).contains("cannot be read"));
    }
}
