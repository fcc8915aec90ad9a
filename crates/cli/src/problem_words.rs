//! How sentences speak of problems. Not for their table, which they print themselves.

use passerelle_catalogue::orders::LogReport;
use passerelle_catalogue::problems::{Example, Kind, Problem, Problems};

/// What shows how files were understood.
pub(crate) const CHECK: &str = "passerelle check --feed FEED --orders FILE";

/// What orders without shoppers mean for the privacy floor.
pub(crate) const NO_SHOPPERS: &str =
    "no column user_id: each order counts as a person of its own; name the column with --column user_id=NAME";

/// What to paste into house.toml where orders have states that are not known.
pub(crate) fn states_to_name(orders: &LogReport) -> Option<String> {
    let states = orders.unknown_states();
    let list = states.iter().map(|state| format!("{state:?}")).collect::<Vec<_>>().join(", ");
    (!states.is_empty()).then(|| {
        format!(
            "In house.toml, under [orders], write bought_states = [{list}], or not_bought_states = [{list}], by what the shop \
             means with each; or name another column with --column status=NAME."
        )
    })
}

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
