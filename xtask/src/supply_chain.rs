//! Checks the dependencies: licences, sources, duplicates and known vulnerabilities. cargo-deny checks the Rust
//! packages against `deny.toml`; the npm packages are checked against the list below. If a database of vulnerabilities
//! is not reachable, this is reported, and the other checks run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;
use spdx::{Expression, LicenseReq};

use crate::tools;
use crate::workspace::Workspace;

/// Manifests of the Rust workspaces.
const MANIFESTS: [&str; 2] = ["Cargo.toml", "fuzz/Cargo.toml"];
/// Checks of `deny.toml` that need only the packages.
const CHECKS: [&str; 3] = ["licenses", "bans", "sources"];
/// Lock files of npm: tools, and bundlers for tests. None of their packages is part of the published package.
const LOCK_FILES: [&str; 4] = [
    "package-lock.json",
    "docs/package-lock.json",
    "tests/packaging/package-lock.json",
    "tests/browser/accept/lighthouse/package-lock.json",
];
/// Allowed licences of npm packages, which are only tools and are not distributed.
const NPM_LICENCES: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BlueOak-1.0.0",
    "CC-BY-4.0",
    "CC0-1.0",
    "ISC",
    "LGPL-3.0-or-later",
    "MIT",
    "MPL-2.0",
    "Python-2.0",
    "Zlib",
];
/// Packages without a valid licence field: path, version, and the licence in their file LICENSE.
const READ_BY_HAND: [(&str, &str, &str); 1] = [("node_modules/parse-cache-control", "1.0.1", "BSD-3-Clause")];

/// Returns whether every check passed. A check without its database is printed and does not count.
pub fn check(workspace: &Workspace) -> Result<bool> {
    let deny = tools::cargo_deny(workspace)?;
    let mut is_sound = true;
    for manifest in MANIFESTS {
        println!("\n{manifest}: {}", CHECKS.join(", "));
        is_sound &= tools::succeeds(cargo_deny(workspace, &deny, manifest).arg("check").args(CHECKS))?;
    }
    is_sound &= advisories(workspace, &deny)?;
    for lock in LOCK_FILES {
        is_sound &= npm_licences(workspace, lock)?;
        is_sound &= npm_audit(workspace, lock)?;
    }
    Ok(is_sound)
}

fn cargo_deny(workspace: &Workspace, program: &Path, manifest: &str) -> Command {
    let mut command = workspace.command(program);
    command.arg("--manifest-path").arg(workspace.path(manifest));
    command.args(["--workspace", "--locked", "--config", "deny.toml"]);
    command
}

/// Checks known vulnerabilities of Rust packages, if the database of advisories can be fetched.
fn advisories(workspace: &Workspace, deny: &Path) -> Result<bool> {
    let fetched = workspace.command(deny).args(["fetch", "db"]).stdin(Stdio::null()).output()?;
    if !fetched.status.success() {
        let said = String::from_utf8_lossy(&fetched.stderr);
        not_looked_up("known weaknesses of Rust's packages: the database of advisories", first_error(&said));
        return Ok(true);
    }
    let mut is_sound = true;
    for manifest in MANIFESTS {
        println!("\n{manifest}: advisories");
        is_sound &= tools::succeeds(cargo_deny(workspace, deny, manifest).args(["check", "advisories"]))?;
    }
    Ok(is_sound)
}

/// The first line with an error.
fn first_error(said: &str) -> &str {
    said.lines().find(|line| line.contains("ERROR") || line.contains("error")).map_or("it does not say why", str::trim)
}

fn not_looked_up(what: &str, why: &str) {
    println!("\nNOT LOOKED UP: {what} cannot be had from here ({why}). Run this again where it can.");
}

/// A lock file of npm, with the fields needed here.
#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, Locked>,
}

#[derive(Deserialize)]
struct Locked {
    #[serde(default)]
    version: String,
    license: Option<String>,
    #[serde(default)]
    link: bool,
}

/// Whether every package of a lock file has an allowed licence.
fn npm_licences(workspace: &Workspace, lock: &str) -> Result<bool> {
    let text = fs::read_to_string(workspace.path(lock)).with_context(|| format!("reading {lock}"))?;
    let parsed: Lock =
        serde_json::from_str(&text).with_context(|| format!("{lock} is no file of npm's: run npm install"))?;
    let refused = refused(&parsed);
    println!("\n{lock}: {} packages, {} with a licence that is not allowed", parsed.packages.len(), refused.len());
    for line in &refused {
        eprintln!("error: {lock}: {line}; use another package, or allow it in xtask/src/supply_chain.rs");
    }
    Ok(refused.is_empty())
}

