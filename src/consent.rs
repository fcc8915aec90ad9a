//! Consent: a pure function from the statements on a page and the state of the device to the action to take. Not for
//! reading consent sources: the package's adapters turn them into statements. Not for erasing: [`crate::store`] does
//! it.
//!
//! 1. A statement is a *default* or an *answer* of the shopper. An answer is *new*, given on this page, or *replayed*.
//! 2. A denied answer erases the history at once and leaves one flag, whichever source reports it first.
//! 3. An answer overrides a default, whichever source it is from.
//! 4. Among new answers the latest counts. Among replayed answers a denied one counts, with a warning.
//! 5. Only a new answer revokes a refusal; the history then starts empty.
//! 6. A default never erases: while it denies, the history is kept but not read. Global Privacy Control is a default
//!    that also erases a history whose grant was a default.
//! 7. A grant counts only for the page that received it. The stored state alone grants nothing.

use strum::IntoStaticStr;

/// Where a statement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename = "Source", rename_all = "kebab-case"))]
#[strum(serialize_all = "kebab-case")]
pub enum StatementSource {
    /// The attributes `consent` and `data-consent`.
    Attribute,
    /// `setConsent()` and the privacy panel.
    Page,
    /// Google's Consent Mode.
    ConsentMode,
    /// IAB's Transparency and Consent Framework.
    Tcf,
    /// Shopify's customer privacy API.
    Shopify,
    /// Global Privacy Control, a setting of the browser.
    #[cfg_attr(feature = "types", ts(rename = "gpc"))]
    #[strum(serialize = "gpc")]
    GlobalPrivacyControl,
    /// Another tab or subdomain received a refusal and erased the store. See [`Consent::refused_elsewhere`]. No page
    /// states it.
    #[cfg_attr(feature = "types", ts(skip))]
    OtherTab,
}

impl StatementSource {
    /// The sources that a page states.
    pub const OF_PAGE: [Self; 6] =
        [Self::Attribute, Self::Page, Self::ConsentMode, Self::Tcf, Self::Shopify, Self::GlobalPrivacyControl];

    /// The source's name, by which the page passes it too.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The source of this name that a page states.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::OF_PAGE.into_iter().find(|source| source.name() == name)
    }
}

/// How a statement ranks against others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "lowercase"))]
#[strum(serialize_all = "lowercase")]
pub enum Weight {
    /// The shopper was not asked: a page's default, a region's rule, a browser setting.
    Default,
    /// An earlier answer, which the source repeats on every page.
    Replayed,
    /// An answer that the shopper gives now, on this page.
    New,
}

impl Weight {
    /// The weight of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Default, Self::Replayed, Self::New].into_iter().find(|weight| name == <&str>::from(weight))
    }
}

/// Whether a statement has been acted on before an instance of the package receives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, IntoStaticStr)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(rename_all = "lowercase"))]
#[strum(serialize_all = "lowercase")]
pub enum ActedOn {
    /// It has not been acted on.
    Nowhere,
    /// This instance has erased its store for it, before its module started.
    Here,
    /// Another instance on the page, which uses the same store, has received it.
    Elsewhere,
}

impl ActedOn {
    /// The value of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Nowhere, Self::Here, Self::Elsewhere].into_iter().find(|acted| name == <&str>::from(acted))
    }
}

/// One statement of a consent source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Statement {
    /// The source that made the statement.
    pub source: StatementSource,
    /// Default, replayed answer or new answer.
    pub weight: Weight,
    /// Whether the statement grants consent.
    pub granted: bool,
    /// Time of the statement in milliseconds since the page started, from a monotonic clock (`performance.now()`).
    #[cfg_attr(feature = "types", ts(rename = "time"))]
    pub time_ms: u64,
}

impl Statement {
    const fn is_answer(&self) -> bool {
        !matches!(self.weight, Weight::Default)
    }

    const fn is_refusal(&self) -> bool {
        self.is_answer() && !self.granted
    }

