//! Logs in every form, intact and damaged.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use indicatif::ProgressBar;
use passerelle::history::EventKind;
use passerelle_catalogue::error::LogError;
use passerelle_catalogue::orders::{self as log, Clock, ColumnMap, Log, LogReport, Split};
use passerelle_catalogue::problems::{Kind, Problems};
use proptest::prelude::*;

/// `a` to `z` are items 0 to 25.
fn letter(id: &str) -> Option<u32> {
    match id.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(u32::from(letter - b'a')),
        _ => None,
    }
}

fn read_all(files: &[&[u8]], map: &ColumnMap) -> (Result<(Log, LogReport), LogError>, Problems) {
    let dir = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (index, bytes) in files.iter().enumerate() {
        paths.push(dir.path().join(format!("{index}.csv")));
        std::fs::write(paths.last().unwrap(), bytes).unwrap();
    }
    let mut problems = Problems::new();
    let read = log::read(&paths, map, &mut letter, &mut problems, &ProgressBar::hidden());
    (read, problems)
}

fn read(text: &str) -> (Log, LogReport, Problems) {
    let (read, problems) = read_all(&[text.as_bytes()], &ColumnMap::default());
    let (log, report) = read.unwrap();
    (log, report, problems)
}

/// The items of each session as letters, in the order of the log.
fn letters(log: &Log) -> Vec<String> {
    let letters = |session| log.events_of(session).iter().map(|event| char::from(b'a' + event.item as u8)).collect();
    log.sessions.iter().map(letters).collect()
}

#[test]
fn sessions_in_any_order_of_rows() {
    let (log, report, problems) = read(
        "session_id,user_id,timestamp,item_id\n\
         late,u1,1600000300,c\nearly,u2,1600000100,a\nlate,u1,1600000200,b\nearly,u2,1600000150,d\n\
         middle,u1,1600000250,e\nlate,u1,1600000300,f\n",
    );
    assert_eq!(letters(&log), ["ad", "e", "bcf"]);
    assert_eq!(
        log.sessions.iter().map(|s| (s.time - 1_600_000_000, s.shopper)).collect::<Vec<_>>(),
        [(150, 0), (250, 1), (300, 1)]
    );
    assert_eq!((log.shoppers, log.ordered), (2, false));
    assert!(log.events.iter().all(|event| event.kind == EventKind::Purchase));
    assert_eq!((report.lines, report.matched, report.events, report.clock), (6, 6, 6, Clock::Time));
    assert!(report.splits.is_empty() && problems.is_empty());
}

#[test]
fn seq_and_fractions_of_seconds_break_ties() {
    let (log, ..) = read("session_id,timestamp,seq,item_id\ns,1600000100,2,b\ns,1600000100,1,a\ns,1600000099,9,z\n");
    assert_eq!(letters(&log), ["zab"]);
    let (log, ..) = read("session_id,timestamp,item_id\ns,1600000000500,b\ns,1600000000400,a\nt,1600000000000,c\n");
    assert_eq!(letters(&log), ["ab", "c"], "sessions of the same second stay in the order of the log");
}

