//! The command line: one file per command. Resolves options, prints results, nothing else.

mod at_terminal;
mod background;
mod cast;
mod check;
mod class_place;
mod classes;
mod command_line;
mod compare;
mod completions;
mod config;
mod debrief;
mod demo;
mod examples;
mod futures;
mod guide;
mod host;
mod import;
mod inspect;
mod keys;
mod look;
mod man;
mod new;
mod plain;
mod play;
mod progress;
mod replay;
mod report;
mod resume;
mod saved;
mod schema;
mod settings;
mod simulate;
mod solve;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::LazyLock;

use clap::{Parser, Subcommand};
use miette::Diagnostic;
use thiserror::Error;

pub use self::command_line::parse;
pub use self::look::Look;
use crate::game::journal;
use crate::scenario::load::LoadError;
use crate::scenario::raw;
use crate::store::class::ClassStoreError;
use crate::store::{FileError, StoreError};

/// The version with those of the formats, for who has a file of another one.
static LONG_VERSION: LazyLock<String> = LazyLock::new(|| {
    let version = env!("CARGO_PKG_VERSION");
    format!("{version} (scenario format {}, journal format {})", raw::FORMAT, journal::VERSION)
});

/// Practise ordering a Product Backlog, and learn how good each decision was.
///
/// Without a command, the scenarios and the saved games are offered.
#[derive(Debug, Parser)]
#[command(version, long_version = LONG_VERSION.as_str(), propagate_version = true, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(flatten)]
    pick: play::PickArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Play(play::Args),
    Resume(resume::Args),
    Replay(replay::Args),
    New(new::Args),
    Check(check::Args),
    Guide(guide::Args),
    Import(import::Args),
    Schema(schema::Args),
    Simulate(simulate::Args),
    Solve(solve::Args),
    Compare(compare::Args),
    Inspect(inspect::Args),
    Debrief(debrief::Args),
    Demo(demo::Args),
    Cast(cast::Args),
    Report(report::Args),
    Host(host::Args),
    Classes(classes::Args),
    Keys(keys::Args),
    Config(config::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// What a command needs to answer.
pub struct Output<'w> {
    /// Where results go.
    pub out: &'w mut dyn Write,
    /// How reports look there.
    pub look: Look,
}

/// How a command that ran to its end went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As wished.
    Success,
    /// It has printed what is wrong.
    Failure,
    /// The system ended it with a signal of this number.
    Signalled(i32),
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Success => Self::SUCCESS,
            Outcome::Failure => Self::FAILURE,
            // As shells tell it.
            Outcome::Signalled(signal) => Self::from(u8::try_from(128 + signal).unwrap_or(u8::MAX)),
        }
    }
}

/// Why a command did not run to its end.
#[derive(Debug, Error)]
pub enum Error {
    /// A scenario cannot be used.
    #[error(transparent)]
    Load(Box<LoadError>),
    /// The command line does not fit the scenario it names.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to write instead.
        help: Option<String>,
    },
    /// There is no such game.
    #[error("{message}")]
    NoGame {
        /// What was looked for.
        message: String,
        /// What to write instead.
        help: String,
    },
    /// What was asked for cannot be done with what is there.
    #[error("{message}")]
    Refused {
        /// What is in the way.
        message: String,
        /// What to write instead.
        help: String,
    },
    /// A file of the user's own could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The settings cannot be used.
    #[error(transparent)]
    Settings(#[from] settings::SettingsError),
    /// A saved game, or the folder of them, cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store of classes cannot be used.
    #[error(transparent)]
    ClassStore(#[from] ClassStoreError),
    /// What was to be played could not be opened.
    #[error("{0}")]
    Open(String),
    /// The terminal cannot be used.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[source] io::Error),
    /// The network cannot be used.
    #[error("the network cannot be used: {0}")]
    Network(#[source] io::Error),
    /// A class cannot be hosted.
    #[error("the class cannot be hosted: {0}")]
    Host(String),
    /// The terminal was gone while the program ran.
    #[error("the terminal is gone")]
    TerminalGone,
    /// The result could not be written.
    #[error("the result could not be written: {0}")]
    Write(#[from] io::Error),
}

impl Error {
    /// Whether whoever was reading has had enough, which is no error.
    #[must_use]
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Write(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// 2 for a bad command line, 1 for everything else.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage { .. } => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}

impl From<LoadError> for Error {
    fn from(error: LoadError) -> Self {
        Self::Load(Box::new(error))
    }
}

impl Diagnostic for Error {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        match self {
            Self::Load(error) => error.help(),
            Self::Settings(error) => error.help(),
            Self::Usage { help: Some(help), .. } | Self::NoGame { help, .. } | Self::Refused { help, .. } => {
                Some(Box::new(help))
            }
            Self::File(error) => Some(Box::new(error.help())),
            Self::ClassStore(ClassStoreError { help: Some(help), .. }) => Some(Box::new(help)),
            _ => None,
        }
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        match self {
            Self::Load(error) => error.related(),
            Self::Settings(error) => error.related(),
            _ => None,
        }
    }
}

/// Runs a command.
///
/// # Errors
/// If it could not run to its end.
pub fn run(cli: Cli, output: &mut Output<'_>) -> Result<Outcome, Error> {
    match cli.command {
        None => cli.pick.run(output),
        Some(Command::Play(args)) => args.run(output),
        Some(Command::Resume(args)) => args.run(output),
        Some(Command::Replay(args)) => args.run(output),
        Some(Command::New(args)) => args.run(output),
        Some(Command::Check(args)) => args.run(output),
        Some(Command::Guide(args)) => args.run(output),
        Some(Command::Import(args)) => args.run(output),
        Some(Command::Schema(args)) => args.run(output),
        Some(Command::Simulate(args)) => args.run(output),
        Some(Command::Solve(args)) => args.run(output),
        Some(Command::Compare(args)) => args.run(output),
        Some(Command::Inspect(args)) => args.run(output),
        Some(Command::Debrief(args)) => args.run(output),
        Some(Command::Demo(args)) => args.run(output),
        Some(Command::Cast(args)) => args.run(output),
        Some(Command::Report(args)) => args.run(output),
        Some(Command::Host(args)) => args.run(output),
        Some(Command::Classes(args)) => args.run(output),
        Some(Command::Keys(args)) => args.run(output),
        Some(Command::Config(args)) => args.run(output),
        Some(Command::Completions(args)) => args.run(output),
        Some(Command::Man(args)) => args.run(output),
    }
}
