//! Reads the names of events in a log. Not for learning from events.

use passerelle::history::EventKind;

/// GA4's events that tell nothing about an item that Passerelle reads.
pub(super) const OTHER_EVENTS: [&str; 34] = [
    "page_view",
    "session_start",
    "first_visit",
    "user_engagement",
    "scroll",
    "click",
    "view_item_list",
    "view_promotion",
    "select_promotion",
    "select_content",
    "begin_checkout",
    "add_shipping_info",
    "add_payment_info",
    "view_cart",
    "refund",
    "search",
    "view_search_results",
    "file_download",
    "form_start",
    "form_submit",
    "video_start",
    "video_progress",
    "video_complete",
    "login",
    "sign_up",
    "share",
    "generate_lead",
    "earn_virtual_currency",
    "spend_virtual_currency",
    "join_group",
    "exception",
    "screen_view",
    "first_open",
    "in_app_purchase",
];

/// The event of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    Of(EventKind),
    /// An event that is about no item.
    Other,
}

/// Returns the event with this name; case makes no difference, nor do spaces or hyphens for underscores.
pub(super) fn event_called(text: &[u8]) -> Option<Event> {
    let name = std::str::from_utf8(text).ok()?.trim().to_lowercase().replace([' ', '-'], "_");
    let other = || OTHER_EVENTS.contains(&name.as_str()).then_some(Event::Other);
    EventKind::from_name(&name).map(Event::Of).or_else(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_in_any_spelling_of_their_name() {
        for (text, event) in [
            ("Purchase", Some(Event::Of(EventKind::Purchase))),
            ("ADD TO CART", Some(Event::Of(EventKind::AddToCart))),
            ("page_view", Some(Event::Other)),
            ("achat", None),
        ] {
            assert!(event_called(text.as_bytes()) == event, "{text}");
        }
    }
}