    /// The statement once it is no longer new: another tab may have received an answer since.
    #[must_use]
    pub const fn repeated(self) -> Self {
        match self.weight {
            Weight::New => Self { weight: Weight::Replayed, ..self },
            _ => self,
        }
    }
}

/// The basis of a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GrantBasis {
    /// A default granted, and no answer has followed.
    Default,
    /// The shopper agreed.
    Answer,
}

/// The part of the device's state that the decision needs. It can be read without reading any history record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// The grant under which the stored history was written, if any.
    pub grant: Option<GrantBasis>,
    /// Whether the shopper has refused and has not agreed since.
    pub refused: bool,
}

/// A warning for the shop's operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConsentWarning {
    /// One source replays a refusal and another one an agreement. The refusal counts.
    Conflict {
        /// The source of the refusal.
        refusing: StatementSource,
        /// A source of the agreement.
        agreeing: StatementSource,
    },
}

impl ConsentWarning {
    /// The warning's stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Conflict { .. } => "consent_conflict",
        }
    }

    /// The sources concerned, for the warning's message.
    #[must_use]
    pub fn about(self) -> String {
        let Self::Conflict { refusing, agreeing } = self;
        [refusing.name(), " repeats a refusal, ", agreeing.name(), " an agreement"].concat()
    }
}

/// The action to take now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The basis of the grant from now on. `None`: the page may neither read nor write the history.
    pub grant: Option<GrantBasis>,
    /// Whether to erase at once everything in the store and in the memory of open tabs.
    pub erases: bool,
    /// Whether the store holds the refusal flag from now on.
    pub refused: bool,
    /// Whether an empty history starts.
    pub begins: bool,
    /// The warning to log, if any.
    pub warning: Option<ConsentWarning>,
}

/// Decides from the statements of a page: `acted` are those already acted on, `fresh` those that are not. Statements
/// are ordered by time, then by position in the lists. `held` is the current state of the store.
#[must_use]
pub fn decide(acted: &[Statement], fresh: &[Statement], held: Held) -> Decision {
    let mut all: Vec<Heard> = Vec::with_capacity(acted.len() + fresh.len());
    let acted = acted.iter().map(|statement| Heard { statement: *statement, is_fresh: false });
    for one in acted.chain(fresh.iter().map(|statement| Heard { statement: *statement, is_fresh: true })) {
        // Statements arrive nearly in order, so the search starts at the end.
        let is_before = |other: &Heard| other.statement.time_ms <= one.statement.time_ms;
        let place = all.iter().rposition(is_before).map_or(0, |before| before + 1);
        all.insert(place, one);
    }
    let answer = answer(&all);
    let refuses = fresh.iter().any(|statement| statement.is_refusal() && statement.source != StatementSource::OtherTab);
    let basis = match answer {
        Some(DecidingAnswer { granted: true, weight, is_fresh, .. }) => {
            let reopens = weight == Weight::New && is_fresh;
            (reopens || !held.refused).then_some(GrantBasis::Answer)
        }
        Some(_) => None,
        None => (default(&all) == Some(true) && !held.refused).then_some(GrantBasis::Default),
    };
    let browser_refuses = fresh.iter().any(|one| one.source == StatementSource::GlobalPrivacyControl && !one.granted);
    let erases = refuses || (browser_refuses && basis.is_none() && held.grant == Some(GrantBasis::Default));
    let kept = held.grant.filter(|_| !erases);
    Decision {
        grant: basis.map(|basis| kept.map_or(basis, |kept| kept.max(basis))),
        erases,
        refused: basis.is_none() && (refuses || held.refused),
        begins: basis.is_some() && kept.is_none(),
        warning: answer.and_then(|answer| conflict(&all, answer)),
    }
}

/// A statement, and whether the page has acted on it.
#[derive(Clone, Copy)]
struct Heard {
    statement: Statement,
    /// Whether the page has yet to act on the statement.
    is_fresh: bool,
}

