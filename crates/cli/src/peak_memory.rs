//! The peak memory of this process since the last restart of the measurement. Only Linux reports it.

use std::fs;

/// Restarts the measurement of peak memory.
pub(crate) fn restart() {
    // 5 resets the peak and nothing else (proc(5)). If the reset fails, the peak is that of the whole process.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// Returns the peak resident memory since [`restart`], in bytes; `None` if the system does not report it.
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
