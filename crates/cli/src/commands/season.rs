//! `passerelle season`: lists the items that suit a day, a place and the weather, independent of any history.

use std::cmp::Reverse;
use std::path::PathBuf;

use passerelle::model::{Day, DivisionIndex, Fit};
use passerelle::pack::{CardRef, Core, ShardIndex};
use passerelle::plan::language;
use passerelle::rank::ItemFeatures;
use passerelle::season::{Flag, SeasonContext, SeasonScore, Tenths, Weather};
use passerelle::view::{FlagView, SeasonView, number};
use serde::Serialize;
use serde_json::Value;

use crate::error::CommandError;
use crate::pack::pack_dir::PackDir;
use passerelle_catalogue::date;
use passerelle_output::outln;
use passerelle_output::table::print_columns;

/// Print the items that suit a day, a place and the weather, best first.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the pack
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// The day [default: today]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Air temperature, in degrees Celsius [default: unknown]
    #[arg(long, value_name = "DEGREES", allow_negative_numbers = true)]
    temperature: Option<f64>,
    /// Rain on the day, in millimetres [default: unknown]
    #[arg(long, value_name = "MM", allow_negative_numbers = true)]
    rain: Option<f64>,
    /// The highest UV index of the day [default: unknown]
    #[arg(long, value_name = "INDEX", allow_negative_numbers = true)]
    uv: Option<f64>,
    /// The country, as two letters of ISO 3166 [default: unknown, with northern seasons]
    #[arg(long, value_name = "LETTERS")]
    country: Option<String>,
    /// Only items of this division
    #[arg(long, value_name = "ID")]
    division: Option<String>,
    /// Maximum number of items
    #[arg(long, value_name = "N", default_value_t = 50)]
    top: usize,
    /// Language of names
    #[arg(long, value_name = "TAG", default_value = "en")]
    locale: String,
    /// Print JSON: a list of objects with item_id, title, division, fit (-1 to 1), flags and the parts of the fit
    #[arg(long)]
    json: bool,
}

/// An item that suits the day, place and weather.
struct Fitting {
    id: String,
    title: String,
    division: u16,
    signs: SeasonScore,
    flags: Vec<Flag>,
}

/// An item of the JSON output.
#[derive(Serialize)]
struct Line<'a> {
    item_id: &'a str,
    title: &'a str,
    division: &'a str,
    fit: f64,
    flags: Vec<FlagView<'a>>,
    /// The parts of the fit, without the fit itself, which is their sum.
    parts: Value,
}

pub(super) fn run(args: &Args) -> Result<(), CommandError> {
    let day = date::argument("--date", args.date.as_deref()).map_err(CommandError::Usage)?.as_second() / 86_400;
    let weather = args.weather()?;
    let country = args.country()?;
    let pack = PackDir::open(&args.dir)?;
    let core = pack.core();
    let division = args.division(core)?;
    let context = SeasonContext::new(&core.season, Day::from_number(day), core.season.place(country, None), weather);
    let mut fitting = Vec::new();
    for (payload, index) in pack.payloads().zip((0..).map(ShardIndex)) {
        let payload = payload?;
        let shard = pack.parse(&payload)?;
        // A shard also has the cards of neighbours and the lists of aliased items. An item counts only in its own
        // shard.
        let homes: Vec<&str> = shard.items().map(|item| item.id).filter(|id| pack.lives_in(id, index)).collect();
        let of_here = shard.cards().filter(|card| homes.binary_search(&card.id).is_ok());
        let shown = of_here.filter(|card| {
            division.is_none_or(|division| card.division == DivisionIndex(division))
                && !core.is_sensitive(card.item_type)
                && !pack.unavailable().contains(card.id)
        });
        fitting.extend(shown.filter_map(|card| hold(&card, core, &context)));
    }
    fitting.sort_by(|a, b| {
        let order = |one: &Fitting| (Reverse(one.signs.fit()), Reverse(one.signs.demand));
        order(a).cmp(&order(b)).then_with(|| a.id.cmp(&b.id))
    });
    fitting.truncate(args.top);
    print(&fitting, core, args);
    Ok(())
}

