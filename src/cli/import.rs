//! `toporder import`.

mod ask;
mod page;

use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use self::page::print;
use super::plain::quoted;
use super::{Error, Look, Outcome, Output};
use crate::import::{
    self, Backlog, Field, Frame, ImportError, MOST_PLAYED, Mapping, Options, SLICE, Section, Slice, Source,
    Spread, ValueSource, Velocity,
};
use crate::scenario::load;
use crate::scenario::words::{count, printable};
use crate::store;

/// Make a scenario from an export of your backlog: Jira, Azure DevOps, GitHub Projects, Linear, Trello, or any CSV.
///
/// At a terminal, a preview tells what was recognised, what was not used, and what was assumed; `-o FILE` writes the
/// scenario. Without a terminal, and without -o, the scenario is printed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The exported file: CSV or TSV, or the JSON of a Trello board.
    file: PathBuf,
    /// Where it comes from. Without it: found out by its columns.
    #[arg(long, value_name = "SOURCE")]
    from: Option<SourceName>,
    /// Say which column tells what, for example `value=Business Value`; `for=` uses no column for it. May be given
    /// again. Fields: id, other-id, title, type, status, done, estimate, value, priority, for, labels, description,
    /// acceptance, parent, requires, unlocks, velocity.
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<Mapping>,
    /// How far efforts may be from their estimates: percent, or two factors. Without it 0.7..1.8, because estimates
    /// are rather too small than too large.
    #[arg(long, value_name = "PERCENT or LOW..HIGH", allow_hyphen_values = true)]
    spread: Option<Spread>,
    /// Where the items' value comes from. Without it: a column if there is one, else priority, else all are alike.
    #[arg(long, value_name = "SOURCE")]
    value: Option<ValueName>,
    /// Ask for the value of each item: 5, or a range 3-8.
    #[arg(long)]
    ask: bool,
    /// A further status that means Done. May be given again.
    #[arg(long, value_name = "STATUS")]
    done: Vec<String>,
    /// Take only so many items from the top, with what they require; with --slice, so many for each slice.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000))]
    take: Option<u64>,
    /// Take this slice of a backlog that is too large for one game.
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u64).range(1..))]
    slice: Option<u64>,
    /// A CSV of past Sprints, with what was completed in each. Without it, the velocity is about what all items need.
    #[arg(long, value_name = "FILE")]
    velocity: Option<PathBuf>,
    /// The scenario's title. Without it: the board's or the file's name.
    #[arg(long)]
    title: Option<String>,
    /// How many Sprints are played. Without it 5; with --velocity, about as many as all items need.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000))]
    sprints: Option<u64>,
    /// Write the scenario to this file.
    #[arg(short, long, value_name = "FILE", conflicts_with = "preview")]
    output: Option<PathBuf>,
    /// Write over that file if it is there.
    #[arg(long, requires = "output")]
    force: bool,
    /// Only tell what would be made of it.
    #[arg(long, conflicts_with = "ask")]
    preview: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SourceName {
    /// CSV of a Jira search.
    Jira,
    /// CSV of an Azure DevOps query or backlog.
    Azure,
    /// TSV or CSV of a view of GitHub Projects.
    Github,
    /// CSV of Linear.
    Linear,
    /// JSON of a Trello board.
    Trello,
    /// Any other table.
    Csv,
}

