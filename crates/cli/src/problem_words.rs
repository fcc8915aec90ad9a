//! Wording of problems in sentences. Not for the table of problems, which prints itself.

use passerelle_catalogue::orders::LogReport;
use passerelle_catalogue::problems::{Example, Kind, Problem, Problems};

/// The command that shows how files were understood.
pub(crate) const CHECK: &str = "passerelle check --feed FEED --orders FILE";

/// The consequence of orders without shoppers for the privacy floor.
pub(crate) const NO_SHOPPERS: &str =
    "no column user_id: each order counts as another shopper; name the column with --column user_id=NAME";

/// The lines to add to house.toml if orders have unknown states; `None` if all are known.
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

/// The most frequent problem of rows.
pub(crate) fn worst(problems: &Problems) -> Option<&Problem> {
    problems.list().into_iter().max_by_key(|problem| problem.count)
}

/// A kind of problem as words in a sentence: "bad date".
pub(crate) fn spoken(kind: Kind) -> String {
    kind.code().replace('-', " ")
}

/// The location of a problem and its texts: " (column \"link\" has \"a\", \"b\", \"c\"; feed.tsv:2)".
pub(crate) fn shown(problem: &Problem) -> String {
    let Some(Example { file, line, column, .. }) = problem.examples.first() else { return String::new() };
    let texts: Vec<&str> = problem.examples.iter().map(|example| example.text.as_str()).collect();
    let column = if column.is_empty() { String::new() } else { format!("column \"{column}\" has ") };
    format!(" ({column}\"{}\"; {file}:{line})", texts.join("\", \""))
}
