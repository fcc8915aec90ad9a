//! Checks the addresses that a page may link to.

/// Longest web address in bytes: the limit of Google Merchant Center.
const MAX_ADDRESS: usize = 2000;

/// Whether `address` is an absolute http or https address with a host, of at most 2000 bytes, without a user name and
/// without characters that could end an attribute or a line.
pub fn is_web_address(address: &str) -> bool {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| {
        let start = address.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| address.get(scheme.len()..)).flatten()
    });
    let Some(rest) = rest else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !host.is_empty()
        && !host.starts_with(':')
        && !host.contains('@')
        && address.len() <= MAX_ADDRESS
        && !address.chars().any(|c| {
            c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\' | '`' | '\u{202a}'..='\u{202e}')
        })
}

/// Whether a page of https loads a picture from `address`: a web address as in [`is_web_address`] that begins with
/// https.
pub(crate) fn is_secure_address(address: &str) -> bool {
    is_web_address(address) && address.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://"))
}

/// Whether a page may link to `address`: a web address as in [`is_web_address`], or an address on the page's own site.
/// An address on the site begins with `/`, `./` or `#`; the browser resolves it on the page that shows it.
pub fn is_link(address: &str) -> bool {
    let on_site = ["/", "./", "#"].iter().any(|start| address.starts_with(start)) && !address.starts_with("//");
    on_site && is_web_address(&format!("https://site.example/{address}")) || is_web_address(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_http_addresses_without_markup_are_accepted() {
        for good in ["https://shop.example/p?a=1#b", "HTTP://shop.example", "https://h:8080/é"] {
            assert!(is_web_address(good), "{good}");
        }
        let long = format!("https://h/{}", "x".repeat(2000));
        for bad in [
            "",
            "/p/1",
            "shop.example/p",
            "//shop.example/p",
            "ftp://h/p",
            "javascript:alert(1)",
            "https://",
            "https:///p",
            "https://:80/",
            "https://u@h/",
            "https://h/a b",
            "https://h/\"",
            "https://h/\u{202e}",
            "data:text/html,x",
            &long,
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }

    #[test]
    fn a_picture_is_loaded_over_https() {
        assert!(is_secure_address("HTTPS://shop.example/1.jpg"));
        for bad in ["http://shop.example/1.jpg", "/1.jpg", "https://", "https://h/\u{202e}"] {
            assert!(!is_secure_address(bad), "{bad}");
        }
    }

    #[test]
    fn a_link_may_be_on_the_pages_own_site() {
        for good in ["/p/1", "./pictures/1.svg", "#/product/1", "https://shop.example/p"] {
            assert!(is_link(good), "{good}");
        }
        for bad in ["", "p/1", "//shop.example/p", "/a b", "#\"", "javascript:alert(1)", "/\\shop.example"] {
            assert!(!is_link(bad), "{bad}");
        }
    }
}
