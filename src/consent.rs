//! Consent: one pure function from what a page heard and what the device holds to what happens now. Not for how sources
//! are read (the package's adapters turn them into statements) and not for erasing itself: [`crate::store`] does it.
//!
//! 1. A statement is a *default* or an *answer* of the shopper. An answer is *new*, given on this page, or *replayed*.
//! 2. A denied answer erases at once and leaves one flag. It does not matter who spoke first.
//! 3. An answer beats a default, whichever source it is from.
//! 4. Of new answers the later one counts. Between replayed answers the denied one counts, with a warning.
//! 5. A refusal is reopened by a new answer alone, which begins an empty history.
//! 6. A default never erases: while it denies, the history lies unread. Global Privacy Control is a default that also
//!    erases a history whose grant was a default.
//! 7. A grant counts for the page that heard it. What the device holds grants nothing.

/// Where a statement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The attributes `consent` and `data-consent`.
    Attribute,
    /// `setConsent()`, and the privacy panel.
    Page,
    /// Google's Consent Mode.
    ConsentMode,
    /// IAB's Transparency and Consent Framework.
    Tcf,
    /// Shopify's customer privacy API.
    Shopify,
    /// Global Privacy Control, a setting of the browser.
    GlobalPrivacyControl,
    /// Another tab or sub-domain has refused, and erased what the store held. See [`Consent::refused_elsewhere`].
    OtherTab,
}

impl Source {
    /// The source with this name; `None` for one that nobody knows, and for what is no page's to say.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "attribute" => Self::Attribute,
            "page" => Self::Page,
            "consent-mode" => Self::ConsentMode,
            "tcf" => Self::Tcf,
            "shopify" => Self::Shopify,
            "gpc" => Self::GlobalPrivacyControl,
            _ => return None,
        })
    }
}

/// How much a statement weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// Nobody was asked: a page's default, a region's rule, a setting of the browser.
    Default,
    /// An earlier answer, which the source repeats on every page.
    Replayed,
    /// The shopper answers now, on this page.
    New,
}

impl Weight {
    /// The weight with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "default" => Self::Default,
            "replayed" => Self::Replayed,
            "new" => Self::New,
            _ => return None,
        })
    }
}

/// One thing that a source said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Who said it.
    pub source: Source,
    /// Default, replayed answer or new answer.
    pub weight: Weight,
    /// What it said.
    pub granted: bool,
    /// When, in milliseconds since the page began, by a clock that never goes back (`performance.now()`).
    pub time_ms: u64,
}

impl Statement {
    const fn is_answer(&self) -> bool {
        !matches!(self.weight, Weight::Default)
    }

    const fn is_refusal(&self) -> bool {
        self.is_answer() && !self.granted
    }
}

/// What a grant rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A default granted, and no answer since.
    Default,
    /// The shopper said yes.
    Answer,
}

/// What the device holds, of all that is needed to decide. It is read without reading any record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// The grant under which the stored history was written, if there is one.
    pub grant: Option<Basis>,
    /// Whether the shopper has refused and not agreed since.
    pub refused: bool,
}

/// What is said to whoever runs the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentWarning {
    /// One source repeats a refusal, another one an agreement. The refusal counts.
    Conflict,
}

impl ConsentWarning {
    /// The warning's stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Conflict => "consent_conflict",
        }
    }
}

/// What happens now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The page may read and write, and what the grant rests on from now on. `None`: neither.
    pub grant: Option<Basis>,
    /// Everything that is stored, and what open tabs remember, goes at once.
    pub erases: bool,
    /// Whether the flag of a refusal lies in the store from now on.
    pub refused: bool,
    /// An empty history begins.
    pub begins: bool,
    /// What is to be said about it.
    pub warning: Option<ConsentWarning>,
}

