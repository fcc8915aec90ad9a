//! Computes when occasions fall in the coming months, from a table of rules by country. Not for which occasions a house
//! observes: see [`crate::house::Season`].

mod rule;
mod table;

use jiff::ToSpan;
use passerelle::model::{Country, Day};

use self::table::TABLE;
use crate::date;

/// Most days before an occasion on which it may first be shown.
pub const MAX_LEAD_DAYS: u16 = 120;

/// An occasion and its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// Its id in house.toml and in flags.
    pub id: &'static str,
    /// Names by language: fr, en, de, es, it, pt, zh, ja, ar.
    pub names: [(&'static str, &'static str); 9],
    /// Days before the occasion on which it is first shown, unless the house sets another number.
    pub lead_days: u16,
}

impl Occasion {
    /// The name in the language of `tag` or in its primary language ("pt" for "pt-BR").
    #[must_use]
    pub fn name(&self, tag: &str) -> Option<&'static str> {
        let language = tag.split('-').next().unwrap_or(tag);
        self.names.iter().find(|(known, _)| *known == language).map(|(_, name)| *name)
    }
}

/// The days of an occasion in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OccasionDay {
    /// Position in [`OCCASIONS`].
    pub occasion: usize,
    /// The country; `None` for every country without a day of its own for this occasion.
    pub country: Option<Country>,
    /// The first day.
    pub day: Day,
    /// The last day; equal to `day` for an occasion of one day.
    pub until: Day,
    /// The occasion is shown from this number of days before `day` on.
    pub lead_days: u16,
}

/// An occasion and the number of days before it on which it is first shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeadTime {
    /// Position in [`OCCASIONS`].
    pub occasion: usize,
    /// Days before the occasion on which it is first shown.
    pub days: u16,
}

/// Returns the position of the occasion `id` in [`OCCASIONS`].
#[must_use]
pub fn position(id: &str) -> Option<usize> {
    OCCASIONS.iter().position(|occasion| occasion.id == id)
}

/// Whether the table of rules has a day of its own for `country`, for any occasion.
#[must_use]
pub fn knows(country: Country) -> bool {
    TABLE
        .iter()
        .flat_map(|entry| entry.countries.split_ascii_whitespace())
        .any(|code| Country::of(code) == Some(country))
}

/// Returns the days of the occasions of `kept` in the `months` months from the day `from` on: the days that are not
/// over on `from` and begin within these months, ascending by occasion, country and day. Of the days of single
/// countries, only those of `markets` are returned; if `markets` is empty, those of all countries in the table.
///
/// Ramadan and Eid follow the Umm al-Qura calendar: where the new moon must be seen, they may be a day later.
#[must_use]
pub fn days(kept: &[LeadTime], markets: &[Country], from: Day, months: i32) -> Vec<OccasionDay> {
    let Some(first) = date::of_day(from) else { return Vec::new() };
    let Ok(last) = first.checked_add(months.months()) else { return Vec::new() };
    let last_day = date::to_day(last);
    let mut days = Vec::new();
    for LeadTime { occasion, days: lead_days } in kept.iter().copied() {
        let id = OCCASIONS.get(occasion).map(|occasion| occasion.id);
        for entry in TABLE.iter().filter(|entry| Some(entry.occasion) == id) {
            let codes = entry.countries.split_ascii_whitespace().filter_map(Country::of);
            let mut countries: Vec<Option<Country>> =
                codes.filter(|code| markets.is_empty() || markets.contains(code)).map(Some).collect();
            if entry.countries.is_empty() {
                countries.push(None);
            }
            for first in (first.year() - 1..=last.year()).flat_map(|year| entry.rule.days(year)) {
                let (day, until) = (date::to_day(first), date::to_day(entry.rule.until(first, entry.days)));
                if until >= from && day <= last_day {
                    let one = |country| OccasionDay { occasion, country, day, until, lead_days };
                    days.extend(countries.iter().copied().map(one));
                }
            }
        }
    }
    days.sort_unstable();
    days
}

