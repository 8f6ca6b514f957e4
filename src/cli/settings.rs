//! What someone prefers: the settings file, with the environment and the command line over it.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use clap::ValueEnum;
use miette::{Diagnostic, LabeledSpan, SourceCode};
use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

use crate::game::journal::Coach;
use crate::scenario::load::Source;
use crate::scenario::words::{count, printable};
use crate::store::{self, SETTINGS_VARIABLE};
use crate::tui::keys::{KeyMap, Own, Part};
use crate::tui::theme::Theme;

/// The colours, as they are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ThemeName {
    /// Dark or light, as the terminal's background is.
    Auto,
    /// For a dark background.
    Dark,
    /// For a light background, such as a projector.
    Light,
    /// Black and white with few strong colours.
    Contrast,
    /// Without colour.
    Mono,
}

/// How much is told before each Sprint, as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CoachName {
    /// Delivery dates only.
    Off,
    /// Warnings, too.
    Hints,
    /// The expected value of each move, too.
    Full,
}

impl From<CoachName> for Coach {
    fn from(name: CoachName) -> Self {
        match name {
            CoachName::Off => Self::Off,
            CoachName::Hints => Self::Hints,
            CoachName::Full => Self::Full,
        }
    }
}

impl ThemeName {
    /// The theme itself; `None` where the terminal decides.
    pub(super) fn theme(self) -> Option<Theme> {
        match self {
            Self::Auto => None,
            Self::Dark => Some(Theme::Dark),
            Self::Light => Some(Theme::Light),
            Self::Contrast => Some(Theme::Contrast),
            Self::Mono => Some(Theme::Mono),
        }
    }
}

/// What a settings file says; what it leaves out is `None`.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) theme: Option<ThemeName>,
    pub(super) motion: Option<bool>,
    pub(super) ascii: Option<bool>,
    pub(super) name: Option<String>,
    pub(super) coach: Option<CoachName>,
    pub(super) commit: Option<bool>,
    pub(super) keys: KeyMap,
}

type Commands = BTreeMap<Spanned<String>, Vec<Spanned<String>>>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Raw {
    theme: Option<ThemeName>,
    motion: Option<bool>,
    ascii: Option<bool>,
    name: Option<String>,
    coach: Option<CoachName>,
    commit: Option<bool>,
    keys: BTreeMap<Spanned<String>, Commands>,
}

impl Settings {
    /// The settings in force: those of the user's file, if there is one.
    ///
    /// # Errors
    /// If it cannot be read, or something in it is wrong.
    pub(super) fn load() -> Result<Self, SettingsError> {
        store::settings_path().map_or_else(|| Ok(Self::default()), |path| Self::read(&path))
    }

    /// The settings of a file; the defaults if there is none.
    ///
    /// # Errors
    /// If it cannot be read, or something in it is wrong.
    pub(super) fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = store::read_settings(path).map_err(|why| SettingsError::unreadable(path, why))?;
        text.map_or_else(|| Ok(Self::default()), |text| Self::parse(path, &text))
    }

    fn parse(path: &Path, text: &str) -> Result<Self, SettingsError> {
        let (raw, mut findings) = shape(text);
        let (mut own, mut places) = (Vec::new(), Vec::new());
        for (place, commands) in &raw.keys {
            for (command, keys) in commands {
                own.push(Own {
                    place: place.get_ref().clone(),
                    command: command.get_ref().clone(),
                    keys: keys.iter().map(|key| key.get_ref().clone()).collect(),
                });
                places.push((place.span(), command.span(), keys));
            }
        }
        let keys = KeyMap::with(&own).unwrap_or_else(|problems| {
            let span = |at: usize, part: Part| match part {
                Part::Place => places[at].0.clone(),
                Part::Command => places[at].1.clone(),
                Part::Key(index) => places[at].2[index].span(),
            };
            let found = problems.into_iter();
            findings.extend(found.map(|problem| (span(problem.at, problem.part), problem.message)));
            KeyMap::default()
        });
        if !findings.is_empty() {
            return Err(SettingsError::wrong(path, text, findings));
        }
        let Raw { theme, motion, ascii, name, coach, commit, .. } = raw;
        Ok(Self { theme, motion, ascii, name, coach, commit, keys })
    }
}

/// What a text says, and every mistake in its shape. The parser stops at the first one, so the lines of that one are
/// left out and it tries again; lines that begin a table, and what is no TOML at all, end it.
fn shape(text: &str) -> (Raw, Vec<(Range<usize>, String)>) {
    let (mut rest, mut findings) = (text.to_owned(), Vec::new());
    loop {
        let error = match toml::from_str(&rest) {
            Ok(raw) => return (raw, findings),
            Err(error) => error,
        };
        let span = error.span().unwrap_or(0..0);
        let start = rest[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = rest[span.end..].find('\n').map_or(rest.len(), |at| span.end + at);
        let lines = rest[start..end].to_owned();
        findings.push((span, plain(error.message())));
        let is_toml = toml::from_str::<toml::Table>(&rest).is_ok();
        if !is_toml || lines.trim().is_empty() || lines.trim_start().starts_with('[') {
            return (Raw::default(), findings);
        }
        let blank: String = lines
            .chars()
            .map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) })
            .collect();
        rest.replace_range(start..end, &blank);
    }
}

