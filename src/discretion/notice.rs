//! Who sees a notice, and how. It was delivered to everybody; whom it concerns is found out here, on the device.

/// How a notice is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prominence {
    /// Before everything else, until it is read.
    First,
    /// As an open letter.
    Letter,
}

/// How a notice is shown on `day` (since 1970-01-01 UTC) of its window, both days included; `None` when it is not.
/// `is_concerned` says whether the history holds what it is about, `seen` how often it was seen, `is_read` whether the
/// shopper opened or put it away. Nothing of promotions is asked: they never suppress it.
#[must_use]
pub const fn prominence(
    (from_day, until_day): (u32, u32),
    day: i64,
    is_concerned: bool,
    seen: u32,
    is_read: bool,
) -> Option<Prominence> {
    if day < from_day as i64 || day > until_day as i64 || is_read {
        return None;
    }
    if is_concerned {
        Some(Prominence::First)
    } else if seen == 0 {
        Some(Prominence::Letter)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn until_read_or_once() {
        let window = (10, 20);
        assert_eq!(prominence(window, 10, true, 0, false), Some(Prominence::First));
        assert_eq!(prominence(window, 20, true, 50, false), Some(Prominence::First), "until it is read");
        assert_eq!(prominence(window, 15, true, 50, true), None);
        assert_eq!(prominence(window, 15, false, 0, false), Some(Prominence::Letter));
        assert_eq!(prominence(window, 15, false, 1, false), None, "once");
        for day in [9, 21, -1, i64::MIN, i64::MAX] {
            assert_eq!(prominence(window, day, true, 0, false), None, "{day}");
        }
    }
}
