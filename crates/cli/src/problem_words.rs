//! How sentences speak of problems. Not for their table, which they print themselves.

use passerelle_catalogue::problems::{Example, Kind, Problem, Problems};

/// What shows how files were understood.
pub(crate) const CHECK: &str = "passerelle check --feed FEED --orders FILE";

/// What orders without shoppers mean for the privacy floor.
pub(crate) const NO_SHOPPERS: &str =
    "no column user_id: each order counts as a person of its own; name the column with --column user_id=NAME";

/// The problem that rows have most.
pub(crate) fn worst(problems: &Problems) -> Option<&Problem> {
    problems.list().into_iter().max_by_key(|problem| problem.count)
}

/// A kind of problem in a sentence: "bad date".
pub(crate) fn spoken(kind: Kind) -> String {
    kind.code().replace('-', " ")
}

/// Where a problem is and what is there: " (column \"link\" has \"a\", \"b\", \"c\"; feed.tsv:2)".
pub(crate) fn shown(problem: &Problem) -> String {
    let Some(Example { file, line, column, .. }) = problem.examples.first() else { return String::new() };
    let texts: Vec<&str> = problem.examples.iter().map(|example| example.text.as_str()).collect();
    let column = if column.is_empty() { String::new() } else { format!("column \"{column}\" has ") };
    format!(" ({column}\"{}\"; {file}:{line})", texts.join("\", \""))
}
