//! `passerelle inspect`

use std::num::NonZeroU8;
use std::path::PathBuf;

use passerelle::model::DivisionIndex;
use passerelle::pack::layout::HEADER_LEN;
use passerelle::pack::{Core, SpokenId};
use passerelle::season::SeasonalKind;
use serde::Serialize;

use crate::error::CommandError;
use crate::pack::pack_dir::PackDir;
use crate::pack::whole_check::Checked;
use passerelle_output::outln;
use passerelle_output::percentile;
use passerelle_output::table::{Table, print_columns, thousands};

/// Print the figures of a pack, or its data about one item.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the pack
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// An id: item, variant, SKU or GTIN
    #[arg(value_name = "ITEM")]
    item: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// An entry of an item's neighbour list.
#[derive(Serialize)]
struct Line {
    item_id: String,
    title: String,
    division: String,
    weight: f64,
    /// Number of shoppers behind the pair, capped at 255; in JSON, 0 if none were counted.
    support: u8,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let pack = PackDir::open(&args.dir)?;
    match &args.item {
        None => whole(&pack),
        Some(id) => one(&pack, id, args.json),
    }
}

fn whole(pack: &PackDir) -> Result<(), CommandError> {
    let (manifest, core) = (pack.manifest(), pack.core());
    let checked = pack.check_all()?;
    let mut table = Table::default();
    table
        .row("house", &core.house)
        .row("build", manifest.folder())
        .row("sequence", manifest.sequence)
        .row("suggestions", if manifest.on { "on" } else { "off" })
        .row("privacy floor k", core.k)
        .row("items", thousands(checked.items as u64))
        .row("neighbours", thousands(checked.neighbours as u64))
        .row("aliases", thousands(checked.aliases as u64))
        .row("cannot be bought now, with variants", thousands(pack.unavailable().len() as u64))
        .row("divisions, types", format!("{}, {}", core.divisions.len(), core.types.len()));
    page_rows(&mut table, core, &checked);
    table.row("shards", thousands(manifest.shard_files.map_or(0, |shards| shards.number().into())));
    let mut sizes = checked.shard_bytes;
    sizes.sort_unstable();
    for (name, share) in [("  bytes, p50", 50), ("  bytes, p95", 95), ("  bytes, max", 100)] {
        if manifest.shard_files.is_some() {
            table.row(name, thousands(percentile(&sizes, share) as u64));
        }
    }
    table.row("file header, bytes", HEADER_LEN);
    table.print();
    Ok(())
}

/// Adds the rows about the season, and the sizes of the files that every page loads.
pub(super) fn page_rows(table: &mut Table, core: &Core, checked: &Checked) {
    let occasions = core.season.kinds.iter().filter(|kind| **kind == SeasonalKind::Occasion).count();
    let bytes = &checked.season_bytes;
    table
        .row("collections, occasions", format!("{}, {occasions}", core.collections.len() - occasions))
        .row(
            "items with a demand profile",
            format!(
                "{}, {} of them in demand at some time of the year",
                thousands(checked.with_demand as u64),
                thousands(checked.in_demand as u64)
            ),
        )
        .row("core, bytes", thousands(checked.core_bytes as u64))
        .row(
            "files of the season",
            match bytes.iter().max() {
                Some(most) => format!("{}, at most {} bytes", bytes.len(), thousands(*most as u64)),
                None => "none: no item has enough shoppers in the orders".to_owned(),
            },
        )
        .row(
            "trending",
            match checked.trending_bytes {
                Some(bytes) => {
                    format!("{} items, {} bytes", thousands(checked.trending as u64), thousands(bytes as u64))
                }
                None => "none: an earlier version made the build".to_owned(),
            },
        )
        .row(
            "files of translations",
            format!(
                "{} ({}), at most {} bytes",
                checked.translations_bytes.len(),
                core.languages.join(", "),
                thousands(checked.translations_bytes.iter().max().copied().unwrap_or(0) as u64)
            ),
        )
        .row(
            "files of messages",
            match checked.messages_bytes.iter().max() {
                Some(most) => format!("{}, at most {} bytes", checked.messages_bytes.len(), thousands(*most as u64)),
                None => "none: an earlier version made the build".to_owned(),
            },
        )
        .row(
            "files of questionnaires",
            match checked.advice_bytes.iter().max() {
                Some(most) => format!("{}, at most {} bytes", checked.advice_bytes.len(), thousands(*most as u64)),
                None => "none".to_owned(),
            },
        );
}

fn one(pack: &PackDir, spoken: &str, json: bool) -> Result<(), CommandError> {
    let core = pack.core();
    let payload = pack.payload_for(spoken)?;
    let shard = pack.parse(&payload)?;
    let item = shard.find(SpokenId::of(spoken)).ok_or_else(|| {
        CommandError::Usage(format!("{spoken} is neither an item nor an alias of this pack: check the feed's ids"))
    })?;
    let id = item.id;
    let title = |id: &str| shard.cards().find(|card| card.id == id).map_or("", |card| card.title).to_owned();
    let lines: Vec<Line> = item
        .neighbours
        .iter()
        .map(|neighbour| Line {
            item_id: neighbour.id.to_owned(),
            title: title(neighbour.id),
            division: division(core, neighbour.division).to_owned(),
            weight: core.tables.weight(item.scale, neighbour.level),
            support: neighbour.support.map_or(0, NonZeroU8::get),
        })
        .collect();
    if json {
        outln!("{}", serde_json::to_string_pretty(&lines).unwrap_or_default());
        return Ok(());
    }
    let mut table = Table::default();
    if spoken != id {
        table.row("spoken as", spoken);
    }
    table
        .row("item", id)
        .row("title", title(id))
        .row("division", division(core, item.division))
        .row("type", item.item_type.of(&core.types).map_or("", |kind| &kind.name))
        .row("can be bought", if pack.unavailable().contains(id) { "no" } else { "yes" })
        .row("neighbours", lines.len());
    table.print();
    outln!("");
    let rows: Vec<Vec<String>> = lines
        .into_iter()
        .map(|line| {
            let support = match line.support {
                0 => "derived".to_owned(),
                255 => "255+".to_owned(),
                shoppers => shoppers.to_string(),
            };
            let title = if line.title.is_empty() { "(no card)".to_owned() } else { line.title };
            vec![line.item_id, format!("{:.6}", line.weight), support, line.division, title]
        })
        .collect();
    print_columns(&["item", "weight", "shoppers", "division", "title"], &rows);
    Ok(())
}

fn division(core: &Core, division: DivisionIndex) -> &str {
    division.of(&core.divisions).map_or("", |division| &division.id)
}