/// The packages without an allowed licence, one line each. The first package of a file is our own.
fn refused(lock: &Lock) -> Vec<String> {
    let theirs = lock.packages.iter().filter(|(path, package)| !path.is_empty() && !package.link);
    theirs
        .filter_map(|(path, package)| match licence_of(path, package) {
            Some(licence) if is_allowed(licence) => None,
            Some(licence) => Some(format!("{path}: {licence}")),
            None => Some(format!("{path}: no licence")),
        })
        .collect()
}

fn licence_of<'a>(path: &str, package: &'a Locked) -> Option<&'a str> {
    let by_hand = || READ_BY_HAND.iter().find(|(of, version, _)| *of == path && *version == package.version);
    package.license.as_deref().or_else(|| by_hand().map(|(_, _, licence)| *licence))
}

/// Whether the allowed licences satisfy an SPDX expression.
fn is_allowed(licence: &str) -> bool {
    let is_listed = |one: &LicenseReq| NPM_LICENCES.contains(&one.to_string().as_str());
    Expression::parse(licence).is_ok_and(|expression| expression.evaluate(is_listed))
}

/// The result of `npm audit`.
#[derive(Debug, PartialEq, Eq)]
enum Audit {
    /// The number of known vulnerabilities.
    Known(u64),
    /// The registry did not answer, for this reason.
    Unanswered(String),
}

/// Checks known vulnerabilities of npm packages, if the registry reports them.
fn npm_audit(workspace: &Workspace, lock: &str) -> Result<bool> {
    let folder = workspace.path(lock).parent().map(Path::to_owned).context("a lock file lies in a folder")?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = workspace.command(npm);
    command.current_dir(folder).args(["audit", "--package-lock-only", "--json"]).stdin(Stdio::null());
    let answer = command.output().context("running npm audit")?.stdout;
    match audit(&answer) {
        Audit::Known(0) => println!("{lock}: no known weaknesses"),
        Audit::Known(known) => {
            eprintln!("error: {lock}: {known} packages with known weaknesses; `npm audit` in its folder says which");
            return Ok(false);
        }
        Audit::Unanswered(why) => not_looked_up(&format!("known weaknesses of {lock}: the registry's answer"), &why),
    }
    Ok(true)
}

fn audit(answer: &[u8]) -> Audit {
    let Ok(answer) = serde_json::from_slice::<Value>(answer) else {
        return Audit::Unanswered("it is no JSON".into());
    };
    if let Some(total) = answer["metadata"]["vulnerabilities"]["total"].as_u64() {
        return Audit::Known(total);
    }
    let texts = [&answer["error"]["summary"], &answer["message"], &answer["error"]["code"]];
    let why = texts.into_iter().filter_map(Value::as_str).find(|text| !text.is_empty());
    Audit::Unanswered(why.unwrap_or("it does not say why").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(packages: &str) -> Lock {
        serde_json::from_str(&format!(r#"{{"packages": {packages}}}"#)).unwrap()
    }

    #[test]
    fn a_licence_is_allowed_where_the_list_satisfies_its_expression() {
        for allowed in ["MIT", "(MIT OR GPL-3.0-or-later)", "(MIT AND Zlib)", "Apache-2.0 AND LGPL-3.0-or-later"] {
            assert!(is_allowed(allowed), "{allowed}");
        }
        for refused in ["GPL-3.0-or-later", "MIT AND GPL-3.0-only", "SEE LICENSE IN x", "UNLICENSED", ""] {
            assert!(!is_allowed(refused), "{refused}");
        }
    }

    #[test]
    fn packages_without_an_allowed_licence_are_named_and_our_own_are_not() {
        let lock = lock(
            r#"{"": {}, "node_modules/a": {"license": "MIT"}, "node_modules/b": {}, "node_modules/c": {"license": "AGPL-3.0-only"},
                "node_modules/passerelle": {"link": true}, "node_modules/parse-cache-control": {"version": "1.0.1"}}"#,
        );
        assert_eq!(refused(&lock), ["node_modules/b: no licence", "node_modules/c: AGPL-3.0-only"]);
    }

    #[test]
    fn a_licence_that_was_read_by_hand_holds_for_its_version() {
        let lock = lock(r#"{"node_modules/parse-cache-control": {"version": "1.0.2"}}"#);
        assert_eq!(refused(&lock), ["node_modules/parse-cache-control: no licence"]);
    }

    #[test]
    fn an_audit_without_an_answer_is_not_one_without_weaknesses() {
        assert_eq!(audit(br#"{"metadata": {"vulnerabilities": {"total": 0}}}"#), Audit::Known(0));
        assert_eq!(audit(br#"{"metadata": {"vulnerabilities": {"total": 3}}}"#), Audit::Known(3));
        let refused = br#"{"message": "405 Method Not Allowed", "error": {"summary": "", "detail": ""}}"#;
        assert_eq!(audit(refused), Audit::Unanswered("405 Method Not Allowed".into()));
        assert!(matches!(audit(b""), Audit::Unanswered(_)));
    }
}
