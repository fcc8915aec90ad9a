//! `[discretion]`: how personal sentences may be, how many shoppers they must be true of, and how often messages
//! appear.

use std::collections::BTreeMap;

use passerelle::discretion::{Cap, Caps, Floor, Pace};
use passerelle::model::PROMOTIONS_PER_DAY;
use passerelle::rank::Factor;
use serde::Deserialize;
use toml::Spanned;

use super::check::{Wrong, not_spoken, within, wrong};

/// Least share of shoppers of whom a reason must be true for it to be shown, unless set: 2 %.
const MINIMUM_AUDIENCE: f64 = 0.02;
/// Caps unless set: six times in all, twice a day.
const LIFETIME: u16 = 6;
const DAILY: Cap = Cap { cap: 2, period_seconds: 86_400 };
/// Messages a day unless set, without notices.
const MESSAGES: u8 = 3;
/// Share of relation messages unless set: one message of service, then one of promotion.
const RELATION_SHARE: f64 = 0.5;
/// Most caps with a period that a house may set: each is counted for each candidate.
const MAX_CUSTOM: usize = 4;
/// Longest period, in seconds: the longest time that a device keeps its history.
const LONGEST: u64 = 396 * 86_400;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DiscretionTable {
    level: Option<Spanned<Level>>,
    minimum_audience: Option<Spanned<f64>>,
    caps: Option<CapsTable>,
    promotions_per_day: Option<Spanned<i64>>,
    relation_share: Option<Spanned<f64>>,
    messages_per_day: Option<Spanned<i64>>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "write \"discreet\" or \"open\", or one for each language: { en = \"open\" }")]
