//! Builds the site of the documents in `target/site`: the pages of docs/ with VitePress, the API from the package's
//! types with typedoc, and the demo. The site is static files. A dead link is an error.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::flavour::Flavour;
use crate::progress::{Done, step};
use crate::workspace::Workspace;
use crate::{pack, package, tools};

/// This folder has its own package.json: only it needs these tools, and typedoc needs another TypeScript.
const FOLDER: &str = "docs";

/// Builds the site and returns its folder.
pub fn build(workspace: &Workspace) -> Result<PathBuf> {
    package::build(workspace, Flavour::Release)?;
    pack::demo(workspace)?;
    tools::npm_packages_in(workspace, "site packages", FOLDER)?;
    let site = workspace.target("site");
    step("api", || {
        tools::run_quietly(tool(workspace, "typedoc").args(["--options", "typedoc.json"]))?;
        Ok(Done::Built("docs/api".into()))
    })?;
    step("pages", || {
        tools::run_quietly(tool(workspace, "vitepress").args(["build", "."]).arg("--outDir").arg(&site))?;
        Ok(Done::Built(site.display().to_string()))
    })?;
    let demo = site.join("demo");
    fs::create_dir_all(&demo).with_context(|| format!("creating {}", demo.display()))?;
    pack::copy_demo(workspace, &demo)?;
    Ok(site)
}

/// A command of a tool that is installed for the site, in the site's folder.
fn tool(workspace: &Workspace, name: &str) -> Command {
    let file = if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() };
    let mut command = workspace.command(workspace.path(FOLDER).join("node_modules/.bin").join(file));
    command.current_dir(workspace.path(FOLDER));
    command
}