/// The answer that decides.
#[derive(Clone, Copy)]
struct DecidingAnswer {
    granted: bool,
    weight: Weight,
    is_fresh: bool,
    source: StatementSource,
}

fn answer(all: &[Heard]) -> Option<DecidingAnswer> {
    let mut counts: Option<DecidingAnswer> = None;
    for Heard { statement, is_fresh } in all.iter().filter(|heard| heard.statement.is_answer()) {
        let Statement { source, weight, granted, .. } = *statement;
        // A replayed agreement neither revokes a refusal nor changes a new agreement.
        if weight == Weight::New || !granted || counts.is_none() {
            counts = Some(DecidingAnswer { granted, weight, is_fresh: *is_fresh, source });
        }
    }
    counts
}

/// Combines the defaults: the latest of each source counts, and one denial among the sources denies. `None` without
/// defaults.
fn default(all: &[Heard]) -> Option<bool> {
    let defaults = || all.iter().map(|heard| &heard.statement).filter(|statement| !statement.is_answer());
    let latest = defaults().filter_map(|one| defaults().rev().find(|other| other.source == one.source));
    latest.map(|statement| statement.granted).reduce(|all, one| all && one)
}

/// The conflict if a replayed refusal counts although the latest answer of another source is an agreement.
fn conflict(all: &[Heard], counts: DecidingAnswer) -> Option<ConsentWarning> {
    let answers = || all.iter().map(|heard| &heard.statement).filter(|statement| statement.is_answer());
    let agrees = |one: &Statement| {
        let latest = answers().rev().find(|other| other.source == one.source);
        one.source != counts.source && latest.is_some_and(|latest| latest.granted)
    };
    let repeats_refusal = !counts.granted && counts.weight == Weight::Replayed;
    let agreeing = answers().find(|one| repeats_refusal && agrees(one))?.source;
    Some(ConsentWarning::Conflict { refusing: counts.source, agreeing })
}

/// The consent statements of one page so far.
#[derive(Clone, Debug, Default)]
pub struct Consent {
    acted: Vec<Statement>,
    fresh: Vec<Statement>,
}

impl Consent {
    /// Adds a statement that has not been acted on.
    pub fn hear(&mut self, statement: Statement) {
        self.fresh.push(statement);
    }

    /// Adds a statement that has already been acted on.
    pub fn recall(&mut self, statement: Statement) {
        self.acted.push(statement);
    }

    /// Records a refusal in another tab, which ended this page's grant: earlier statements of this page no longer
    /// count. See [`Consent::erased_elsewhere`] for those not yet acted on.
    pub fn refused_elsewhere(&mut self) {
        let time_ms = self.acted.iter().map(|statement| statement.time_ms).max().unwrap_or_default();
        let (source, weight) = (StatementSource::OtherTab, Weight::New);
        self.acted.push(Statement { source, weight, granted: false, time_ms });
    }

    /// Records that another tab erased the store, or may have. Agreements not yet acted on are earlier than that, so they
    /// do not revoke a refusal.
    pub fn erased_elsewhere(&mut self) {
        for statement in self.fresh.iter_mut().filter(|statement| statement.granted) {
            *statement = statement.repeated();
        }
    }

    /// Whether a statement has not been acted on yet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.fresh.is_empty()
    }

    /// Decides from this page's statements: see [`decide`].
    #[must_use]
    pub fn decide(&self, held: Held) -> Decision {
        decide(&self.acted, &self.fresh, held)
    }

    /// Marks the first `count` statements that were waiting as acted on.
    pub fn settle(&mut self, count: usize) {
        for statement in self.fresh.drain(..count.min(self.fresh.len())) {
            // Platforms repeat their statements on every route, so only the latest of equal statements is kept.
            let key = |one: &Statement| (one.source, one.weight, one.granted);
            self.acted.retain(|one| key(one) != key(&statement) || one.time_ms > statement.time_ms);
            self.acted.push(statement);
        }
    }

    /// Number of statements not acted on yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.fresh.len()
    }
}
