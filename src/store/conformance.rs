//! Test cases that every [`Backend`] passes: the in-memory one here, the browser's in its own tests. Each case starts
//! with an empty store.

use super::backend::{Backend, Checkpoint, Failure, Grant, Replacement, Standing};
use crate::consent::GrantBasis;
use crate::history::{APPENDED, Clock, Key, Oldest, Row, StorePart};
use crate::model::Day;

/// The names of all cases, for [`check`].
pub const CASES: [&str; 11] = [
    "reading creates nothing",
    "a grant is written where nobody else was quicker",
    "a basis changes and the rows stay",
    "rows are appended in their order, under one grant",
    "of two that replace one is too late",
    "a replacement keeps what was appended meanwhile",
    "what is too old goes by its day, in every part by its own",
    "a wipe leaves the flag of a refusal or nothing",
    "a refusal is reopened with an empty store",
    "the checkpoint outlives the store",
    "every byte comes back",
];

const CLOCK: Clock = Clock { seen: 1_800_000_000, doubted: None };

const fn granted(epoch: u64, basis: GrantBasis) -> Standing {
    Standing { grant: Some(Grant { epoch, basis }), refused: false }
}

const ONE: Standing = granted(1, GrantBasis::Answer);
const TWO: Standing = granted((1 << 53) - 1, GrantBasis::Default);
const NOTHING: Standing = Standing { grant: None, refused: false };
const REFUSED: Standing = Standing { grant: None, refused: true };

fn row(part: StorePart, day: i64, number: u64, byte: u8) -> Row {
    Row { key: Key { part, day: Day::from_number(day), number }, records: vec![byte; 3] }
}

/// Compares two values; the error shows the difference.
fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, expected: &T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found:?} instead of {expected:?}")) }
}

/// The store's rows, sorted by key.
async fn rows(backend: &dyn Backend) -> Result<Vec<Row>, String> {
    let mut rows = backend.load().await.map_err(|failure| failure.to_string())?.rows;
    rows.sort_by_key(|row| row.key);
    Ok(rows)
}