/// What a parser says, in words for people.
fn plain(message: &str) -> String {
    const WORDS: [(&str, &str); 6] = [
        ("unknown variant", "unknown value"),
        ("unknown field", "unknown setting"),
        ("invalid type: ", "this is of another kind: "),
        ("a boolean", "true or false"),
        ("a sequence", "a list in brackets"),
        ("a map", "a table"),
    ];
    WORDS.iter().fold(message.trim_end().to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Why settings cannot be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("the settings cannot be read: {name}: {why}")]
    Unreadable {
        /// The file's name, safe to print.
        name: String,
        /// Why.
        why: String,
    },
    /// Something in it is wrong.
    #[error("{name}: {} in the settings", count(findings.len(), "mistake"))]
    Wrong {
        /// The file's name, safe to print.
        name: String,
        /// What is wrong, in the order of the file.
        findings: Vec<Finding>,
    },
}

/// Something that is wrong with settings.
#[derive(Debug)]
pub struct Finding {
    message: String,
    line: usize,
    span: Range<usize>,
    source: Arc<Source>,
}

impl SettingsError {
    fn unreadable(path: &Path, why: String) -> Self {
        Self::Unreadable { name: printable(&path.to_string_lossy()).into_owned(), why }
    }

    fn wrong(path: &Path, text: &str, mut findings: Vec<(Range<usize>, String)>) -> Self {
        let source = Arc::new(Source::new(&path.to_string_lossy(), text));
        findings.sort_by_key(|(span, _)| span.start);
        let finding = |(span, message): (Range<usize>, String)| Finding {
            message: printable(&message).into_owned(),
            line: source.position(span.start).0,
            span: source.marked(&span),
            source: Arc::clone(&source),
        };
        Self::Wrong { name: source.name().to_owned(), findings: findings.into_iter().map(finding).collect() }
    }
}

impl Diagnostic for SettingsError {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(match self {
            Self::Unreadable { .. } => {
                format!("Mend it or move it away; {SETTINGS_VARIABLE} names another file.")
            }
            Self::Wrong { .. } => {
                "`toporder config` shows all settings, `toporder keys` all keys and their names.".to_owned()
            }
        }))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        match self {
            Self::Unreadable { .. } => None,
            Self::Wrong { findings, .. } => {
                Some(Box::new(findings.iter().map(|finding| -> &dyn Diagnostic { finding })))
            }
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for Finding {}

impl Diagnostic for Finding {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&*self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(
            Some("here".to_owned()),
            self.span.clone(),
        ))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Look;
    use crate::tui::keys::{Action, Place};

    fn parsed(text: &str) -> Result<Settings, String> {
        Settings::parse(Path::new("config.toml"), text).map_err(|error| Look::PLAIN.render(&error))
    }

    #[test]
    fn what_a_file_leaves_out_is_as_it_comes_with_the_program() {
        let settings = parsed("theme = \"light\"\n[keys.board]\nmove-down = [\"ctrl-j\"]\n").unwrap();
        assert_eq!((settings.theme, settings.motion, settings.coach), (Some(ThemeName::Light), None, None));
        let key = "ctrl-j".parse().unwrap();
        assert_eq!(settings.keys.action(Place::Board, key), Some(Action::MoveDown));
        assert_eq!(parsed("").unwrap().keys, KeyMap::default());
    }

    #[test]
    fn mistakes_are_told_with_their_lines() {
        let files = [
            "theme = \"pink\"\n",
            "colour = true\n",
            "motion = \n",
            "ascii = 1\n",
            "theme = \"pink\"\nascii = 1\nname = \"Ana\"\ncolour = true\n[keys.board]\nfly = [\"f\"]\n",
            "[keys.board]\nmove-down = [\"hyper-x\"]\nfly = [\"f\"]\n\n[keys.bord]\nundo = [\"z\"]\n",
            "[keys.board]\nundo = [\"J\"]\n",
        ];
        let told: Vec<String> = files.iter().map(|file| parsed(file).expect_err("it is wrong")).collect();
        insta::assert_snapshot!(told.join("\n---\n"));
    }

    #[test]
    fn a_file_that_is_not_there_is_none() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Settings::read(&folder.path().join("config.toml")).unwrap().keys, KeyMap::default());
        let error = Settings::read(folder.path()).expect_err("a folder is no file");
        assert!(error.to_string().starts_with("the settings cannot be read"), "{error}");
    }
}
