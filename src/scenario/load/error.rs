//! Reports of what is wrong with a file, or doubtful.

use std::fmt;
use std::iter;
use std::ops::Range;
use std::sync::Arc;

use miette::{Diagnostic, LabeledSpan, SourceCode};
use thiserror::Error;

use super::source::Source;
use crate::scenario::problem::{Placed, Problem, Severity};
use crate::scenario::tree::Node;
use crate::scenario::words::{count, grouped};

/// So many findings of a file are printed.
const MOST_SHOWN: usize = 50;

/// Why there is no scenario.
#[derive(Debug, Error)]
pub enum LoadError {
    /// The file cannot be read as a text at all.
    #[error("{message}")]
    Unreadable {
        /// A stable name of the reason, kebab-case.
        code: &'static str,
        /// The file's name, safe to print.
        name: String,
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// The text is not a scenario without errors.
    #[error("{0}")]
    Invalid(Report),
}

impl LoadError {
    pub(super) fn unreadable(
        code: &'static str,
        name: &str,
        message: String,
        help: impl Into<String>,
    ) -> Self {
        Self::Unreadable { code, name: name.to_owned(), message, help: help.into() }
    }

    /// The errors that have a place in the file.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Unreadable { .. } => &[],
            Self::Invalid(report) => report.findings(),
        }
    }
}

impl Diagnostic for LoadError {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        match self {
            Self::Unreadable { help, .. } => Some(Box::new(help)),
            Self::Invalid(report) => report.help(),
        }
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        match self {
            Self::Unreadable { .. } => None,
            Self::Invalid(report) => report.related(),
        }
    }
}

/// All errors of a file, or all warnings, in the order of their places.
#[derive(Debug)]
pub struct Report {
    name: String,
    findings: Vec<Finding>,
}

impl Report {
    pub(super) fn new(source: &Arc<Source>, problems: Vec<Placed>) -> Self {
        Self::with(source, problems, |_| Vec::new())
    }

    /// A report of problems whose related places are looked up in a tree.
    pub(super) fn placed(source: &Arc<Source>, problems: Vec<Placed>, tree: &Node<'_>) -> Self {
        Self::with(source, problems, |problem| {
            let related = problem.related.iter();
            related.map(|(path, label)| (tree.locate(path, problem.at), label.clone())).collect()
        })
    }

    fn with(
        source: &Arc<Source>,
        problems: Vec<Placed>,
        related: impl Fn(&Problem) -> Vec<(Range<usize>, String)>,
    ) -> Self {
        let finding = |(problem, span): Placed| {
            let (line, column) = source.position(span.start);
            let mut related = related(&problem);
            related.retain(|(other, _)| *other != span);
            Finding { problem, span, line, column, related, source: Arc::clone(source) }
        };
        let mut findings: Vec<_> = problems.into_iter().map(finding).collect();
        findings.sort_by_key(|finding| finding.span.start);
        Self { name: source.name().to_owned(), findings }
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// What was found, in the order of the places.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    fn severity(&self) -> Severity {
        let is_error = |finding: &Finding| finding.problem.severity == Severity::Error;
        if self.findings.iter().any(is_error) { Severity::Error } else { Severity::Warning }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, number) = (&self.name, self.findings.len());
        match self.severity() {
            Severity::Error => write!(f, "{name} cannot be used: {}", count(number, "error")),
            Severity::Warning => write!(f, "{name}: {}", count(number, "warning")),
        }
    }
}

impl std::error::Error for Report {}

impl Diagnostic for Report {
    fn severity(&self) -> Option<miette::Severity> {
        Some(severity(Report::severity(self)))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let more = self.findings.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0)?;
        let more = grouped(more as u64);
        Some(Box::new(format!("Shown are the first {MOST_SHOWN}; {more} more follow.")))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let shown = self.findings.iter().take(MOST_SHOWN);
        Some(Box::new(shown.map(|finding| finding as &dyn Diagnostic)))
    }
}

/// A problem and its place in the file.
#[derive(Debug)]
pub struct Finding {
    /// What is wrong.
    pub problem: Problem,
    /// The bytes of the file that it is about.
    pub span: Range<usize>,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    related: Vec<(Range<usize>, String)>,
    source: Arc<Source>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Finding {}

impl Diagnostic for Finding {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.problem.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(severity(self.problem.severity))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.problem.help.as_ref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&*self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = |span: &Range<usize>, label: &str| {
            let marked = self.source.marked(span);
            (Some(label.to_owned()), marked.start..marked.end)
        };
        let (text, span) = label(&self.span, &self.problem.label);
        let primary = LabeledSpan::new_primary_with_span(text, span);
        let related = self.related.iter().map(move |(span, text)| {
            let (text, span) = label(span, text);
            LabeledSpan::new_with_span(text, span)
        });
        Some(Box::new(iter::once(primary).chain(related)))
    }
}

fn severity(severity: Severity) -> miette::Severity {
    match severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
    }
}