impl From<SourceName> for Source {
    fn from(name: SourceName) -> Self {
        match name {
            SourceName::Jira => Self::Jira,
            SourceName::Azure => Self::Azure,
            SourceName::Github => Self::GitHub,
            SourceName::Linear => Self::Linear,
            SourceName::Trello => Self::Trello,
            SourceName::Csv => Self::Csv,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ValueName {
    /// A column of figures.
    Column,
    /// Priority: from the highest to the lowest 16, 8, 4, 2 and 1, each from half to twice of that.
    Priority,
    /// All items alike.
    Alike,
}

impl From<ValueName> for ValueSource {
    fn from(name: ValueName) -> Self {
        match name {
            ValueName::Column => Self::Column,
            ValueName::Priority => Self::Priority,
            ValueName::Alike => Self::Alike,
        }
    }
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let is_preview = self.preview || self.output.is_none() && output.look.columns().is_some();
        if self.ask && is_preview {
            return Err(Error::Usage {
                message: "--ask without -o FILE: your answers would be lost".to_owned(),
                help: Some("Write -o FILE, too, for the scenario.".to_owned()),
            });
        }
        self.check_output()?;
        let name = printable(&self.file.to_string_lossy()).into_owned();
        let mut backlog = import::read(store::read_export(&self.file)?, &self.options())
            .map_err(|error| refused(&name, error))?;
        let velocity = self.past_sprints()?;
        let (slices, slice) = self.slice(&backlog)?;
        let mut sections = backlog.found(&name);
        let Some(slice) = slice else {
            if !is_preview {
                return Err(too_large(&backlog, &slices));
            }
            sections.push(backlog.offered(&slices));
            let next =
                "This is a preview. Choose a slice by `--slice 1`, or the top of the backlog by `--take 30`.";
            print(output.out, output.look, &sections, next)?;
            return Ok(Outcome::Success);
        };
        let sprints = self.sprints.unwrap_or_else(|| backlog.sprints(&slice, velocity.as_ref()));
        let frame = Frame { title: self.title(&backlog), sprints, velocity };
        if self.ask {
            ask::values(&mut backlog, &slice)?;
        }
        sections.push(backlog.assumed(&slice, &frame));
        sections.push(backlog.shown(&slice, slices.len()));
        if is_preview {
            let file = self.suggested();
            let next = format!("This is a preview. Write the scenario by the same command with `-o {file}`.");
            print(output.out, output.look, &sections, &next)?;
            return Ok(Outcome::Success);
        }
        self.write(&backlog, &slice, &frame, &sections, output)
    }

    /// Refuses what would be found out only after much has been asked.
    fn check_output(&self) -> Result<(), Error> {
        let Some(to) = &self.output else { return Ok(()) };
        if store::same_file(&self.file, to) {
            return Err(Error::Usage {
                message: "-o names the export itself, which would be lost".to_owned(),
                help: Some("Write another name.".to_owned()),
            });
        }
        Ok(store::may_write(to, self.force)?)
    }

    fn options(&self) -> Options {
        let of_backlog = |map: &&Mapping| map.field != Field::Velocity;
        Options {
            from: self.from.map(Source::from),
            mappings: self.map.iter().filter(of_backlog).cloned().collect(),
            spread: self.spread.unwrap_or(Spread::EFFORT),
            value: self.value.map(ValueSource::from),
            done: self.done.clone(),
        }
    }

    fn past_sprints(&self) -> Result<Option<Velocity>, Error> {
        let Some(path) = &self.velocity else { return Ok(None) };
        let name = printable(&path.to_string_lossy()).into_owned();
        let found = import::velocity(store::read_export(path)?, &self.map);
        found.map(Some).map_err(|error| refused(&name, error))
    }

    fn title(&self, backlog: &Backlog) -> String {
        let given = self.title.clone().or_else(|| backlog.name.clone());
        given.unwrap_or_else(|| stem(&self.file).replace(['_', '-'], " "))
    }

    /// All slices, and the one that is played if that is decided.
    fn slice(&self, backlog: &Backlog) -> Result<(Vec<Slice>, Option<Slice>), Error> {
        let is_decided = self.take.is_some() || self.slice.is_some();
        let is_large = backlog.items.len() > MOST_PLAYED;
        let whole = if is_large || is_decided { SLICE } else { MOST_PLAYED };
        let size = self.take.map_or(whole, |take| usize::try_from(take).unwrap_or(SLICE));
        let slices = backlog.slices(size);
        if is_large && !is_decided {
            return Ok((slices, None));
        }
        let number = self.slice.unwrap_or(1);
        let found = usize::try_from(number).ok().and_then(|number| slices.get(number - 1)).cloned();
        match found {
            Some(slice) => Ok((slices, Some(slice))),
            None => Err(Error::Usage {
                message: format!("there is no slice {number}"),
                help: Some(format!(
                    "There is {} of up to {}.",
                    count(slices.len(), "slice"),
                    count(size, "item")
                )),
            }),
        }
    }

    fn write(
        &self,
        backlog: &Backlog,
        slice: &Slice,
        frame: &Frame,
        sections: &[Section],
        output: &mut Output<'_>,
    ) -> Result<Outcome, Error> {
        let raw = backlog.scenario(slice, frame);
        let mut text = serde_json::to_string_pretty(&raw).map_err(io::Error::from)?;
        text.push('\n');
        let to = self.output.as_deref().unwrap_or(Path::new("-"));
        let name = printable(&to.to_string_lossy()).into_owned();
        // Whatever was in the export, what is written can be played.
        let loaded = load::load_text(&name, &text)?;
        let mut next = String::new();
        if let Some(path) = &self.output {
            store::write_out(path, text.as_bytes(), self.force)?;
            let file = printable(&quoted(&path.to_string_lossy())).into_owned();
            let doubts = match loaded.warnings.findings().len() {
                0 => "It has no errors and no doubts".to_owned(),
                doubts => {
                    format!("It has no errors, and {}: `toporder check {file}`", count(doubts, "doubt"))
                }
            };
            next = format!(
                "Written: {name}. {doubts}.\nPlay it by `toporder play {file}`.\nWorth filling in, because no export \
                 tells it: what the stakeholders want, dates (`when`), risks, the Product Vision and the Product Goal."
            );
        } else {
            output.out.write_all(text.as_bytes())?;
        }
        let stderr = io::stderr();
        let look = Look::of(&stderr);
        // The scenario is written already; who closed this does not want to know.
        let _ = print(&mut stderr.lock(), look, sections, &next);
        Ok(Outcome::Success)
    }

    /// A name for the scenario.
    fn suggested(&self) -> String {
        let name = format!("{}.json", stem(&self.file));
        let is_taken = self.file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let name = if is_taken { format!("{}-scenario.json", stem(&self.file)) } else { name };
        printable(&quoted(&name)).into_owned()
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "backlog".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

fn refused(name: &str, error: ImportError) -> Error {
    let (message, help) = (format!("{name}: {error}"), error.help());
    if error.is_usage() {
        Error::Usage { message, help: Some(help) }
    } else {
        Error::Refused { message, help }
    }
}

fn too_large(backlog: &Backlog, slices: &[Slice]) -> Error {
    Error::Usage {
        message: format!("{} are too many for one game", count(backlog.items.len(), "item")),
        help: Some(format!(
            "Choose one of {} by `--slice 1`, or the top of the backlog by `--take 30`; `--preview` tells what each \
             slice holds.",
            count(slices.len(), "slice")
        )),
    }
}