enum Level {
    All(String),
    By(BTreeMap<String, String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CapsTable {
    lifetime: Option<Spanned<i64>>,
    custom: Option<Spanned<Vec<CapTable>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CapTable {
    cap: Spanned<i64>,
    period: Spanned<String>,
}

/// The checked settings of `[discretion]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discretion {
    /// For each language of the house, whether sentences may name items of the visit; only in English unless set.
    pub open: Vec<bool>,
    /// The audience that a reason needs to be shown.
    pub minimum_audience: Floor,
    /// How often a suggestion may be shown.
    pub caps: Caps,
    /// Whether [`Caps::lifetime`] is the default, not a setting of the house: a build may raise it for a small
    /// catalogue.
    pub usual_lifetime: bool,
    /// How often promotions are shown.
    pub pace: Pace,
    /// Most messages that a client sees in a day, without notices.
    pub messages_per_day: u8,
}

impl DiscretionTable {
    /// Checks the settings. `k` is the privacy floor: no reason is shown for fewer shoppers.
    pub(super) fn check(self, languages: &[String], k: u8) -> Result<Discretion, Wrong> {
        let usual_lifetime = self.caps.as_ref().is_none_or(|caps| caps.lifetime.is_none());
        let audience = share(self.minimum_audience, "discretion.minimum_audience", MINIMUM_AUDIENCE)?;
        Ok(Discretion {
            open: self.level.map_or_else(|| Ok(usual(languages)), |level| open(&level, languages))?,
            minimum_audience: Floor { shoppers: k.into(), millionths: (audience * 1_000_000.0).round() as u32 },
            caps: caps(self.caps)?,
            usual_lifetime,
            messages_per_day: within(self.messages_per_day, "discretion.messages_per_day", 0, u8::MAX, MESSAGES)?,
            pace: Pace {
                promotions_per_day: within(
                    self.promotions_per_day,
                    "discretion.promotions_per_day",
                    0,
                    u16::MAX,
                    PROMOTIONS_PER_DAY,
                )?
                .into(),
                balance: Factor::round(share(self.relation_share, "discretion.relation_share", RELATION_SHARE)?),
            },
        })
    }
}

fn is_english(tag: &str) -> bool {
    tag.split('-').next() == Some("en")
}

fn usual(languages: &[String]) -> Vec<bool> {
    languages.iter().map(|tag| is_english(tag)).collect()
}

fn open(level: &Spanned<Level>, languages: &[String]) -> Result<Vec<bool>, Wrong> {
    let is_open = |word: &str| match word {
        "open" => Ok(true),
        "discreet" => Ok(false),
        _ => wrong(level, format!("{word:?} is not a level: write \"discreet\" or \"open\"")),
    };
    match level.get_ref() {
        Level::All(word) => Ok(vec![is_open(word)?; languages.len()]),
        Level::By(words) => {
            let mut open = usual(languages);
            for (tag, word) in words {
                let Some(at) = languages.iter().position(|language| language == tag) else {
                    return wrong(level, not_spoken(tag, languages));
                };
                open[at] = is_open(word)?;
            }
            Ok(open)
        }
    }
}

fn share(value: Option<Spanned<f64>>, name: &str, default: f64) -> Result<f64, Wrong> {
    let Some(value) = value else { return Ok(default) };
    if !(0.0..=1.0).contains(value.get_ref()) {
        return wrong(&value, format!("{name} is {}: write a share from 0 to 1", value.get_ref()));
    }
    Ok(*value.get_ref())
}

fn caps(table: Option<CapsTable>) -> Result<Caps, Wrong> {
    let (lifetime, custom) = table.map_or((None, None), |table| (table.lifetime, table.custom));
    let lifetime = within(lifetime, "discretion.caps.lifetime", 0, u16::MAX, LIFETIME)?.into();
    let Some(custom) = custom else { return Ok(Caps { lifetime, custom: vec![DAILY] }) };
    if custom.get_ref().len() > MAX_CUSTOM {
        return wrong(&custom, format!("more than {MAX_CUSTOM} caps with a period: keep the strictest"));
    }
    let cap = |table: CapTable| {
        Ok(Cap {
            cap: within(Some(table.cap), "discretion.caps.cap", 0, u16::MAX, 0)?.into(),
            period_seconds: period(&table.period)?,
        })
    };
    Ok(Caps { lifetime, custom: custom.into_inner().into_iter().map(cap).collect::<Result<_, _>>()? })
}

/// Reads a period such as "30m", "12h", "1d" or "2w", in seconds.
fn period(value: &Spanned<String>) -> Result<u32, Wrong> {
    let text = value.get_ref();
    let unit = [("m", 60), ("h", 3_600), ("d", 86_400), ("w", 604_800)].into_iter().find_map(|(letter, seconds)| {
        let number: u64 = text.strip_suffix(letter)?.parse().ok()?;
        number.checked_mul(seconds)
    });
    match unit.filter(|seconds| (1..=LONGEST).contains(seconds)).and_then(|seconds| u32::try_from(seconds).ok()) {
        Some(seconds) => Ok(seconds),
        None => wrong(
            value,
            format!(
                "{text:?} is not a period: write minutes, hours, days or weeks: \"30m\", \"12h\", \"1d\", \"2w\", at most \"396d\""
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house::House;

    const HOUSE: &str = r#"[house]
name = "Maison Exemple"
languages = ["fr", "en-GB", "it"]
currency = "EUR"
[[division]]
id = "leather"
names = { fr = "la maroquinerie", en-GB = "leather goods", it = "la pelletteria" }
product_types = ["Leather"]
"#;
    const LINES: usize = 8;

    fn parsed(more: &str) -> Result<Discretion, String> {
        House::parse(&format!("{HOUSE}{more}"), "house.toml")
            .map(|house| house.discretion)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn without_settings_the_defaults_hold() {
        let usual = parsed("").unwrap();
        assert_eq!(usual.open, [false, true, false], "open in English only");
        assert_eq!(usual.minimum_audience, Floor { shoppers: 3, millionths: 20_000 });
        assert_eq!(usual.caps, Caps { lifetime: 6, custom: vec![Cap { cap: 2, period_seconds: 86_400 }] });
        assert_eq!(usual.pace, Pace { promotions_per_day: PROMOTIONS_PER_DAY.into(), balance: Factor::ONE / 2 });
    }

    #[test]
    fn a_level_may_be_set_for_all_languages_or_for_one() {
        let open = |level: &str| parsed(&format!("[discretion]\nlevel = {level}\n")).unwrap().open;
        assert_eq!(open("\"discreet\""), [false; 3]);
        assert_eq!(open("\"open\""), [true; 3]);
        assert_eq!(open("{ it = \"open\" }"), [false, true, true]);
        assert_eq!(open("{ en-GB = \"discreet\" }"), [false; 3]);
    }

    #[test]
    fn every_setting_of_discretion_is_read() {
        let text = "[privacy]\nk = 5\n[discretion]\nminimum_audience = 0.005\ncaps = { lifetime = 4, custom = [{ cap = 1, period = \
                    \"12h\" }, { cap = 3, period = \"2w\" }] }\npromotions_per_day = 0\nrelation_share = 1.0\n";
        let set = parsed(text).unwrap();
        assert_eq!(set.minimum_audience, Floor { shoppers: 5, millionths: 5_000 });
        let custom = vec![Cap { cap: 1, period_seconds: 43_200 }, Cap { cap: 3, period_seconds: 1_209_600 }];
        assert_eq!(set.caps, Caps { lifetime: 4, custom });
        assert_eq!(set.pace, Pace { promotions_per_day: 0, balance: Factor::ONE });
        assert!(parsed("[discretion]\ncaps = { custom = [] }\n").unwrap().caps.custom.is_empty());
    }

    #[test]
    fn a_wrong_discretion_is_an_error_with_its_line() {
        for (line, says) in [
            ("level = \"shy\"", "\"shy\" is not a level: write \"discreet\" or \"open\""),
            ("level = 1", "write \"discreet\" or \"open\", or one for each language: { en = \"open\" }"),
            (
                "level = { de = \"open\" }",
                "\"de\" is not a language of the house (fr, en-GB, it): remove it, or add it to house.languages",
            ),
            ("minimum_audience = 2.0", "discretion.minimum_audience is 2: write a share from 0 to 1"),
            ("minimum_audience = nan", "discretion.minimum_audience is NaN: write a share from 0 to 1"),
            ("minimum_audiense = 0.1", "unknown field `minimum_audiense`"),
            ("caps = { lifetime = -1 }", "discretion.caps.lifetime is -1: write a whole number from 0 to 65535"),
            ("caps = { daily = 1 }", "unknown field `daily`"),
            ("caps = { custom = [{ cap = 1 }] }", "missing field `period`; add it"),
            (
                "caps = { custom = [{ cap = 1, period = \"1 day\" }] }",
                "\"1 day\" is not a period: write minutes, hours, days",
            ),
            ("caps = { custom = [{ cap = 1, period = \"397d\" }] }", "at most \"396d\""),
            ("caps = { custom = [{ cap = 1, period = \"0d\" }] }", "\"0d\" is not a period"),
            ("promotions_per_day = 70000", "write a whole number from 0 to 65535"),
            ("relation_share = -0.1", "discretion.relation_share is -0.1: write a share from 0 to 1"),
        ] {
            let error = parsed(&format!("[discretion]\n\n{line}\n")).unwrap_err();
            assert!(error.starts_with(&format!("house.toml:{}: ", LINES + 3)), "{line}: {error}");
            assert!(error.contains(says), "{line}: {error}");
        }
        let one = "{ cap = 1, period = \"1d\" }";
        let many = [one; MAX_CUSTOM + 1].join(", ");
        assert!(
            parsed(&format!("[discretion]\ncaps = {{ custom = [{many}] }}\n")).unwrap_err().contains("more than 4")
        );
    }
}