/// Decides by what a page heard: `acted`, what it has acted on already, and `fresh`, what it has not. Statements count in
/// the order of their times; those of equal times in the order of the lists. `held` is what the store holds now.
#[must_use]
pub fn decide(acted: &[Statement], fresh: &[Statement], held: Held) -> Decision {
    let mut all: Vec<Heard> = Vec::with_capacity(acted.len() + fresh.len());
    let acted = acted.iter().map(|statement| Heard { statement: *statement, is_fresh: false });
    for one in acted.chain(fresh.iter().map(|statement| Heard { statement: *statement, is_fresh: true })) {
        // They come nearly in order.
        let is_before = |other: &Heard| other.statement.time_ms <= one.statement.time_ms;
        let place = all.iter().rposition(is_before).map_or(0, |before| before + 1);
        all.insert(place, one);
    }
    let answer = answer(&all);
    let refuses = fresh.iter().any(|statement| statement.is_refusal() && statement.source != Source::OtherTab);
    let basis = match answer {
        Some(Answer { granted: true, weight, is_fresh, .. }) => {
            let reopens = weight == Weight::New && is_fresh;
            (reopens || !held.refused).then_some(Basis::Answer)
        }
        Some(_) => None,
        None => (default(&all) == Some(true) && !held.refused).then_some(Basis::Default),
    };
    let browser_refuses = fresh.iter().any(|one| one.source == Source::GlobalPrivacyControl && !one.granted);
    let erases = refuses || (browser_refuses && basis.is_none() && held.grant == Some(Basis::Default));
    let kept = held.grant.filter(|_| !erases);
    Decision {
        grant: basis.map(|basis| kept.map_or(basis, |kept| kept.max(basis))),
        erases,
        refused: basis.is_none() && (refuses || held.refused),
        begins: basis.is_some() && kept.is_none(),
        warning: answer.filter(|answer| conflicts(&all, answer)).map(|_| ConsentWarning::Conflict),
    }
}

/// A statement that a page heard.
#[derive(Clone, Copy)]
struct Heard {
    statement: Statement,
    /// The page has not acted on it yet.
    is_fresh: bool,
}

/// The answer that counts.
#[derive(Clone, Copy)]
struct Answer {
    granted: bool,
    weight: Weight,
    is_fresh: bool,
    source: Source,
}

fn answer(all: &[Heard]) -> Option<Answer> {
    let mut counts: Option<Answer> = None;
    for Heard { statement, is_fresh } in all.iter().filter(|heard| heard.statement.is_answer()) {
        let Statement { source, weight, granted, .. } = *statement;
        // A repeated agreement takes no refusal back, and adds nothing to a new one.
        if weight == Weight::New || !granted || counts.is_none() {
            counts = Some(Answer { granted, weight, is_fresh: *is_fresh, source });
        }
    }
    counts
}

/// What the defaults come to: of each source the latest counts, and among sources the one that denies.
fn default(all: &[Heard]) -> Option<bool> {
    let defaults = || all.iter().map(|heard| &heard.statement).filter(|statement| !statement.is_answer());
    let latest = defaults().filter_map(|one| defaults().rev().find(|other| other.source == one.source));
    latest.map(|statement| statement.granted).reduce(|all, one| all && one)
}

/// Whether a repeated refusal counts while another source's latest answer is an agreement.
fn conflicts(all: &[Heard], counts: &Answer) -> bool {
    let answers = || all.iter().map(|heard| &heard.statement).filter(|statement| statement.is_answer());
    let agrees = |one: &Statement| {
        let latest = answers().rev().find(|other| other.source == one.source);
        one.source != counts.source && latest.is_some_and(|latest| latest.granted)
    };
    !counts.granted && counts.weight == Weight::Replayed && answers().any(agrees)
}

/// What one page has heard so far.
#[derive(Clone, Debug, Default)]
pub struct Consent {
    acted: Vec<Statement>,
    fresh: Vec<Statement>,
}

impl Consent {
    /// A source speaks.
    pub fn hear(&mut self, statement: Statement) {
        self.fresh.push(statement);
    }

    /// A source has spoken, and it was acted on already.
    pub fn recall(&mut self, statement: Statement) {
        self.acted.push(statement);
    }

    /// The grant that this page worked under is gone, because another tab has refused: what was said here before counts no
    /// more. What has not been acted on yet came after it.
    pub fn refused_elsewhere(&mut self) {
        let time_ms = self.acted.iter().map(|statement| statement.time_ms).max().unwrap_or_default();
        let (source, weight) = (Source::OtherTab, Weight::New);
        self.acted.push(Statement { source, weight, granted: false, time_ms });
    }

    /// Whether something was said that was not acted on yet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.fresh.is_empty()
    }

    /// See [`decide`].
    #[must_use]
    pub fn decide(&self, held: Held) -> Decision {
        decide(&self.acted, &self.fresh, held)
    }

    /// The first `count` statements that were waiting have been acted on.
    pub fn settle(&mut self, count: usize) {
        for statement in self.fresh.drain(..count.min(self.fresh.len())) {
            // Platforms repeat themselves on every route: of statements that are the same the latest is enough.
            let key = |one: &Statement| (one.source, one.weight, one.granted);
            self.acted.retain(|one| key(one) != key(&statement) || one.time_ms > statement.time_ms);
            self.acted.push(statement);
        }
    }

    /// How many statements were not acted on yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.fresh.len()
    }
}
