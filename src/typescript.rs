//! Generates TypeScript declarations from the Rust types and their doc comments: of the public API's inputs and outputs,
//! and of what the module and the package exchange besides.
//!
//! `pkg/src/api-types.ts` and `pkg/src/module-types.ts` hold the generated files; `tests/typescript.rs` compares them
//! with the Rust types.

use crate::browser::answers::{SuggestAnswer, TrackAnswer, WeatherFile};
use crate::consent::{ActedOn, Statement, StatementSource, Weight};
use crate::discretion::{NoticeEvent, NoticeState, PageKind, ReasonBasis, ReasonCode};
use crate::engine::AdviceContext;
use crate::history::{
    Clock, EventKind, HistoryAdviser, HistoryEvent, HistoryExport, HistoryInvitation, HistorySize, HistorySummary,
    HistoryWeek, InvitationSubject, SummarizedItem,
};
use crate::holdout::{Assignment, AssignmentUnit, TrafficGroup};
use crate::message::{Condition, MessageAbsenceCode, MessageEvent, MessageKind};
use crate::rank::{Absence, PartName, Placement, RankSource};
use crate::request::{
    GroupOptions, ItemIds, MessagePictures, MessagesRequest, SeasonOptions, SuggestRequest, TrackedEvent, WeatherSource,
};
use crate::season::{FlagCode, Weather};
use crate::slate::Status;
use crate::store::protocol::{PlainKey, PlainRow, Reply, Request, TabEvent};
use crate::store::{Checkpoint, Failure, Grant, Standing, StoreState};
use crate::view::{self, ExplanationView, FlagView, ItemView, SeasonView, SlateView, SuggestionView};
use ts_rs::{Config, TS};

const API_HEAD: &str = "\
/**
 * What goes into the API and comes out of it. Made from the Rust types; do not edit, but run
 * `PASSERELLE_WRITE_TYPES=1 cargo test --test typescript`.
 */
";

const MODULE_HEAD: &str = "\
/**
 * What the module and the package exchange besides the API: statements of consent, requests to the store with their
 * replies, and results that the package does not pass on as they are. Made from the Rust types; do not edit, but run
 * `PASSERELLE_WRITE_TYPES=1 cargo test --test typescript`.
 */

import type { EventName, Slate } from \"./api-types.js\";
";

/// Adds the declarations of types, with their doc comments, to the text of a file.
macro_rules! declare {
    ($file:ident, $($type:ty),* $(,)?) => {
        let config = Config::new().with_large_int("number");
        $( add(&mut $file, <$type>::docs(), &<$type>::decl(&config)); )*
    };
}

fn add(file: &mut String, docs: Option<String>, declaration: &str) {
    file.push('\n');
    file.push_str(&docs.unwrap_or_default());
    file.push_str("export ");
    file.push_str(declaration);
    file.push('\n');
}

/// Returns the whole of `pkg/src/module-types.ts`.
#[must_use]
pub fn module_types() -> String {
    let mut file = MODULE_HEAD.to_owned();
    declare!(
        file,
        StatementSource,
        Weight,
        Statement,
        ActedOn,
        Request<'_>,
        PlainKey,
        PlainRow<'_>,
        Clock,
        Grant,
        Standing,
        StoreState,
        Checkpoint,
        Reply,
        Failure,
        TabEvent,
        SuggestAnswer<'_>,
        TrackAnswer,
        WeatherFile,
        HistorySummary,
        SummarizedItem,
    );
    file
}

/// Returns the whole of `pkg/src/api-types.ts`.
#[must_use]
pub fn api_types() -> String {
    let mut file = API_HEAD.to_owned();
    declare!(
        file,
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
        ReasonBasis,
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