/// Returns the first days of each occasion of `kept` in each of `markets`, from [`days`]: one ascending list for each
/// pair of occasion and country. If a market has no day of its own for an occasion, or if `markets` is empty, the list
/// of all other countries is included.
#[must_use]
pub fn dates(kept: &[LeadTime], markets: &[Country], from: Day, months: i32) -> Vec<Vec<Day>> {
    let days = days(kept, markets, from, months);
    let mut dates = Vec::new();
    for same in days.chunk_by(|a, b| a.occasion == b.occasion) {
        let own = |country: &Country| same.iter().any(|day| day.country == Some(*country));
        let others = markets.is_empty() || !markets.iter().all(own);
        let of_market = same.chunk_by(|a, b| a.country == b.country);
        let of_market = of_market.filter(|days| days[0].country.map_or(others, |country| markets.contains(&country)));
        dates.extend(of_market.map(|days| days.iter().map(|day| day.day).collect()));
    }
    dates
}

/// Creates an occasion of the table.
const fn occasion(id: &'static str, lead_days: u16, names: [&'static str; 9]) -> Occasion {
    let [fr, en, de, es, it, pt, zh, ja, ar] = names;
    let names =
        [("fr", fr), ("en", en), ("de", de), ("es", es), ("it", it), ("pt", pt), ("zh", zh), ("ja", ja), ("ar", ar)];
    Occasion { id, names, lead_days }
}

