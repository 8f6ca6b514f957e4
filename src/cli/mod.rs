//! The command line: one file per command. Resolves options, prints results, nothing else.

mod check;
mod look;
mod schema;
mod simulate;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use miette::Diagnostic;
use thiserror::Error;

pub use self::look::Look;
use crate::scenario::load::LoadError;

/// Practise ordering a Product Backlog, and learn how good each decision was.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Schema(schema::Args),
    Simulate(simulate::Args),
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
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Success => Self::SUCCESS,
            Outcome::Failure => Self::FAILURE,
        }
    }
}

/// Why a command did not run to its end.
#[derive(Debug, Error)]
pub enum Error {
    /// A scenario cannot be used.
    #[error("{0}")]
    Load(#[from] Box<LoadError>),
    /// The command line does not fit the scenario it names.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to write instead.
        help: Option<String>,
    },
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
            Self::Load(_) | Self::Write(_) => ExitCode::FAILURE,
        }
    }
}

impl From<LoadError> for Error {
    fn from(error: LoadError) -> Self {
        Self::Load(Box::new(error))
    }
}

impl Diagnostic for Error {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        match self {
            Self::Load(error) => error.code(),
            _ => None,
        }
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        match self {
            Self::Load(error) => error.help(),
            Self::Usage { help: Some(help), .. } => Some(Box::new(help)),
            Self::Usage { help: None, .. } | Self::Write(_) => None,
        }
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        match self {
            Self::Load(error) => error.related(),
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
        Command::Check(args) => args.run(output),
        Command::Schema(args) => args.run(output),
        Command::Simulate(args) => args.run(output),
    }
}
