//! What is wrong with a scenario, or doubtful: where, why, and what to write instead.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// How many problems one check collects; a file with more is a different kind of file.
pub(super) const MOST: usize = 1_000;

/// Something wrong with a scenario, or doubtful.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Whether the scenario can be used all the same.
    pub severity: Severity,
    /// A stable name of the rule, kebab-case.
    pub code: &'static str,
    /// Where in the scenario.
    pub path: Path,
    /// Whether the field's name is meant, or its value.
    pub at: At,
    /// What is wrong, one line.
    pub message: String,
    /// The same in a few words, to stand under the marked text.
    pub label: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Other places that have to do with it, each with a few words.
    pub related: Vec<(Path, String)>,
    /// What it was concluded from; see [`Hinge`].
    pub(super) hinges: Vec<Hinge>,
}

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The scenario cannot be used.
    Error,
    /// Legal but doubtful.
    Warning,
}

/// Which part of a field a [`Problem`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Its name.
    Key,
    /// Its value.
    Value,
}

/// Something that a problem was concluded from. If it had to be repaired to go on checking, the
/// conclusion is void and the problem is not reported.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Hinge {
    /// The value at a place.
    Value(Path),
    /// All ids of the root's list of this name.
    Ids(&'static str),
}

/// A problem and the bytes of the text that it is about.
pub(super) type Placed = (Problem, Range<usize>);

impl Problem {
    /// A problem with the value at a place.
    pub(super) fn error(code: &'static str, path: Path, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            path,
            at: At::Value,
            message: message.into(),
            label: "here".into(),
            help: None,
            related: Vec::new(),
            hinges: Vec::new(),
        }
    }

    /// A doubt about the value at a place.
    pub(super) fn warning(code: &'static str, path: Path, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, path, message) }
    }

    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn at_key(mut self) -> Self {
        self.at = At::Key;
        self
    }

    pub(super) fn related(mut self, path: Path, label: impl Into<String>) -> Self {
        self.related.push((path, label.into()));
        self
    }

    pub(super) fn hinges_on(mut self, hinge: Hinge) -> Self {
        self.hinges.push(hinge);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_root() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

/// A place in a scenario: the fields and list entries that lead to it. Empty for the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Path(Vec<Step>);

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// To a field of an object.
    Field(Cow<'static, str>),
    /// To an entry of a list, from 0.
    Entry(usize),
}

impl Path {
    /// The steps from the whole scenario to the place.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Whether it is the whole scenario.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the other place is this one or inside it.
    pub(super) fn holds(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

/// Written like `items[2].effort.low`; positions count from 0.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Field(name) if position == 0 => f.write_str(&super::words::printable(name))?,
                Step::Field(name) => write!(f, ".{}", super::words::printable(name))?,
                Step::Entry(entry) => write!(f, "[{entry}]")?,
            }
        }
        Ok(())
    }
}

/// A place while walking: a list of steps that lives on the stack, so that a walk without problems
/// allocates nothing.
#[derive(Clone, Copy)]
pub(super) enum Here<'a> {
    /// The whole scenario.
    Root,
    /// A field of an object.
    Field(&'a Here<'a>, &'a str),
    /// An entry of a list.
    Entry(&'a Here<'a>, usize),
}

impl<'a> Here<'a> {
    pub(super) fn field(&'a self, name: &'a str) -> Self {
        Self::Field(self, name)
    }

    pub(super) fn entry(&'a self, position: usize) -> Self {
        Self::Entry(self, position)
    }

    /// The place as a value of its own.
    pub(super) fn path(&self) -> Path {
        let mut steps = Vec::new();
        let mut here = self;
        loop {
            match here {
                Here::Root => break,
                Here::Field(parent, name) => {
                    steps.push(Step::Field(Cow::Owned((*name).to_owned())));
                    here = parent;
                }
                Here::Entry(parent, position) => {
                    steps.push(Step::Entry(*position));
                    here = parent;
                }
            }
        }
        steps.reverse();
        Path(steps)
    }

    /// How to call the place in a sentence: "`effort`", "entry 2 of `requires`", "the scenario".
    pub(super) fn name(&self) -> String {
        match self {
            Here::Root => "the scenario".into(),
            Here::Field(_, name) => format!("`{}`", super::words::printable(name)),
            Here::Entry(list, position) => format!("entry {} of {}", position + 1, list.name()),
        }
    }
}
