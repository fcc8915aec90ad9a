//! What the standard library would bring along, in less code: memory, and what happens after a panic.

use core::panic::PanicInfo;
use rlsf::{GlobalTlsf, GlobalTlsfOptions};

/// Two-level segregated fit: constant time, little fragmentation, 1.3 kB of code.
#[global_allocator]
static MEMORY: GlobalTlsf<Small> = GlobalTlsf::new();

struct Small;

impl GlobalTlsfOptions for Small {
    // Growing in place is rare here and its code as large as the rest.
    const ENABLE_REALLOCATION: bool = false;
}

/// A panic is a fault of ours: JavaScript gets a `RuntimeError`, as it does with the standard library. The text is
/// for our own debug builds; without it no code for formatting comes into the module.
#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    if cfg!(debug_assertions) {
        wasm_bindgen::throw_str(&alloc::string::ToString::to_string(info));
    }
    core::arch::wasm32::unreachable()
}