impl Args {
    fn weather(&self) -> Result<Weather, CommandError> {
        let tenths = |name: &str, given: Option<f64>, least: f64, most: f64| match given {
            Some(value) if !(least..=most).contains(&value) => {
                Err(CommandError::Usage(format!("{name} {value}: not between {least} and {most}")))
            }
            given => Ok(given.map(|value| Tenths((value * 10.0).round() as i32))),
        };
        Ok(Weather {
            temperature_c: tenths("--temperature", self.temperature, -100.0, 100.0)?,
            rain_mm: tenths("--rain", self.rain, 0.0, 10_000.0)?,
            uv_index: tenths("--uv", self.uv, 0.0, 50.0)?,
        })
    }

    fn country(&self) -> Result<Option<&str>, CommandError> {
        let Some(country) = self.country.as_deref() else { return Ok(None) };
        if country.len() == 2 && country.bytes().all(|letter| letter.is_ascii_alphabetic()) {
            return Ok(Some(country));
        }
        Err(CommandError::Usage(format!("--country {country}: not the two letters of ISO 3166: write it as GB")))
    }

    fn division(&self, core: &Core) -> Result<Option<u16>, CommandError> {
        let Some(wanted) = self.division.as_deref() else { return Ok(None) };
        let found = core.divisions.iter().position(|division| division.id == wanted);
        found.map(|number| Some(number as u16)).ok_or_else(|| {
            let ids: Vec<&str> = core.divisions.iter().map(|division| division.id.as_str()).collect();
            CommandError::Usage(format!("--division {wanted}: not a division of this pack: it has {}", ids.join(", ")))
        })
    }
}

/// Scores an item; `None` if it does not suit the day, place and weather, or if it has no flag except "new".
fn hold(card: &CardRef<'_>, core: &Core, context: &SeasonContext<'_>) -> Option<Fitting> {
    let features = ItemFeatures {
        division: card.division,
        item_type: card.item_type,
        is_new: card.is_new,
        collections: core.collection_sets.get(usize::from(card.collections)).copied()?,
        traits: card.traits,
        wearer: card.wearer,
    };
    let (signs, flags) = (context.signs(&features), context.flags(&features));
    let deserves = signs.fit() > Fit::ZERO && flags.iter().any(|flag| *flag != Flag::New);
    deserves.then(|| Fitting {
        id: card.id.to_owned(),
        title: card.title.to_owned(),
        division: card.division.0,
        signs,
        flags,
    })
}

fn print(fitting: &[Fitting], core: &Core, args: &Args) {
    let language = language(&core.languages, &args.locale);
    let lines: Vec<Line<'_>> = fitting
        .iter()
        .map(|one| Line {
            item_id: &one.id,
            title: &one.title,
            division: core.divisions.get(usize::from(one.division)).map_or("", |division| &division.id),
            fit: number(one.signs.fit()),
            flags: one.flags.iter().map(|flag| FlagView::new(*flag, core, language)).collect(),
            parts: parts(&one.signs),
        })
        .collect();
    if args.json {
        outln!("{}", serde_json::to_string(&lines).unwrap_or_default());
        return;
    }
    if lines.is_empty() {
        outln!("no item suits the season more than the others");
        return;
    }
    let rows: Vec<Vec<String>> = lines
        .iter()
        .zip(fitting)
        .map(|(line, one)| {
            let flags: Vec<String> = one.flags.iter().map(|flag| spelled(*flag, core)).collect();
            vec![
                line.item_id.to_owned(),
                format!("{:.2}", line.fit),
                flags.join(" "),
                line.division.to_owned(),
                line.title.to_owned(),
            ]
        })
        .collect();
    print_columns(&["item", "fit", "flags", "division", "title"], &rows);
}

fn parts(signs: &SeasonScore) -> Value {
    let mut parts = serde_json::json!(SeasonView::new(signs));
    if let Some(parts) = parts.as_object_mut() {
        parts.remove("fit");
    }
    parts
}

/// The flag as text, such as `collection:cruise-27`.
fn spelled(flag: Flag, core: &Core) -> String {
    match flag {
        Flag::Collection(number) | Flag::Occasion(number) => {
            let id = number.of(&core.collections).map_or("", String::as_str);
            format!("{}:{id}", flag.code())
        }
        _ => flag.code().to_owned(),
    }
}
