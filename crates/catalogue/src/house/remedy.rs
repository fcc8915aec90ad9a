//! Adds a remedy to errors of the TOML reader whose message has none.

use super::check::nearest;

/// Renamed keys, with their new names.
const RENAMED: [(&str, &str); 6] = [
    ("share", "division_share_weight"),
    ("precedence", "new_arrival_boost"),
    ("per_type", "max_per_type"),
    ("marks", "occasions"),
    ("floor", "minimum_audience"),
    ("balance", "relation_share"),
];

/// Quantities that other programmes count, and a tier does not.
const SPENDING: [&str; 8] = ["amount", "orders", "points", "purchases", "revenue", "spend", "spending", "visits"];

/// Returns the reader's `message` with what to do next.
pub(super) fn with_remedy(message: &str) -> String {
    // "unknown field `untl`, expected one of `from`, `until`"
    let mut quoted = message.split('`').skip(1).step_by(2);
    let Some(written) = quoted.next().filter(|_| message.starts_with("unknown field")) else {
        let missing = message.starts_with("missing field");
        return if missing { format!("{message}; add it") } else { message.to_owned() };
    };
    let expected: Vec<&str> = quoted.collect();
    if let Some((_, now)) = RENAMED.iter().find(|(old, now)| *old == written && expected.contains(now)) {
        return format!("`{written}` is called `{now}` now: rename it, its value stays as it is");
    }
    if SPENDING.contains(&written) && expected.contains(&"attachment") && expected.contains(&"benefits") {
        return format!(
            "{message}; a tier depends on attachment, never on what a client spends: write attachment = 0.5"
        );
    }
    match nearest(written, expected) {
        Some(meant) => format!("{message}; did you mean `{meant}`? Correct the spelling or remove the line"),
        None => format!("{message}; correct the spelling or remove the line"),
    }
}

#[cfg(test)]
mod tests {
    use crate::house::fixture::{LINES, parsed};

    #[test]
    fn a_key_with_a_former_name_is_an_error_that_says_the_new_one() {
        for (table, old, now, value) in [
            ("ranking", "share", "division_share_weight", "1.0"),
            ("ranking", "precedence", "new_arrival_boost", "0.5"),
            ("ranking", "per_type", "max_per_type", "1"),
            ("season", "marks", "occasions", "[\"christmas\"]"),
            ("discretion", "floor", "minimum_audience", "0.02"),
            ("discretion", "balance", "relation_share", "0.5"),
        ] {
            let says =
                format!("house.toml:{}: `{old}` is called `{now}` now: rename it, its value stays as it is", LINES + 2);
            assert_eq!(parsed(&format!("[{table}]\n{old} = {value}\n")).unwrap_err(), says);
            assert!(
                parsed(&format!(
                    "[{table}]
{now} = {value}
"
                ))
                .is_ok(),
                "{now} takes the same value"
            );
        }
    }

    #[test]
    fn a_former_name_in_a_table_that_never_had_it_is_an_unknown_field() {
        assert!(parsed("[discretion]\nshare = 1.0\n").unwrap_err().contains("unknown field `share`"));
        assert!(parsed("[[placement]]\nid = \"home\"\nmarks = []\n").unwrap_err().contains("unknown field `marks`"));
    }
}
