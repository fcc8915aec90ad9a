//! The largest memory that this process had since it was asked last. Linux tells; elsewhere nothing is known.

use std::fs;

/// Begins to look for the largest memory from now on.
pub(crate) fn restart() {
    // 5 resets the mark and nothing else (proc(5)). Where it cannot be reset, the mark is that of the whole process.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The largest resident memory since [`restart`], in bytes.
pub(crate) fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    kibibytes(&status)?.checked_mul(1024)
}

fn kibibytes(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_read_from_the_status_of_a_process() {
        assert_eq!(kibibytes("Name:\tx\nVmHWM:\t    5120 kB\nVmRSS:\t 10 kB\n"), Some(5120));
        assert_eq!(kibibytes("Name:\tx\n"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn memory_that_is_taken_and_used_raises_the_mark() {
        restart();
        let before = peak().unwrap();
        let taken = vec![1u8; 64 << 20];
        let after = peak().unwrap();
        assert!(taken.iter().all(|byte| *byte == 1) && after > before + (32 << 20), "{before} {after}");
    }
}
