//! `toporder check`.

mod watching;

use std::path::PathBuf;

use serde::Serialize;

use super::{Error, Outcome, Output};
use crate::scenario::load::{self, Finding, LoadError, Loaded};
use crate::scenario::words::{count, printable};
use crate::scenario::{Scenario, Severity};

/// Check scenario files, and say what is wrong with them.
///
/// All errors of a file come at once, each with its place and what to write instead. Doubts are no errors: they
/// are about what is allowed, and will hardly do what was meant.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, or the names of built-in scenarios.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print the findings as JSON.
    #[arg(long)]
    json: bool,
    /// Check again each time a file is saved, and take a quick look at how much the order matters; Ctrl-C ends it.
    #[arg(long, conflicts_with = "json")]
    watch: bool,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        if self.watch {
            return watching::run(&self.files, output);
        }
        let mut outcome = Outcome::Success;
        let mut answers = Vec::new();
        for file in &self.files {
            let result = load::load(file);
            if result.is_err() {
                outcome = Outcome::Failure;
            }
            let name = printable(&file.to_string_lossy()).into_owned();
            if self.json {
                answers.push(Answer::new(name, &result));
            } else {
                print(&name, &result, output)?;
            }
        }
        if self.json {
            writeln!(
                output.out,
                "{}",
                serde_json::to_string_pretty(&answers).map_err(std::io::Error::from)?
            )?;
        }
        Ok(outcome)
    }
}

fn print(name: &str, result: &Result<Loaded, LoadError>, output: &mut Output<'_>) -> Result<(), Error> {
    match result {
        Ok(Loaded { scenario, warnings }) => {
            if !warnings.is_empty() {
                writeln!(output.out, "{}", output.look.render(warnings))?;
            }
            writeln!(output.out, "ok {name}: {}", summary(scenario))?;
        }
        Err(error) => writeln!(output.out, "{}", output.look.render(error))?,
    }
    Ok(())
}

/// "“Soup on the Square”, 8 items, 3 stakeholders, 3 Sprints".
fn summary(scenario: &Scenario) -> String {
    let mut parts = vec![
        format!("“{}”", scenario.title),
        count(scenario.items.len(), "item"),
        count(scenario.stakeholders.len(), "stakeholder"),
        count(scenario.sprints as usize, "Sprint"),
    ];
    for (number, noun) in [(scenario.goals.len(), "goal"), (scenario.risks.len(), "risk")] {
        if number > 0 {
            parts.push(count(number, noun));
        }
    }
    parts.join(", ")
}

/// The findings of one file.
#[derive(Serialize)]
struct Answer {
    file: String,
    errors: Vec<Entry>,
    warnings: Vec<Entry>,
}

/// A finding. What is wrong with a file as a whole has no place in it.
#[derive(Serialize)]
struct Entry {
    code: &'static str,
    message: String,
    help: Option<String>,
    path: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    offset: Option<usize>,
    length: Option<usize>,
}

impl Answer {
    fn new(file: String, result: &Result<Loaded, LoadError>) -> Self {
        let mut answer = Self { file, errors: Vec::new(), warnings: Vec::new() };
        let findings = match result {
            Ok(loaded) => loaded.warnings.findings(),
            Err(error) => error.findings(),
        };
        for finding in findings {
            match finding.problem.severity {
                Severity::Error => answer.errors.push(Entry::new(finding)),
                Severity::Warning => answer.warnings.push(Entry::new(finding)),
            }
        }
        if let Err(LoadError::Unreadable { code, message, help, .. }) = result {
            answer.errors.push(Entry {
                code,
                message: message.clone(),
                help: Some(help.clone()),
                path: None,
                line: None,
                column: None,
                offset: None,
                length: None,
            });
        }
        answer
    }
}

impl Entry {
    fn new(finding: &Finding) -> Self {
        let problem = &finding.problem;
        Self {
            code: problem.code,
            message: problem.message.clone(),
            help: problem.help.clone(),
            path: Some(problem.path.to_string()),
            line: Some(finding.line),
            column: Some(finding.column),
            offset: Some(finding.span.start),
            length: Some(finding.span.len()),
        }
    }
}
