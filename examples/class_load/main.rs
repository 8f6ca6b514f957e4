//! Measures a hosted class: hundreds of participants who play real games over SSH and WebSocket, and what that takes.
//!
//! `cargo build --release`, then `cargo run --release --example class_load -- --players 500`. The host is the real program
//! in a process of its own, with its data in a folder that is thrown away. Everybody presses a key each second that changes
//! their screen, and the time is taken until the change is there; at the end the journals are held against what was
//! acknowledged.

#![cfg_attr(target_os = "linux", expect(clippy::print_stdout, reason = "what is measured is printed"))]

#[cfg(target_os = "linux")]
mod connection;
#[cfg(target_os = "linux")]
mod figures;
#[cfg(target_os = "linux")]
mod host;
#[cfg(target_os = "linux")]
mod journals;
#[cfg(target_os = "linux")]
mod player;
#[cfg(target_os = "linux")]
mod report;
#[cfg(target_os = "linux")]
mod run;
#[cfg(target_os = "linux")]
mod screen;
#[cfg(target_os = "linux")]
mod system;
#[cfg(target_os = "linux")]
mod trainer;

/// Why something could not be measured, in words.
#[cfg(target_os = "linux")]
type Failure = Box<dyn std::error::Error + Send + Sync>;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    match measure() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => {
            println!("class_load: {failure}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(target_os = "linux")]
fn measure() -> Result<(), Failure> {
    use clap::Parser;

    let options = run::Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let report = runtime.block_on(run::run(&options))?;
    if options.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{report}");
    }
    match report.faults() {
        faults if faults.is_empty() => Ok(()),
        faults => Err(faults.join("; ").into()),
    }
}

/// Memory and processor time are read where only Linux tells them.
#[cfg(not(target_os = "linux"))]
fn main() {}
