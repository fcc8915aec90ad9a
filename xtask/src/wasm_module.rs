//! The WebAssembly modules of the package: their sources and their paths. Not for the build: see [`crate::package`].

use std::path::PathBuf;

use crate::workspace::Workspace;

/// A WebAssembly module of the package. All modules are built in the same way.
pub struct WasmModule {
    /// Its name in the package, without `.wasm`.
    pub name: &'static str,
    /// Its Cargo package.
    pub package: &'static str,
    /// Its file name from rustc.
    pub artifact: &'static str,
    /// The folder of its glue.
    pub glue: &'static str,
}

/// The module that every page loads.
pub const MAIN: WasmModule =
    WasmModule { name: "passerelle", package: "passerelle", artifact: "passerelle", glue: "pkg/glue" };
/// The module that the elements of advice load.
const ADVICE: WasmModule =
    WasmModule { name: "advice", package: "passerelle-advice", artifact: "passerelle_advice", glue: "pkg/glue-advice" };
/// All modules.
pub const MODULES: [WasmModule; 2] = [MAIN, ADVICE];

impl WasmModule {
    /// The file that wasm-bindgen writes.
    pub fn bound(&self, workspace: &Workspace) -> PathBuf {
        workspace.path(self.glue).join(format!("{}_bg.wasm", self.name))
    }

    /// The published file.
    pub fn published(&self, workspace: &Workspace) -> PathBuf {
        workspace.path("pkg/dist").join(format!("{}.wasm", self.name))
    }
}
