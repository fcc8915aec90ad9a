//! Feeds that are hostile, incomplete, or not feeds.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use passerelle_catalogue::feed;
use passerelle_catalogue::identity::assemble;
use passerelle_catalogue::problems::{Kind, Problems};
use proptest::prelude::*;

use super::fixture::{atom, count, gzip, house, read, rss, table, tsv};

#[test]
fn a_bomb_of_entities_stays_small() {
    let mut doctype = String::from("<!DOCTYPE rss [<!ENTITY a0 \"lol\">");
    for n in 1..40 {
        let _ = write!(doctype, "<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10));
    }
    let bomb = rss().replacen("<rss", &(doctype + "]>\n<rss"), 1).replacen("Bucket bag - black", "&a39;", 1);
    let start = Instant::now();
    let (feed, problems) = read(bomb.as_bytes());
    assert!(start.elapsed() < Duration::from_secs(2));
    assert_eq!(count(&problems, &[Kind::EntityDeclaration, Kind::UndefinedEntity]), [1, 1], "{problems}");
    assert_eq!(feed.unwrap().rows.len(), 4, "the row with the entity is skipped, the others are kept");
}

#[test]
fn undefined_entities_skip_their_row_only() {
    let text = rss()
        .replacen("Bucket bag - black", "Bucket&nothing;bag", 1)
        .replacen("<g:unheard_of>x", "<g:unheard_of>&neither;", 1)
        .replacen("Silk slip", "Silk &#115;lip AT&T &lt; &eacute;", 1);
    let (feed, problems) = read(text.as_bytes());
    let feed = feed.unwrap();
    assert_eq!(feed.rows.len(), 4);
    assert_eq!(&*feed.rows[3].title, "Silk slip AT&T < é", "names of HTML's are read");
    assert_eq!(problems.count(Kind::UndefinedEntity), 1);
    assert!(problems.to_string().contains("&nothing;"), "{problems}");
}

#[test]
fn only_an_attributes_own_text_counts() {
    let text = rss().replacen("Silk slip", "Silk <b>very</b><g:price>5 EUR</g:price><i><g:id>no</g:id></i> slip", 1);
    let (feed, problems) = read(text.as_bytes());
    let slip = &feed.unwrap().rows[4];
    assert_eq!((&*slip.id, &*slip.title, slip.price_minor), ("slip", "Silk slip", Some(9000)), "{problems}");
}

#[test]
fn text_and_nesting_are_bounded() {
    let long = rss().replacen("Bucket bag - black", &"word ".repeat(300_000), 1);
    let (feed, problems) = read(long.as_bytes());
    assert_eq!(feed.unwrap().rows[0].title.chars().count(), 199, "{problems}");
    let deep = rss().replacen("<g:unheard_of>", &"<x>".repeat(100_000), 1);
    let (feed, problems) = read(deep.as_bytes());
    assert_eq!((feed.unwrap().rows.len(), problems.count(Kind::Broken)), (0, 1));
    let token = rss().replacen("Silk slip", &"x".repeat(9 << 20), 1);
    let (feed, problems) = read(token.as_bytes());
    let feed = feed.unwrap();
    assert_eq!((feed.rows[4].title.len(), problems.total()), (200, 1), "{problems}");
    let tag = rss().replacen("<g:unheard_of>", &format!("<g:unheard_of x=\"{}\">", "x".repeat(9 << 20)), 1);
    let (feed, problems) = read(tag.as_bytes());
    assert_eq!((feed.unwrap().rows.len(), problems.count(Kind::Broken)), (0, 1));
    let quote = table("color", &["a\tRed", "b\t\"Red"]) + &"c\tc\tc\tc\tc\tc\n".repeat(1 << 16);
    let (feed, problems) = read(quote.as_bytes());
    assert_eq!((feed.unwrap().rows.len(), problems.count(Kind::UnclosedQuote)), (2, 0), "{problems}");
    let (feed, problems) = read(quote.replace('\t', ",").as_bytes());
    assert_eq!((feed.unwrap().rows.len(), problems.count(Kind::UnclosedQuote)), (1, 1), "{problems}");
}

#[test]
fn rows_before_a_cut_are_kept() {
    let rss = rss();
    let cut = rss.find("Silk slip").unwrap();
    let (feed, problems) = read(&rss.as_bytes()[..cut]);
    assert_eq!((feed.unwrap().rows.len(), problems.count(Kind::Truncated)), (4, 1), "{problems}");
    assert!(problems.list()[0].examples[0].line > 40, "{problems}");

    let mut many = String::from(&rss[..rss.find("<item>").unwrap()]);
    for n in 0..20_000 {
        let _ = writeln!(
            many,
            "<item><g:id>{n}</g:id><title>T{n}</title><link>https://h/{n}</link>\
            <g:product_type>Leather goods</g:product_type><g:availability>in_stock</g:availability></item>"
        );
    }
    let whole = gzip((many + "</channel></rss>").as_bytes());
    let (feed, problems) = read(&whole[..whole.len() / 2]);
    let kept = feed.unwrap().rows.len();
    assert!((5_000..15_000).contains(&kept), "{kept}");
    assert_eq!((problems.count(Kind::Truncated), problems.total()), (1, 1), "{problems}");
}

#[test]
fn what_is_not_closed_is_named_where_it_opens() {
    let line = |text: &str, what: &str| text[..text.find(what).unwrap()].lines().count() as u64;
    for (from, to) in [("Silk slip", "<![CDATA[Silk slip"), ("<g:unheard_of>", "\n<!-- never closed <g:unheard_of>")] {
        let text = rss().replacen(from, to, 1);
        let (feed, problems) = read(text.as_bytes());
        let feed = feed.unwrap();
        let told = &problems.list()[0].examples[0];
        assert_eq!(problems.count(Kind::Truncated), 1, "{problems}");
        assert_eq!(told.line, line(&text, to.trim_start()) + u64::from(to.starts_with('\n')), "{problems}");
        assert_eq!((feed.about.platform, feed.about.form), ("Google Merchant Center", "XML"));
    }
    let (feed, _) = read(rss().replacen("</item>", "</g:item>", 1).as_bytes());
    let about = feed.unwrap().about;
    assert_eq!(about.platform, "Google Merchant Center", "also where the markup is wrong");
    assert!(about.columns.iter().any(|(name, _)| name == "title"), "{about:?}");
}

#[test]
fn a_section_that_another_one_closes_is_told_with_the_rows_that_it_swallows() {
    let titles: Vec<&str> = super::fixture::ROWS.iter().map(|row| row[2]).collect();
    // The CDATA section of one title extends to the end of the next title's.
    let text = rss().replacen(titles[0], &format!("<![CDATA[{}", titles[0]), 1).replacen(
        titles[1],
        &format!("<![CDATA[{}]]>", titles[1]),
        1,
    );
    let (feed, problems) = read(text.as_bytes());
    let feed = feed.unwrap();
    assert!(feed.rows.iter().all(|row| &*row.id != "bag-1" && &*row.id != "bag-2"), "{problems}");
    assert_eq!((problems.count(Kind::UnclosedSection), feed.dropped), (1, 3), "a row of no division too: {problems}");
    assert!(problems.to_string().contains("1 more rows are lost"), "{problems}");
    let opens = text[..text.find("<![CDATA[").unwrap()].lines().count() as u64;
    let told = problems.list().into_iter().find(|problem| problem.kind == Kind::UnclosedSection).unwrap();
    assert_eq!(told.examples[0].line, opens, "where it opens");
    // A comment that extends to the end of the next one, and a comment around a row.
    let row = rss().find("<item>").unwrap();
    let (before, rows) = (&rss()[..row], &rss()[row..]);
    let text = format!("{before}<!-- begin {}", rows.replacen("<item>", "<item><!-- x -->", 2));
    let (feed, problems) = read(text.as_bytes());
    assert_eq!((problems.count(Kind::UnclosedSection), problems.count(Kind::Broken)), (1, 1), "{problems}");
    assert!(feed.unwrap().rows.is_empty(), "its end closes nothing");
    let text = format!("{before}<!-- {} -->{rows}", &rows[..rows.find("</item>").unwrap() + 7]);
    assert_eq!(read(text.as_bytes()).1.count(Kind::UnclosedSection), 0);
}

#[test]
fn an_element_that_a_product_has_twice_is_told() {
    let again = |more: &str| {
        let text = rss().replacen("<g:unheard_of>", &format!("{more}<g:unheard_of>"), 1);
        let (feed, problems) = read(text.as_bytes());
        (feed.unwrap(), problems)
    };
    assert_eq!(again("").1.count(Kind::RepeatedElement), 0);
    let (feed, problems) = again("<g:price>1.00 EUR</g:price><g:id>other</g:id>");
    assert_eq!(problems.count(Kind::RepeatedElement), 2, "{problems}");
    assert_eq!(feed.rows[0].price_minor, Some(100), "the first counts");
    let (feed, problems) = again(
        "<g:product_type>Leather goods > Small</g:product_type><g:image_link>https://h.example/first.jpg</g:image_link>",
    );
    let row = &feed.rows[0];
    assert_eq!((&*row.image, &*row.additional_image), ("https://h.example/first.jpg", "https://h.example/1.jpg"));
    assert_eq!(problems.count(Kind::RepeatedElement), 0, "some may be repeated: {problems}");
}

#[test]
fn what_is_no_feed_is_said_in_a_sentence() {
    for (bytes, says) in [
        (&b"<!DOCTYPE html><html><body>Log in</body></html>"[..], "web page"),
        (b"<catalog><item/></catalog>", "<catalog>"),
        (b"name,price\nx,1\n", "no column \"id\""),
        (b"id,price\nx,1\n", "no column \"title\""),
        (b"hello", "its first line has one column"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not text"),
        (b"", "is empty"),
        (b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss/>", "ISO-8859-1"),
        (b"<", "not a product feed"),
        (b"<!-- only -->", "no XML element"),
    ] {
        let error = read(bytes).0.unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
    let mut problems = Problems::new();
    let missing = feed::read("none.xml".as_ref(), &house(), &mut problems, &ProgressBar::hidden()).unwrap_err();
    assert_eq!(missing.code(), "feed-unreadable");
    assert!(missing.to_string().starts_with("none.xml cannot be read"), "{missing}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_damage_panics(at in 0usize..2000, damage in prop::collection::vec(any::<u8>(), 0..8), form in 0..3) {
        let mut bytes = [rss(), atom(), tsv()].into_iter().nth(form as usize).unwrap().into_bytes();
        let at = at.min(bytes.len());
        let end = (at + damage.len() / 2).min(bytes.len());
        bytes.splice(at..end, damage);
        let (feed, mut problems) = read(&bytes);
        if let Ok(feed) = feed {
            let catalogue = assemble(feed, &house(), &mut problems, "2026-03-15T00:00:00Z".parse().unwrap());
            prop_assert!(catalogue.items.is_sorted_by(|a, b| a.id < b.id));
            prop_assert!(catalogue.items.iter().all(|item| usize::from(item.item_type) < catalogue.types.len()));
        }
    }
}
