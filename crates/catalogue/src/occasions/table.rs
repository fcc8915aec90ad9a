//! The table of rules by occasion and country, maintained by hand. Not for turning a rule into dates: see
//! [`super::rule`].

use jiff::civil::Weekday::{Saturday, Sunday};

use super::rule::Rule::{self, *};

/// The rule of an occasion in some countries.
pub(super) struct Entry {
    /// The occasion's id.
    pub(super) occasion: &'static str,
    /// ISO 3166 codes separated by spaces; empty for all other countries.
    pub(super) countries: &'static str,
    /// When the occasion falls.
    pub(super) rule: Rule,
    /// Length in days, if the rule does not determine it.
    pub(super) days: i32,
}

const fn on(occasion: &'static str, countries: &'static str, rule: Rule) -> Entry {
    Entry { occasion, countries, rule, days: 1 }
}

/// Countries with the most common mothers' or fathers' day have no entry. If the schools of a country begin in
/// different weeks, the entry has the week of most pupils.
#[rustfmt::skip]
pub(super) const TABLE: [Entry; 75] = [
    on("christmas", "", On(12, 25)),
    on("christmas", "BY EG ER ET GE KG KZ ME MK RS RU", On(1, 7)),
    on("christmas", "AM", On(1, 6)),
    on("new-year", "", On(1, 1)),
    on("lunar-new-year", "", ChineseNewYear),
    on("lunar-new-year", "KP KR", KoreanNewYear),
    on("valentines-day", "", On(2, 14)),
    on("valentines-day", "BR", On(6, 12)),
    on("valentines-day", "CO", Nth(9, 3, Saturday)),

    on("mothers-day", "", Nth(5, 2, Sunday)),
    on("mothers-day", "BL BF BJ CI CM DZ FR GF GN GP MA MC MF MG ML MQ NC NE PF PM RE SN TG TN WF YT", FrenchMothersDay),
    on("mothers-day", "DO HT MU SE", Nth(5, -1, Sunday)),
    on("mothers-day", "GB GG GI IE IM JE NG", Easter(-21)),
    on("mothers-day", "AO ES HU LT MZ PT RO", Nth(5, 1, Sunday)),
    on("mothers-day", "AE BH EG IQ JO KW LB LY OM PS QA SA SD SY YE", On(3, 21)),
    on("mothers-day", "AL AZ BA BG KG MD ME MK RS TJ UZ", On(3, 8)),
    on("mothers-day", "GE", On(3, 3)),
    on("mothers-day", "SI", On(3, 25)),
    on("mothers-day", "AM", On(4, 7)),
    on("mothers-day", "KR", On(5, 8)),
    on("mothers-day", "GT MX SV", On(5, 10)),
    on("mothers-day", "PY", On(5, 15)),
    on("mothers-day", "PL", On(5, 26)),
    on("mothers-day", "BO", On(5, 27)),
    on("mothers-day", "NI", On(5, 30)),
    on("mothers-day", "MN", On(6, 1)),
    on("mothers-day", "LU", Nth(6, 2, Sunday)),
    on("mothers-day", "TH", On(8, 12)),
    on("mothers-day", "CR", On(8, 15)),
    on("mothers-day", "BY", On(10, 14)),
    on("mothers-day", "MW", On(10, 15)),
    on("mothers-day", "AR", Nth(10, 3, Sunday)),
    on("mothers-day", "RU", Nth(11, -1, Sunday)),
    on("mothers-day", "PA", On(12, 8)),
    on("mothers-day", "ID", On(12, 22)),
    on("mothers-day", "NO SJ", Nth(2, 2, Sunday)),

    on("fathers-day", "", Nth(6, 3, Sunday)),
    on("fathers-day", "AD AO BO ES HN HR IT MZ PT SM VA", On(3, 19)),
    on("fathers-day", "DE", Easter(39)),
    on("fathers-day", "RO", Nth(5, 2, Sunday)),
    on("fathers-day", "KR", On(5, 8)),
    on("fathers-day", "CH CW LI LT", Nth(6, 1, Sunday)),
    on("fathers-day", "AT BE", Nth(6, 2, Sunday)),
    on("fathers-day", "DK", On(6, 5)),
    on("fathers-day", "GT SV", On(6, 17)),
    on("fathers-day", "AE BH EG IQ JO KW LB OM PS QA SA SY YE", On(6, 21)),
    on("fathers-day", "NI PL", On(6, 23)),
    on("fathers-day", "HT", Nth(6, -1, Sunday)),
    on("fathers-day", "UY", Nth(7, 2, Sunday)),
    on("fathers-day", "DO", Nth(7, -1, Sunday)),
    on("fathers-day", "TW", On(8, 8)),
    on("fathers-day", "BR", Nth(8, 2, Sunday)),
    on("fathers-day", "AU FJ NF NZ PG", Nth(9, 1, Sunday)),
    on("fathers-day", "LV", Nth(9, 2, Sunday)),
    on("fathers-day", "LU", Nth(10, 1, Sunday)),
    on("fathers-day", "RU", Nth(10, 3, Sunday)),
    on("fathers-day", "AX EE FI IS NO SE SJ", Nth(11, 2, Sunday)),
    on("fathers-day", "ID", On(11, 12)),
    on("fathers-day", "TH", On(12, 5)),

    Entry { occasion: "ramadan", countries: "", rule: Ramadan, days: 1 },
    Entry { occasion: "eid-al-fitr", countries: "", rule: Hijri(10, 1), days: 3 },
    Entry { occasion: "eid-al-adha", countries: "", rule: Hijri(12, 10), days: 4 },
    on("diwali", "", Diwali),
    on("easter", "", Easter(0)),
    on("easter", "BG BY CY ER ET GE GR MD ME MK RO RS RU SD UA", OrthodoxEaster),
    on("singles-day", "", On(11, 11)),
    // Until the Monday after.
    Entry { occasion: "black-friday", countries: "", rule: AfterThanksgiving, days: 4 },
    Entry { occasion: "soldes", countries: "FR", rule: Soldes, days: 1 },
    on("halloween", "", On(10, 31)),

    Entry { occasion: "back-to-school", countries: "", rule: On(9, 1), days: 7 },
    Entry { occasion: "back-to-school", countries: "AU NZ", rule: On(1, 28), days: 7 },
    Entry { occasion: "back-to-school", countries: "BR CL PY ZA", rule: On(2, 5), days: 7 },
    Entry { occasion: "back-to-school", countries: "AR KR PE UY", rule: On(3, 1), days: 7 },
    Entry { occasion: "back-to-school", countries: "JP", rule: On(4, 6), days: 7 },
    Entry { occasion: "back-to-school", countries: "DK FI NO SE US", rule: On(8, 15), days: 7 },
];
