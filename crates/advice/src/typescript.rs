//! Generates the TypeScript declarations of the module's inputs and outputs from the Rust types and their doc comments.
//!
//! `pkg/src/advice/advice-types.ts` holds the generated file; `tests/typescript.rs` compares it with the Rust types.

use crate::{
    Answer, Attribute, Candidate, Characteristic, Circumstances, Comparison, Condition, DetailsFile, Ground,
    ItemDetails, Pick, Question, Questionnaire, Routine, RoutineStep, Row, Season, Section, Step,
};
use ts_rs::{Config, TS};

const HEAD: &str = "\
/**
 * What goes into the module of advice and comes out of it. Made from the Rust types; do not edit, but run
 * `PASSERELLE_WRITE_TYPES=1 cargo test --package passerelle-advice --test typescript`.
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
        Questionnaire,
        Question,
        Answer,
        Condition,
        Step,
        Season,
        Candidate,
        Circumstances,
        Routine,
        RoutineStep,
        Pick,
        Ground,
        DetailsFile,
        ItemDetails,
        Attribute,
        Characteristic,
        Comparison,
        Section,
        Row,
    );
    file
}