/// Runs one of [`CASES`] on an empty store.
///
/// # Errors
/// The actual and the expected result.
pub async fn check(case: &str, backend: &dyn Backend) -> Result<(), String> {
    match case {
        "reading creates nothing" => {
            same("state", &backend.peek().await, &Ok(Default::default()))?;
            same("contents", &backend.load().await, &Ok(Default::default()))?;
            same("append", &backend.append(1, vec![row(StorePart::Log, 1, 0, 1)]).await, &Err(Failure::Revoked))?;
            same("replace", &backend.replace(1, 0, Replacement::default()).await, &Err(Failure::Revoked))?;
            same("expire", &backend.expire(None, CLOCK).await, &Ok(()))?;
            same("wipe", &backend.wipe(false).await, &Ok(None))?;
            same("checkpoint", &backend.read_checkpoint().await, &Ok(None))?;
            same("state", &backend.peek().await, &Ok(Default::default()))
        }
        "a grant is written where nobody else was quicker" => {
            same("first", &backend.stand(NOTHING, ONE, CLOCK).await, &Ok(()))?;
            same("second", &backend.stand(NOTHING, TWO, CLOCK).await, &Err(Failure::Conflict))?;
            let state = backend.peek().await.map_err(|failure| failure.to_string())?;
            same("standing", &(state.standing, state.clock, state.generation), &(ONE, Some(CLOCK), 0))
        }
        "a basis changes and the rows stay" => {
            let by_default = granted(1, GrantBasis::Default);
            same("begin", &backend.stand(NOTHING, by_default, CLOCK).await, &Ok(()))?;
            same("append", &backend.append(1, vec![row(StorePart::Log, 5, 0, 7)]).await, &Ok(Some(APPENDED)))?;
            same("answer", &backend.stand(by_default, ONE, Clock::new(9)).await, &Ok(()))?;
            let state = backend.peek().await.map_err(|failure| failure.to_string())?;
            same("state", &(state.standing, state.last, state.clock), &(ONE, Some(APPENDED), Some(CLOCK)))?;
            same("rows", &rows(backend).await?, &vec![row(StorePart::Log, 5, APPENDED, 7)])
        }
        "rows are appended in their order, under one grant" => {
            same("begin", &backend.stand(NOTHING, ONE, CLOCK).await, &Ok(()))?;
            let some = [row(StorePart::Log, 9, 3, 1), row(StorePart::Lists, -2, 3, 2), row(StorePart::Log, 8, 0, 3)];
            same("last", &backend.append(1, some.to_vec()).await, &Ok(Some(APPENDED + 2)))?;
            same("next", &backend.append(1, some[..1].to_vec()).await, &Ok(Some(APPENDED + 3)))?;
            same("none", &backend.append(1, Vec::new()).await, &Ok(Some(APPENDED + 3)))?;
            same("another grant", &backend.append(2, some.to_vec()).await, &Err(Failure::Revoked))?;
            let expected = vec![
                row(StorePart::Log, 8, APPENDED + 2, 3),
                row(StorePart::Log, 9, APPENDED, 1),
                row(StorePart::Log, 9, APPENDED + 3, 1),
                row(StorePart::Lists, -2, APPENDED + 1, 2),
            ];
            same("rows", &rows(backend).await?, &expected)
        }
        "of two that replace one is too late" => {
            same("begin", &backend.stand(NOTHING, ONE, CLOCK).await, &Ok(()))?;
            let put = |byte| Replacement { put: vec![row(StorePart::Log, 1, 0, byte)], ..Replacement::default() };
            same("another grant", &backend.replace(2, 0, put(1)).await, &Err(Failure::Revoked))?;
            same("first", &backend.replace(1, 0, put(2)).await, &Ok(()))?;
            same("second", &backend.replace(1, 0, put(3)).await, &Err(Failure::Conflict))?;
            same("rows", &rows(backend).await?, &vec![row(StorePart::Log, 1, 0, 2)])
        }
        "a replacement keeps what was appended meanwhile" => {
            same("begin", &backend.stand(NOTHING, ONE, CLOCK).await, &Ok(()))?;
            same("append", &backend.append(1, vec![row(StorePart::Log, 4, 0, 1)]).await, &Ok(Some(APPENDED)))?;
            same("meanwhile", &backend.append(1, vec![row(StorePart::Log, 4, 0, 2)]).await, &Ok(Some(APPENDED + 1)))?;
            let gone = Key { part: StorePart::Lists, day: Day::from_number(4), number: 77 };
            let clock = Some(Clock { seen: 4, doubted: Some(-5) });
            let drop = vec![row(StorePart::Log, 4, APPENDED, 0).key, gone];
            let replacement = Replacement { drop, put: vec![row(StorePart::Log, 4, 0, 3)], clock };
            same("replace", &backend.replace(1, 0, replacement.clone()).await, &Ok(()))?;
            same(
                "rows",
                &rows(backend).await?,
                &vec![row(StorePart::Log, 4, 0, 3), row(StorePart::Log, 4, APPENDED + 1, 2)],
            )?;
            let state = backend.peek().await.map_err(|failure| failure.to_string())?;
            same("state", &(state.generation, state.last, state.clock), &(1, Some(APPENDED + 1), clock))?;
            let same_key = Replacement { drop: vec![row(StorePart::Log, 4, 0, 0).key], ..replacement };
            same("in its own place", &backend.replace(1, 1, same_key).await, &Ok(()))?;
            same("rows", &rows(backend).await?.len(), &2)
        }
        "what is too old goes by its day, in every part by its own" => {
            same("begin", &backend.stand(NOTHING, ONE, CLOCK).await, &Ok(()))?;
            let parts = [StorePart::Settings, StorePart::Weeks, StorePart::Log, StorePart::Lists];
            let mut some = Vec::new();
            for day in [-3, 9, 10, 11, 19, 20, 21, 29, 30, 31] {
                some.extend(parts.map(|part| row(part, day, 0, 1)));
            }
            same("append", &backend.append(1, some.to_vec()).await.is_ok(), &true)?;
            same("no day", &backend.expire(None, Clock::new(1)).await, &Ok(()))?;
            same("all", &rows(backend).await?.len(), &some.len())?;
            let [weeks, log, lists] = [10, 20, 30].map(Day::from_number);
            let oldest = Oldest { weeks, log, lists };
            same("expire", &backend.expire(Some(oldest), Clock::new(7)).await, &Ok(()))?;
            let left = rows(backend).await?;
            let days = |part| {
                let of_part = left.iter().filter(|row| row.key.part == part);
                of_part.map(|row| row.key.day.number()).collect::<Vec<_>>()
            };
            same("settings", &days(StorePart::Settings).len(), &10)?;
            same("weeks", &days(StorePart::Weeks), &vec![10, 11, 19, 20, 21, 29, 30, 31])?;
            same("log", &days(StorePart::Log), &vec![20, 21, 29, 30, 31])?;
            same("lists", &days(StorePart::Lists), &vec![30, 31])?;
            let state = backend.peek().await.map_err(|failure| failure.to_string())?;
            same("clock", &(state.clock, state.generation), &(Some(Clock::new(7)), 0))
        }
        "a wipe leaves the flag of a refusal or nothing" => {
            same("begin", &backend.stand(NOTHING, TWO, CLOCK).await, &Ok(()))?;
            let epoch = (1 << 53) - 1;
            same("append", &backend.append(epoch, vec![row(StorePart::Log, 4, 0, 1)]).await, &Ok(Some(APPENDED)))?;
            same("refused", &backend.wipe(true).await, &Ok(Some(epoch)))?;
            let contents = backend.load().await.map_err(|failure| failure.to_string())?;
            let state = contents.state;
            same("what is left", &(state.standing, state.last, state.clock), &(REFUSED, None, None))?;
            same("rows", &contents.rows, &Vec::new())?;
            same("append", &backend.append(epoch, Vec::new()).await, &Err(Failure::Revoked))?;
            same("expire", &backend.expire(None, CLOCK).await, &Ok(()))?;
            same("wiped", &backend.wipe(false).await, &Ok(None))?;
            same("nothing", &backend.load().await, &Ok(Default::default()))
        }
        "a refusal is reopened with an empty store" => {
            same("refused", &backend.wipe(true).await, &Ok(None))?;
            same("as if it were not", &backend.stand(NOTHING, ONE, CLOCK).await, &Err(Failure::Conflict))?;
            same("reopened", &backend.stand(REFUSED, ONE, CLOCK).await, &Ok(()))?;
            same("append", &backend.append(1, vec![row(StorePart::Log, 4, 0, 1)]).await, &Ok(Some(APPENDED)))?;
            same("begun anew", &backend.stand(ONE, TWO, Clock::new(3)).await, &Ok(()))?;
            let contents = backend.load().await.map_err(|failure| failure.to_string())?;
            let state = contents.state;
            same("state", &(state.standing, state.last, state.clock), &(TWO, None, Some(Clock::new(3))))?;
            same("rows", &contents.rows, &Vec::new())
        }
        "the checkpoint outlives the store" => {
            let checkpoint = Checkpoint { epoch: (1 << 53) - 1, last: Some(APPENDED + 5) };
            same("write", &backend.write_checkpoint(Some(checkpoint)).await, &Ok(()))?;
            same("wipe", &backend.wipe(false).await, &Ok(None))?;
            same("checkpoint", &backend.read_checkpoint().await, &Ok(Some(checkpoint)))?;
            same("remove", &backend.write_checkpoint(None).await, &Ok(()))?;
            same("removed", &backend.read_checkpoint().await, &Ok(None))
        }
        "every byte comes back" => {
            same("begin", &backend.stand(NOTHING, ONE, CLOCK).await, &Ok(()))?;
            let all = Row { records: (0..=255).collect(), ..row(StorePart::Log, 4, 0, 0) };
            let none = Row { records: Vec::new(), ..row(StorePart::Log, 4, 0, 0) };
            let long = Row { records: vec![0xa5; 200_000], ..row(StorePart::Log, 4, 0, 0) };
            same("append", &backend.append(1, vec![all.clone(), none, long.clone()]).await, &Ok(Some(APPENDED + 2)))?;
            let found: Vec<Vec<u8>> = rows(backend).await?.into_iter().map(|row| row.records).collect();
            same("records", &found, &vec![all.records, Vec::new(), long.records])
        }
        other => Err(format!("there is no case {other:?}: see CASES")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::InMemoryBackend;
    use futures_util::FutureExt;

    #[test]
    fn the_store_in_memory_passes() {
        for case in CASES {
            let checked = check(case, &InMemoryBackend::default()).now_or_never();
            assert_eq!(checked, Some(Ok(())), "{case}");
        }
        assert!(check("another", &InMemoryBackend::default()).now_or_never().is_some_and(|checked| checked.is_err()));
    }
}
