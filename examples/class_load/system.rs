//! What the system tells about processes.

use std::fs;

use rustix::process::{Pid, Resource, Rlimit, getrlimit, setrlimit};

use crate::Failure;

/// Ticks of a processor's time a second, as Linux tells them to programs.
const TICKS_PER_SECOND: f64 = 100.0;

/// Resident memory of a process, KiB.
pub(crate) fn memory_kib(process: Pid) -> Result<u64, Failure> {
    let path = format!("/proc/{}/status", process.as_raw_nonzero());
    let status = fs::read_to_string(path)?;
    field_kib(&status, "VmRSS:").ok_or_else(|| "the system does not tell the memory of the host".into())
}

fn field_kib(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Processor time of a process so far, of its program and of the system for it, seconds.
pub(crate) fn processor_s(process: Pid) -> Result<f64, Failure> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero()))?;
    processor_of(&stat).ok_or_else(|| "the system does not tell the time of the host".into())
}

fn processor_of(stat: &str) -> Option<f64> {
    // The name of the program may have spaces and brackets in it; behind it come figures.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some((ticks(11)? + ticks(12)?) as f64 / TICKS_PER_SECOND)
}

/// How many processes wanted a processor on average: in the last minute, five minutes and fifteen.
pub(crate) fn load_average() -> String {
    let told = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    told.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

/// Lets this process and those that it starts open so many files.
pub(crate) fn allow_files(wanted: u64) -> Result<(), Failure> {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|current| current >= wanted) {
        return Ok(());
    }
    if maximum.is_some_and(|maximum| maximum < wanted) {
        let maximum = maximum.unwrap_or_default();
        let advice = format!(
            "{wanted} open files are needed and {maximum} are allowed here: `ulimit -n {wanted}` as root, or fewer --players"
        );
        return Err(advice.into());
    }
    Ok(setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_and_time_are_read_as_the_system_tells_them() {
        assert_eq!(field_kib("Name:\ta\nVmRSS:\t   12345 kB\n", "VmRSS:"), Some(12_345));
        assert_eq!(field_kib("Name:\ta\n", "VmRSS:"), None);
        let stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 900 0 0 0 250 50 0 0 20 0 9 0 100 1000 200";
        assert_eq!(processor_of(stat), Some(3.0));
        assert_eq!(processor_of("7 (a"), None);
    }
}
