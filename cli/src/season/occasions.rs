//! When occasions fall: an owned table of rules by country, computed for the months ahead. Not for which of them a
//! house marks: see [`crate::house::Season`].

/// Most days before an occasion that it may be shown from.
pub const MAX_LEAD_DAYS: u16 = 120;

/// An occasion and what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// Its id in house.toml and in flags.
    pub id: &'static str,
    /// Language and name: fr, en, de, es, it, pt, zh, ja, ar.
    pub names: [(&'static str, &'static str); 9],
    /// Days before it that it is shown from, unless the house says otherwise.
    pub lead_days: u16,
}

impl Occasion {
    /// The name in the language of `tag`, or of its first part ("pt" for "pt-BR").
    #[must_use]
    pub fn name(&self, tag: &str) -> Option<&'static str> {
        let language = tag.split('-').next().unwrap_or(tag);
        self.names.iter().find(|(known, _)| *known == language).map(|(_, name)| *name)
    }
}

/// When an occasion falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OccasionDay {
    /// Position in [`OCCASIONS`].
    pub occasion: usize,
    /// Where; `None`: in every country that has no day of its own for this occasion.
    pub country: Option<[u8; 2]>,
    /// The first day, since 1970-01-01.
    pub day: i32,
    /// The last day, the same for occasions of one day.
    pub until: i32,
    /// Shown from `day - lead_days` on.
    pub lead_days: u16,
}

/// The position of the occasion `id` in [`OCCASIONS`].
#[must_use]
pub fn position(id: &str) -> Option<usize> {
    OCCASIONS.iter().position(|occasion| occasion.id == id)
}

/// An occasion of the table.
const fn occasion(id: &'static str, lead_days: u16, names: [&'static str; 9]) -> Occasion {
    let [fr, en, de, es, it, pt, zh, ja, ar] = names;
    let names =
        [("fr", fr), ("en", en), ("de", de), ("es", es), ("it", it), ("pt", pt), ("zh", zh), ("ja", ja), ("ar", ar)];
    Occasion { id, names, lead_days }
}

/// Every occasion known, in the order of their numbers. Append only: packs hold ids, houses' files too.
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
