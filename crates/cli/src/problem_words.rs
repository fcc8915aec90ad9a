//! How sentences speak of problems. Not for their table, which they print themselves.

use passerelle_catalogue::problems::{Kind, Problem, Problems};

/// What shows how files were understood.
pub(crate) const CHECK: &str = "passerelle check --feed FEED --orders FILE";

/// The problem that rows have most.
pub(crate) fn worst(problems: &Problems) -> Option<&Problem> {
    problems.list().into_iter().max_by_key(|problem| problem.count)
}

/// A kind of problem in a sentence: "bad date".
pub(crate) fn spoken(kind: Kind) -> String {
    kind.code().replace('-', " ")
}
