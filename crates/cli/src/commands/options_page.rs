//! Generates docs/command-line-options.md and docs/research/evaluate-options.md from the `--help` of each command.
//! `PASSERELLE_WRITE_DOCS=1 cargo test -p passerelle-cli --lib options_page` writes the pages; without the variable,
//! the test compares them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use clap::{Arg, Command, CommandFactory};

use super::Arguments;

/// The command that has the page for research.
const RESEARCH: &str = "evaluate";

/// An argument as it is typed.
fn typed(argument: &Arg) -> String {
    let values = argument.get_value_names().unwrap_or_default().join(" ");
    let takes_value = argument.get_action().takes_values();
    match argument.get_long() {
        Some(long) if takes_value => format!("--{long} <{values}>"),
        Some(long) => format!("--{long}"),
        None if argument.is_required_set() => format!("<{values}>"),
        None => format!("[{values}]"),
    }
}

/// The value that is used if the argument is omitted.
fn default(argument: &Arg) -> String {
    let values: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    match values[..] {
        _ if !argument.get_action().takes_values() => String::new(),
        [] if argument.is_required_set() => "needed".to_owned(),
        [] => String::new(),
        _ => format!("`{}`", values.join(" ")),
    }
}

fn row(argument: &Arg) -> String {
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let choices: Vec<String> =
        argument.get_possible_values().iter().map(|value| format!("`{}`", value.get_name())).collect();
    let choices = if choices.is_empty() || !argument.get_action().takes_values() {
        String::new()
    } else {
        format!(": {}", choices.join(", "))
    };
    format!("| `{}` | {} | {}{choices} |", typed(argument), default(argument), help.replace('|', "\\|"))
}

fn section(command: &Command) -> String {
    let mut text = format!("## `passerelle {}`\n\n", command.get_name());
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    writeln!(text, "{about}.\n").unwrap();
    let arguments = command.get_arguments().filter(|argument| !argument.is_hide_set() && argument.get_id() != "help");
    let rows: Vec<String> = arguments.map(row).collect();
    if !rows.is_empty() {
        writeln!(text, "| option | default | meaning |\n|---|---|---|\n{}\n", rows.join("\n")).unwrap();
    }
    text
}

/// Compares the page at `path` with `text`; writes it first if `PASSERELLE_WRITE_DOCS` is set.
fn compare(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    if std::env::var_os("PASSERELLE_WRITE_DOCS").is_some() {
        fs::write(&file, text).unwrap();
    }
    let there = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        there == text,
        "{path} is not what the commands say: PASSERELLE_WRITE_DOCS=1 cargo test -p passerelle-cli --lib options_page"
    );
}

#[test]
fn the_pages_of_options_are_those_of_the_commands() {
    let command = Arguments::command();
    let (research, others): (Vec<&Command>, Vec<&Command>) =
        command.get_subcommands().partition(|command| command.get_name() == RESEARCH);
    assert!(others.len() > 10 && research.len() == 1);
    let page = |title: &str, intro: &str, commands: &[&Command]| {
        let sections: String = commands.iter().map(|command| section(command)).collect();
        format!("# {title}\n\n{intro}\n\n{}\n", sections.trim_end())
    };
    compare(
        "docs/command-line-options.md",
        &page(
            "Options of the tool",
            "Every command with its options, written from the tool itself; [what they are for](command-line.md).",
            &others,
        ),
    );
    compare(
        "docs/research/evaluate-options.md",
        &page(
            "Options of `passerelle evaluate`",
            "Written from the tool itself; [the protocols and their figures](results.md).",
            &research,
        ),
    );
}
