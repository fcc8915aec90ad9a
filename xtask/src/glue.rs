//! What is between the WebAssembly module and JavaScript: wasm-bindgen's output, used as it comes.

use std::path::Path;

use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;

use crate::flavour::Flavour;
use crate::progress::Done;
use crate::stamp::Stamp;
use crate::workspace::{Workspace, empty};

/// Writes `pkg/glue` for a compiled module.
pub fn bind(workspace: &Workspace, flavour: Flavour, module: &Path) -> Result<Done> {
    let glue = workspace.path("pkg/glue");
    let stamp = Stamp::new(workspace, "glue")
        .setting(flavour.name())
        .setting("web, no default path")
        .input(workspace.path("Cargo.lock"))?
        .input(module)?
        .output(&glue);
    if stamp.is_fresh()? {
        return Ok(Done::UpToDate);
    }
    generate(module, &glue, flavour == Flavour::Debug)?;
    stamp.write()?;
    Ok(Done::Built("pkg/glue".into()))
}

/// Writes the glue of a compiled module into a folder of its own.
pub fn generate(module: &Path, folder: &Path, debug: bool) -> Result<()> {
    empty(folder)?;
    Bindgen::new()
        .input_path(module)
        .out_name("passerelle")
        .web(true)?
        // `pkg/src` fetches the module itself, so that one function of the package touches the network.
        .omit_default_module_path(true)
        .typescript(true)
        .debug(debug)
        .keep_debug(debug)
        .generate(folder)
}
