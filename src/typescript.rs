//! Generates the TypeScript declarations of the API's inputs and outputs from the Rust types and their doc comments.
//!
//! `pkg/src/api-types.ts` holds the generated file; `tests/typescript.rs` compares it with the Rust types.

use crate::discretion::{NoticeEvent, NoticeState, PageKind, ReasonCode};
use crate::engine::AdviceContext;
use crate::history::{
    EventKind, HistoryAdviser, HistoryEvent, HistoryExport, HistoryInvitation, HistorySize, HistoryWeek,
    InvitationSubject,
};
use crate::holdout::{Assignment, AssignmentUnit, TrafficGroup};
use crate::message::{Condition, MessageAbsenceCode, MessageEvent, MessageKind};
use crate::rank::{Absence, PartName, Placement, RankSource};
use crate::request::{
    GroupOptions, ItemIds, MessagePictures, MessagesRequest, SeasonOptions, SuggestRequest, TrackedEvent, WeatherSource,
};
use crate::season::{FlagCode, Weather};
use crate::slate::Status;
use crate::view::{self, ExplanationView, FlagView, ItemView, SeasonView, SlateView, SuggestionView};
use ts_rs::{Config, TS};

const HEAD: &str = "\
/**
 * What goes into the API and comes out of it. Made from the Rust types; do not edit, but run
 * `PASSERELLE_WRITE_TYPES=1 cargo test --test typescript`.
 */
";

/// Returns the whole generated file.
#[must_use]
pub fn declarations() -> String {
    let config = Config::new().with_large_int("number");
    let mut file = HEAD.to_owned();
    let mut add = |docs: Option<String>, declaration: String| {
        file.push('\n');
        file.push_str(&docs.unwrap_or_default());
        file.push_str("export ");
        file.push_str(&declaration);
        file.push('\n');
    };
    macro_rules! add {
        ($($type:ty),* $(,)?) => { $( add(<$type>::docs(), <$type>::decl(&config)); )* };
    }
    add!(
        EventKind,
        TrackedEvent,
        Placement,
        PageKind,
        ItemIds,
        SuggestRequest,
        GroupOptions,
        Assignment,
        TrafficGroup,
        AssignmentUnit,
        SeasonOptions,
        WeatherSource,
        Weather,
        Status,
        SlateView<'_>,
        SuggestionView<'_>,
        ItemView<'_>,
        RankSource,
        view::PriceView<'_>,
        view::DivisionView<'_>,
        ReasonCode,
        view::ReasonView<'_>,
        SeasonView,
        FlagCode,
        FlagView<'_>,
        ExplanationView<'_>,
        view::PartView<'_>,
        PartName,
        Absence,
        NoticeState,
        NoticeEvent,
        MessageKind,
        MessageEvent,
        MessagesRequest,
        MessagePictures,
        view::MessageView<'_>,
        view::MessageAbsenceView,
        MessageAbsenceCode,
        Condition,
        AdviceContext,
        HistoryExport,
        HistoryEvent,
        HistorySize,
        HistoryWeek,
        HistoryInvitation,
        InvitationSubject,
        HistoryAdviser,
    );
    file
}
