//! How fast feeds and logs are read on this machine, and with how much memory:
//!
//!     cargo run --release --package passerelle-catalogue --example read_speed -- [MILLION_EVENTS]

#[path = "machine/mod.rs"]
mod machine;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use indicatif::ProgressBar;
use machine::{cpu_seconds, peak_mb};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use passerelle_catalogue::house::House;
use passerelle_catalogue::identity::assemble;
use passerelle_catalogue::orders::{self as log, ColumnMap};
use passerelle_catalogue::{feed, problems::Problems};

const HOUSE: &str = "[house]\nname = \"Bench\"\nlanguages = [\"en\"]\ncurrency = \"EUR\"\n\
    [[division]]\nid = \"one\"\nnames = { en = \"one\" }\nproduct_types = [\"One\"]\n";
const FEED_ROWS: u32 = 100_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let millions: u32 = std::env::args().nth(1).map_or(Ok(5), |text| text.parse())?;
    let dir = std::env::temp_dir().join(format!("passerelle-read-speed-{}", std::process::id()));
    std::fs::create_dir(&dir)?;
    let done = measure(&dir, millions * 1_000_000);
    std::fs::remove_dir_all(&dir)?;
    done
}

fn measure(dir: &Path, events: u32) -> Result<(), Box<dyn std::error::Error>> {
    let house = House::parse(HOUSE, "house.toml")?;
    let path = dir.join("feed.xml");
    write_feed(&path)?;
    let start = Instant::now();
    let mut problems = Problems::new();
    let rows = feed::read(&path, &house, &mut problems, &ProgressBar::hidden())?;
    let catalogue = assemble(rows, &house, &mut problems, "2026-01-01T00:00:00Z".parse()?);
    let seconds = start.elapsed().as_secs_f64();
    println!("feed: {FEED_ROWS} rows, {} items in {seconds:.2} s; {problems}", catalogue.items.len());

    for (name, dates, grouped) in [
        ("grouped, seconds", false, true),
        ("grouped, dates", true, true),
        ("interleaved, seconds", false, false),
        ("grouped, Parquet", false, true),
    ] {
        let path = dir.join("log.csv");
        if name.ends_with("Parquet") {
            write_parquet(&path, events)?;
        } else {
            write_log(&path, events, dates, grouped)?;
        }
        let (start, before) = (Instant::now(), cpu_seconds());
        let mut problems = Problems::new();
        let mut resolve = |id: &str| catalogue.resolve(id);
        let (log, report) =
            log::read(&[&path], &ColumnMap::default(), &mut resolve, &mut problems, &ProgressBar::hidden())?;
        let (seconds, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - before);
        println!(
            "log, {name}: {events} rows, {} sessions in {seconds:.2} s, {cpu:.2} s of processor time: {:.2} million rows/s \
             and core, {:.0}% matched, {} MB at most; {problems}",
            log.sessions.len(),
            f64::from(events) / cpu / 1e6,
            report.share_matched() * 100.0,
            peak_mb(),
        );
    }
    Ok(())
}

fn write_feed(path: &Path) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "<rss xmlns:g=\"http://base.google.com/ns/1.0\"><channel>")?;
    for n in 0..FEED_ROWS {
        let group = n / 4;
        writeln!(
            out,
            "<item><g:id>sku-{n}</g:id><g:item_group_id>item-{group}</g:item_group_id><title>A thing {group} - {n}</title>\
             <link>https://shop.example/p/{group}?v={n}&amp;c=1</link><description>{}</description>\
             <g:image_link>https://img.example/{n}.jpg</g:image_link><g:price>{}.50 EUR</g:price>\
             <g:availability>in_stock</g:availability><g:product_type>One &gt; Type {}</g:product_type>\
             <g:brand>Bench</g:brand><g:gtin>{:013}</g:gtin><g:color>red</g:color></item>",
            "Words about it. ".repeat(30),
            n % 500 + 1,
            n % 97,
            4_000_000_000_000u64 + u64::from(n),
        )?;
    }
    writeln!(out, "</channel></rss>")?;
    out.flush()
}

fn write_log(path: &Path, events: u32, dates: bool, grouped: bool) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "session_id,user_id,timestamp,item_id")?;
    let sessions = events / 5;
    for n in 0..events {
        let session = if grouped { n / 5 } else { (u64::from(n) * 2_654_435_761 % u64::from(sessions)) as u32 };
        let item = u64::from(n) * 40_503 % u64::from(FEED_ROWS);
        let (minute, second) = (n / 60 % 60, n % 60);
        if dates {
            let day = n / 3600 % 28 + 1;
            writeln!(out, "{session},u{},2025-06-{day:02}T10:{minute:02}:{second:02}Z,sku-{item}", session / 3)?;
        } else {
            writeln!(out, "{session},u{},{},sku-{item}", session / 3, 1_700_000_000 + n)?;
        }
    }
    out.flush()
}

/// The log that [`write_log`] writes grouped and in seconds, as Parquet in groups of a million rows.
fn write_parquet(path: &Path, events: u32) -> Result<(), Box<dyn std::error::Error>> {
    const GROUP: u32 = 1_000_000;
    let schema = parse_message_type(
        "message log { required binary session_id (STRING); required binary user_id (STRING); \
         required int64 timestamp; required binary item_id (STRING); }",
    )?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = SerializedFileWriter::new(File::create(path)?, schema.into(), properties.into())?;
    for first in (0..events).step_by(GROUP as usize) {
        let rows = first..(first + GROUP).min(events);
        let mut group = writer.next_row_group()?;
        let texts: [&dyn Fn(u32) -> String; 4] =
            [&|n| (n / 5).to_string(), &|n| format!("u{}", n / 15), &|_| String::new(), &|n| {
                format!("sku-{}", u64::from(n) * 40_503 % u64::from(FEED_ROWS))
            }];
        for (place, text) in texts.into_iter().enumerate() {
            let Some(mut column) = group.next_column()? else { break };
            if place == 2 {
                let times: Vec<i64> = rows.clone().map(|n| 1_700_000_000 + i64::from(n)).collect();
                column.typed::<Int64Type>().write_batch(&times, None, None)?;
            } else {
                let texts: Vec<ByteArray> = rows.clone().map(|n| ByteArray::from(text(n).into_bytes())).collect();
                column.typed::<ByteArrayType>().write_batch(&texts, None, None)?;
            }
            column.close()?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}