/// All occasions, in the order of their numbers. Only append: packs and files of houses hold the ids.
#[rustfmt::skip]
pub const OCCASIONS: [Occasion; 16] = [
    occasion("christmas", 35, ["Noël", "Christmas", "Weihnachten", "Navidad", "Natale", "Natal", "圣诞节", "クリスマス", "عيد الميلاد"]),
    occasion("new-year", 7, ["le Nouvel An", "New Year", "Neujahr", "Año Nuevo", "Capodanno", "Ano-Novo", "元旦", "お正月", "رأس السنة"]),
    occasion("lunar-new-year", 21, ["le Nouvel An lunaire", "Lunar New Year", "Mondneujahr", "Año Nuevo Lunar", "Capodanno lunare", "Ano-Novo Lunar", "春节", "旧正月", "رأس السنة القمرية الصينية"]),
    occasion("valentines-day", 21, ["la Saint-Valentin", "Valentine's Day", "Valentinstag", "San Valentín", "San Valentino", "Dia dos Namorados", "情人节", "バレンタインデー", "عيد الحب"]),
    occasion("mothers-day", 21, ["la fête des mères", "Mother's Day", "Muttertag", "el Día de la Madre", "la festa della mamma", "o Dia da Mãe", "母亲节", "母の日", "عيد الأم"]),
    occasion("fathers-day", 21, ["la fête des pères", "Father's Day", "Vatertag", "el Día del Padre", "la festa del papà", "o Dia do Pai", "父亲节", "父の日", "عيد الأب"]),
    occasion("ramadan", 14, ["le ramadan", "Ramadan", "Ramadan", "el Ramadán", "il Ramadan", "o Ramadão", "斋月", "ラマダン", "رمضان"]),
    occasion("eid-al-fitr", 21, ["l'Aïd el-Fitr", "Eid al-Fitr", "Eid al-Fitr", "Eid al-Fitr", "Eid al-Fitr", "Eid al-Fitr", "开斋节", "イード・アル＝フィトル", "عيد الفطر"]),
    occasion("eid-al-adha", 21, ["l'Aïd el-Adha", "Eid al-Adha", "Eid al-Adha", "Eid al-Adha", "Eid al-Adha", "Eid al-Adha", "宰牲节", "イード・アル＝アドハー", "عيد الأضحى"]),
    occasion("diwali", 21, ["Diwali", "Diwali", "Diwali", "Diwali", "Diwali", "Diwali", "排灯节", "ディワリ", "ديوالي"]),
    occasion("easter", 21, ["Pâques", "Easter", "Ostern", "Pascua", "Pasqua", "a Páscoa", "复活节", "イースター", "عيد الفصح"]),
    occasion("singles-day", 10, ["le 11.11", "Singles' Day", "Singles' Day", "el Día del Soltero", "la festa dei single", "o Dia dos Solteiros", "双十一", "独身の日", "يوم العزاب"]),
    occasion("black-friday", 7, ["le Black Friday", "Black Friday", "Black Friday", "Black Friday", "Black Friday", "a Black Friday", "黑色星期五", "ブラックフライデー", "الجمعة البيضاء"]),
    occasion("soldes", 0, ["les soldes", "the sales", "Schlussverkauf", "las rebajas", "i saldi", "os saldos", "打折季", "セール", "موسم التخفيضات"]),
    occasion("back-to-school", 28, ["la rentrée", "back to school", "Schulanfang", "la vuelta al cole", "il rientro a scuola", "o regresso às aulas", "开学季", "新学期", "العودة إلى المدارس"]),
    occasion("halloween", 28, ["Halloween", "Halloween", "Halloween", "Halloween", "Halloween", "Halloween", "万圣节", "ハロウィン", "الهالوين"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-22.
    const TODAY: Day = Day::from_number(20_779);

    fn all() -> Vec<LeadTime> {
        let lead_days = OCCASIONS.iter().map(|occasion| occasion.lead_days).enumerate();
        lead_days.map(|(occasion, days)| LeadTime { occasion, days }).collect()
    }

    fn shown(days: &[OccasionDay], id: &str, country: Option<&str>) -> Vec<String> {
        let code = country.and_then(Country::of);
        let of = days.iter().filter(|day| Some(day.occasion) == position(id) && day.country == code);
        of.map(|day| date::of_day(day.day).unwrap().to_string()).collect()
    }

    #[test]
    fn occasions_are_computed_for_two_years_ahead() {
        let days = days(&all(), &[], TODAY, 24);
        assert_eq!(shown(&days, "lunar-new-year", None), ["2027-02-06", "2028-01-26"]);
        assert_eq!(shown(&days, "mothers-day", Some("FR")), ["2027-05-30", "2028-05-28"]);
        assert_eq!(shown(&days, "mothers-day", Some("GB")), ["2027-03-07", "2028-03-26"]);
        assert_eq!(shown(&days, "mothers-day", None), ["2027-05-09", "2028-05-14"]);
        assert_eq!(shown(&days, "mothers-day", Some("US")), [""; 0]);
        assert_eq!(shown(&days, "christmas", None), ["2026-12-25", "2027-12-25"]);
        assert_eq!(shown(&days, "black-friday", None), ["2026-11-27", "2027-11-26"]);
        assert_eq!(shown(&days, "soldes", Some("FR")), ["2027-01-06", "2027-06-23", "2028-01-12", "2028-06-28"]);
        assert_eq!(shown(&days, "diwali", None), ["2027-10-29", "2028-10-17"]);
        let ramadan = days.iter().find(|day| Some(day.occasion) == position("ramadan")).unwrap();
        assert_eq!((ramadan.until.since(ramadan.day), ramadan.lead_days), (28, 14));
    }

    #[test]
    fn an_occasion_that_has_begun_is_still_listed() {
        // 2027-01-10: the sales began on the 6th.
        let france = Country::from_letters(*b"FR");
        let days = days(&all(), &[france], Day::from_number(20_828), 24);
        assert_eq!(shown(&days, "soldes", Some("FR"))[0], "2027-01-06");
        assert_eq!(shown(&days, "new-year", None)[0], "2028-01-01");
        assert!(days.iter().all(|day| day.country.is_none_or(|country| country == france)));
    }

    #[test]
    fn every_occasion_has_a_rule_and_no_country_two() {
        for (number, occasion) in OCCASIONS.iter().enumerate() {
            assert_eq!(position(occasion.id), Some(number), "ids are there once");
            assert!(occasion.lead_days <= MAX_LEAD_DAYS);
            assert!(TABLE.iter().any(|entry| entry.occasion == occasion.id), "{} has no rule", occasion.id);
        }
        let mut seen = Vec::new();
        for entry in &TABLE {
            assert!(position(entry.occasion).is_some(), "{}", entry.occasion);
            let codes = entry.countries.split(' ').map(|code| (entry.occasion, code));
            for one in codes {
                assert!(!seen.contains(&one), "{one:?} is there twice");
                assert!(one.1.len() == 2 || entry.countries.is_empty(), "{one:?}");
                seen.push(one);
            }
        }
        assert_eq!(OCCASIONS[0].name("pt-BR"), Some("Natal"));
        assert_eq!(OCCASIONS[0].name("xx"), None);
        let knows = |letters| knows(Country::from_letters(letters));
        assert!(knows(*b"FR") && !knows(*b"XX"));
    }
}