#[test]
fn without_times_rows_are_the_order() {
    let (log, report, _) = read("session_id,item_id\ns,a\nt,b\ns,c\nu,d\n");
    assert_eq!((letters(&log), report.clock), (vec!["b".into(), "ac".into(), "d".into()], Clock::RowOrder));
    assert_eq!(log.sessions.iter().map(|s| s.time).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(log.shoppers, 3, "without a shopper's id every session has its own");
    let (log, ..) = read("session_id,seq,item_id\ns,5,a\ns,3,b\nt,1,c\n");
    assert_eq!(letters(&log), ["ba", "c"]);
}

#[test]
fn headers_delimiters_and_gzip() {
    let expected = letters(&read("session_id,timestamp,item_id,quantity\ns,1600000001,a,1\ns,1600000002,b,1\n").0);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(b"order_id,timestamp,item_id\ns,1600000001,a\ns,1600000002,b\n").unwrap();
    for bytes in [
        &b"Order ID;Timestamp;Item-Id;Qty\r\ns;1600000001;a;1\r\ns;1600000002;b;1\r\n"[..],
        b"\xef\xbb\xbfsession_id\ttimestamp\titem_id\ns\t1600000001\ta\ns\t1600000002\tb",
        b"\"session_id\",\"timestamp\",\"item_id\"\n\"s\",1600000001,\" a \"\ns,1600000002,b\n",
        &encoder.finish().unwrap(),
    ] {
        let (read, problems) = read_all(&[bytes], &ColumnMap::default());
        assert_eq!(letters(&read.unwrap().0), expected);
        assert!(problems.is_empty(), "{problems}");
    }
    let map = ColumnMap::parse(&["session_id=basket", "item_id=sku"]).unwrap();
    let (read, _) = read_all(&[b"sku,basket,timestamp\na,s,1600000001\nb,s,1600000002\n"], &map);
    assert_eq!(letters(&read.unwrap().0), expected);
}

#[test]
fn a_line_without_an_event_is_the_default_and_an_unknown_event_is_told() {
    let text = "session_id,timestamp,event,item_id\ns,1600000001,View Item,a\ns,1600000002,,b\ns,1600000003,scroll,c\ns,1600000004,achat,c\n";
    let (log, report, problems) = read(text);
    assert_eq!((report.lines, report.left_out, report.lost()), (4, 1, 1), "a page was scrolled");
    let kinds: Vec<_> = log.events.iter().map(|event| event.kind).collect();
    assert_eq!((kinds, log.ordered), (vec![EventKind::View, EventKind::Purchase], true));
    assert_eq!(problems.count(Kind::UnknownEvent), 1);
    let mut map = ColumnMap::default();
    map.default_event = EventKind::View;
    let (log, _) = read_all(&[b"session_id,item_id\ns,a\n"], &map).0.unwrap();
    assert!(log.ordered);
}

#[test]
fn rows_that_cannot_be_used_are_counted() {
    let (log, report, problems) = read(
        "session_id,timestamp,item_id,qty,price\n\
         s,1600000001,a,1,9\ns,1600000001,b,0,9\ns,1600000001,c,-1,9\ns,yesterday,d,1,9\ns,1600000001,other1,1,9\n\
         s,1600000001,other1,1,9\ns,1600000001,more1,1,9\n,1600000001,e,1,9\ns,1600000001,,1,9\ns,1600000001\n\
         s,1600000001,f,1,9,9\n",
    );
    assert_eq!(letters(&log), ["a"]);
    assert_eq!((report.lines, report.left_out, report.returns), (11, 1, 1), "a quantity below zero brings back");
    assert_eq!((report.matched, report.events), (4, 1));
    assert!((report.share_matched() - 4.0 / 10.0).abs() < 1e-12);
    assert_eq!(report.unmatched, [("other1".into(), 2), ("more1".into(), 1)]);
    for (kind, count) in [
        (Kind::BadQuantity, 1),
        (Kind::BadDate, 1),
        (Kind::ItemNotInFeed, 3),
        // The id of the session, that of an item, and the item of an incomplete row.
        (Kind::MissingAttribute, 3),
        (Kind::BadRow, 1),
    ] {
        assert_eq!(problems.count(kind), count, "{kind:?}: {problems}");
    }
    let date = problems.list().into_iter().find(|problem| problem.kind == Kind::BadDate).unwrap();
    assert_eq!((date.examples[0].line, date.examples[0].text.as_str()), (5, "yesterday"));
}

#[test]
fn splits_follow_their_sessions() {
    let (log, report, _) = read(
        "split,session_id,timestamp,item_id\ntest,s,1600000009,a\ntrain,s,1600000001,b\ntrain,t,1600000002,c\nvalid,u,1600000003,d\n",
    );
    assert_eq!(letters(&log), ["b", "c", "d", "a"]);
    assert_eq!(report.splits, [Split::Train, Split::Train, Split::Valid, Split::Test]);
}

#[test]
fn several_files_are_one_log() {
    let files: [&[u8]; 2] = [
        b"session_id,timestamp,event,item_id\ns,1600000002,view_item,b\n",
        b"item_id;session_id;event;timestamp\na;s;view_item;1600000001\nc;t;view_item;1600000000\n",
    ];
    let (read, problems) = read_all(&files, &ColumnMap::default());
    assert_eq!((letters(&read.unwrap().0), problems.total()), (vec!["c".into(), "ab".into()], 0));
    let files: [&[u8]; 2] = [b"session_id,timestamp,item_id\ns,1600000002,b\n", b"session_id,item_id\ns,b\n"];
    assert_eq!(read_all(&files, &ColumnMap::default()).0.unwrap_err().code(), "mixed-clocks");
}

#[test]
fn rows_before_a_cut_are_kept() {
    let mut text = String::from("session_id,timestamp,item_id\n");
    (0..50_000).for_each(|n| text += &format!("s{},{},a\n", n * 7919 % 50_000, 1_600_000_000 + n));
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    let whole = encoder.finish().unwrap();
    let (read, problems) = read_all(&[&whole[..whole.len() / 2]], &ColumnMap::default());
    let kept = read.unwrap().0.events.len();
    assert!((10_000..40_000).contains(&kept), "{kept}");
    assert_eq!((problems.count(Kind::Truncated), problems.total()), (1, 1), "{problems}");
}

#[test]
fn what_is_no_log_is_said_in_a_sentence() {
    for (bytes, code) in
        [(&b"basket,sku\n1,2\n"[..], "missing-column"), (b"", "log-unreadable"), (b"PK\x03\x04zip", "log-unreadable")]
    {
        assert_eq!(read_all(&[bytes], &ColumnMap::default()).0.unwrap_err().code(), code);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let with_header = [b"session_id,user_id,timestamp,item_id,seq,split,qty,event\n", &bytes[..]].concat();
        let _ = read_all(&[&bytes], &ColumnMap::default());
        let _ = read_all(&[&with_header], &ColumnMap::default());
    }

    /// For any order of the rows, the sessions are those that grouping and sorting the rows gives.
    #[test]
    fn grouping_loses_nothing(rows in prop::collection::vec((0u8..6, 0u8..4, 0u32..50, 0u8..26), 0..60)) {
        let mut text = String::from("session_id,user_id,timestamp,item_id\n");
        for (session, user, time, item) in &rows {
            text += &format!("s{session},u{user},{},{}\n", 1_600_000_000 + time, char::from(b'a' + item));
        }
        let (log, ..) = read(&text);
        let mut expected = Vec::new();
        let mut seen = Vec::new();
        for (session, user, ..) in &rows {
            if !seen.contains(&(session, user)) {
                seen.push((session, user));
                let mut events: Vec<_> = rows.iter().filter(|row| (&row.0, &row.1) == (session, user)).collect();
                events.sort_by_key(|row| row.2);
                let time = events.last().unwrap().2;
                expected.push((time, events.iter().map(|row| char::from(b'a' + row.3)).collect::<String>()));
            }
        }
        expected.sort_by_key(|(time, _)| *time);
        prop_assert_eq!(letters(&log), expected.iter().map(|(_, items)| items.clone()).collect::<Vec<_>>());
        prop_assert!(log.sessions.iter().all(|session| session.shopper < log.shoppers));
    }
}

#[test]
fn a_status_on_no_list_is_told_with_its_values_and_lost() {
    let (log, report, problems) = read(
        "order_id,timestamp,status,item_id\n1,1600000001,completed,a\n1,1600000001,,b\n2,1600000002,zurueck,c\n\
         2,1600000002,,d\n3,1600000003,Zahlung ausstehend,e\n3,1600000003,,f\n4,1600000004,,g\n5,1600000005,verloren,h\n",
    );
    assert_eq!(letters(&log), ["ab", "g"], "what is not known is not learned from, nor the rest of its order");
    assert_eq!((report.left_out, report.lost(), problems.count(Kind::UnknownStatus)), (2, 3, 3));
    let loss = report.worst_loss().unwrap();
    assert_eq!((loss.column.as_str(), loss.count), ("status", 3));
    assert_eq!(
        loss.values,
        ["(a text of 7 characters, not shown)", "(a text of 8 characters, not shown)"],
        "of one order each: they may be names out of another column"
    );
    let lines: String = (0..6).map(|n| format!("{n},160000000{n},{},a\n", ["zurueck", "verloren"][n % 2])).collect();
    let (_, report, _) = read(&format!("order_id,timestamp,status,item_id\n{lines}7,1600000007,Jean Dupont,a\n"));
    let shown = &report.worst_loss().unwrap().values;
    assert_eq!(
        shown[..],
        ["zurueck", "verloren", "(a text of 11 characters, not shown)"],
        "three orders have each word"
    );
}

#[test]
fn closed_and_new_mean_what_the_platform_means_by_them() {
    let shopify = |status: &str| {
        format!(
            "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku\n\
             #1,a@b.example,{status},2020-03-05,1,A,a\n"
        )
    };
    let magento = |status: &str| {
        format!(
            "increment_id,customer_email,created_at,status,sku,qty_ordered\n1,a@b.example,2020-03-05,{status},a,1.0000\n"
        )
    };
    let other = |status: &str| format!("order_id,timestamp,status,item_id\n1,1600000001,{status},a\n");
    for (text, events, left_out, told) in [
        (shopify("closed"), 1, 0, 0),
        (shopify("new"), 0, 0, 1),
        (magento("closed"), 0, 1, 0),
        (magento("new"), 0, 1, 0),
        (magento("Payment_Review"), 0, 1, 0),
        (magento("complete"), 1, 0, 0),
        (other("closed"), 0, 0, 1),
        (other("new"), 0, 0, 1),
    ] {
        let (_, report, problems) = read(&text);
        let found = (report.events, report.left_out, problems.count(Kind::UnknownStatus));
        assert_eq!(found, (events, left_out, told), "{text}");
    }
}

#[test]
fn what_a_house_calls_the_states_of_its_orders_decides() {
    let status = |text: &str| format!("order_id,timestamp,status,item_id\n1,1600000001,{text},a\n");
    let mut map = ColumnMap::default();
    map.know_states(&["Closed".to_owned(), "2".to_owned()], &["new".to_owned(), "Completed".to_owned()]);
    for (text, events, left_out) in
        [("closed", 1, 0), ("wc-closed", 1, 0), ("2.0", 1, 0), ("New", 0, 1), ("completed", 0, 1), ("paid", 1, 0)]
    {
        let (read, problems) = read_all(&[status(text).as_bytes()], &map);
        let report = read.unwrap().1;
        assert_eq!((report.events, report.left_out, problems.total()), (events, left_out, 0), "{text}");
    }
    // These are common words and not names, so they are reported even if only one order has them.
    let (_, report, _) = read(&(status("closed") + "2,1600000002,Neu,b\n3,1600000003,New,c\n"));
    assert_eq!(report.unknown_states(), ["closed", "New"], "{:?}", report.losses);
}

#[test]
fn a_row_without_a_date_never_takes_that_of_another_order() {
    let header = "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem sku\n";
    for first in ["#2,b@b.example,paid,soon,1,B,b", "#2,b@b.example,paid,,1,B,b"] {
        let (log, report, problems) =
            read(&format!("{header}#1,a@b.example,paid,2020-03-05,1,A,a\n{first}\n#2,,,,1,C,c\n"));
        assert_eq!((letters(&log), report.lost()), (vec!["a".to_owned()], 2), "{problems}");
    }
    let (log, ..) = read(&format!("{header}#1,a@b.example,paid,2020-03-05,1,A,a\n#1,,,,1,C,c\n"));
    assert_eq!(letters(&log), ["ac"], "of the same order it does");
}

#[test]
fn a_status_column_is_mapped_or_has_a_name_that_platforms_give() {
    let rows = "s,1600000001,Remboursé,a\nt,1600000002,Livré,b\n";
    for name in ["Order Status", "financial_status"] {
        let (log, report, _) = read(&format!("order_id,timestamp,{name},item_id\n{rows}"));
        assert_eq!((letters(&log), report.left_out), (vec!["b".to_owned()], 1), "{name}");
    }
    let text = format!("order_id,timestamp,state,item_id\n{rows}");
    let map = ColumnMap::parse(&["status=State"]).unwrap();
    let (log, report) = read_all(&[text.as_bytes()], &map).0.unwrap();
    assert_eq!((letters(&log), report.left_out), (vec!["b".to_owned()], 1));
    assert_eq!(
        letters(&read(&text).0),
        ["a", "b"],
        "a state may be a part of a country: it is read where it is mapped"
    );
}

#[test]
fn an_order_of_prestashop_is_valid_where_a_spreadsheet_says_so() {
    let (log, report, problems) = read(
        "id_order;id_customer;date_add;valid;product_id;product_reference\n1;5;2020-03-05;1;1;a\n2;6;2020-03-05;FAUX;1;b\n\
         3;7;2020-03-05;0.0;1;c\n4;8;2020-03-05;Non;1;d\n5;9;2020-03-05;WAHR;1;e\n6;9;2020-03-05;maybe;1;f\n",
    );
    assert_eq!((letters(&log), report.left_out), (vec!["a".to_owned(), "e".to_owned()], 3));
    assert_eq!(problems.count(Kind::UnknownStatus), 1);
}

#[test]
fn shoppers_under_usual_names_are_counted_and_columns_that_are_not_read_are_listed() {
    let rows = "o1,same@mail.example,2020-03-01,a,red\no2,same@mail.example,2020-03-02,a,red\n";
    for name in ["user", "customer_id", "Customer", "E-mail", "email"] {
        let (log, report, _) = read(&format!("order_id,{name},created_at,item_id,colour\n{rows}"));
        let [file] = &report.files[..] else { panic!() };
        let read = name != "E-mail";
        assert_eq!((log.shoppers, file.names_shoppers()), (if read { 1 } else { 2 }, read), "{name}");
        let ignored: &[&str] = if read { &["colour"] } else { &["E-mail", "colour"] };
        assert_eq!(
            (&file.ignored[..], report.clock),
            (&ignored.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>()[..], Clock::Time)
        );
    }
}

#[test]
fn no_sample_shows_a_cell_that_may_name_a_person() {
    let huge = format!("Dupont{}", "x".repeat(2000));
    let (_, report, problems) = read(&format!(
        "order_id,user_id,timestamp,item_id,quantity,seq,split\n1,Dupont, Jean,2020-03-01,a,1,1,train\n\
         2,u,2020-03-01,a,Dupont,1,train\n3,u,2020-03-01,a,1,Dupont,train\n4,u,2020-03-01,a,1,1,Dupont\n\
         5,{huge},2020-03-01,a,1,1,train\nDupont{huge},u,2020-03-01,a,1,1,train\n6,u,2020-03-01,known-to-nobody,1,1,train\n\
         7,u,Dupont,a,1,1,train\n8,u,2020-03-01,a,0,1,train\n9,u,2020-03-01,Jean Dupont,train,1,\n\
         10,u,31 Dupont 2020,a,1,1,train\n11,u,32.13.2020,a,1,1,train\n\
         12,u,2020-03-01,Jean Dupont,1,1,train\n13,u,2020-03-01,Jean Dupont 2,2,1,train\n14,u,2020-03-01,dupont,2,1,train\n"
    ));
    let told = format!("{problems}{:?}", report.losses);
    assert!(!told.to_lowercase().contains("dupont") && !told.contains("Jean"), "{told}");
    assert!(!format!("{:?}", report.unmatched).to_lowercase().contains("dupont"), "{:?}", report.unmatched);
    for shown in [
        "known-to-nobody",
        "32.13.2020",
        "quantity: 0\n",
        "8 cells under 7 columns",
        "a text of 6 characters, not shown",
    ] {
        assert!(told.contains(shown), "{shown}: {told}");
    }
}

#[test]
fn a_column_that_is_given_twice_is_told() {
    let (log, _, problems) = read("order_id,timestamp,item_id,Item ID,note,note\n1,1600000001,a,b,x,y\n");
    assert_eq!(letters(&log), ["a"], "the first counts");
    assert_eq!(problems.count(Kind::RepeatedColumn), 1, "a note is not read at all: {problems}");
    assert!(problems.to_string().contains("Item ID"), "{problems}");
}
