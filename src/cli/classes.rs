//! `toporder classes`.

mod export;
mod forget;

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Subcommand;
use serde::Serialize;

use super::class_place::PlaceArgs;
use super::{Error, Outcome, Output};
use crate::class::{self, Happening};
use crate::scenario::words::{nearest, printable, ticked};
use crate::store::class::{ClassStore, KeptClass};
use crate::store::{self, class as classes};

/// How long after a host's last sign of life its class is taken for being served, milliseconds.
const ALIVE_MS: i64 = 10_000;

/// List, export or delete the classes that were hosted, or take one participant's data out.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    place: PlaceArgs,
    #[command(flatten)]
    list: ListArgs,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the classes, the one that was used last first.
    List(ListArgs),
    /// Write a class into a folder: its games, who was there, and its log.
    ///
    /// The games are journals like any other: `toporder report FOLDER/round-1` holds those of the first round side by
    /// side. `participation.csv` tells who was there from when to when, and `log.jsonl` everything that happened, without
    /// PINs.
    Export(ExportArgs),
    /// Delete a class with everything in it.
    Delete {
        /// Its number, or a part of its title.
        class: String,
        /// Do it: it cannot be undone.
        #[arg(long)]
        yes: bool,
    },
    /// Take one participant's data out of a class.
    ///
    /// Their name becomes “Somebody”, wherever it stands. Their PIN, what they wrote, their answers and the moves at a board
    /// of their own are removed. Moves at a board that they shared stay, without their name. What was exported before is
    /// not touched.
    Forget {
        /// The class's number, or a part of its title.
        class: String,
        /// The participant's name.
        name: String,
        /// Do it: it cannot be undone.
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct ExportArgs {
    /// The class's number, or a part of its title.
    class: String,
    /// Where to; the folder is made if it is not there.
    #[arg(long, short, value_name = "FOLDER")]
    output: PathBuf,
    /// Replace an export that is there already.
    #[arg(long)]
    force: bool,
    /// Put “Participant 1” and so on in the place of names, and days in the place of times in `participation.csv`.
    #[arg(long)]
    anonymous: bool,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        match self.what {
            None => list(&self.place, &self.list, output)?,
            Some(What::List(args)) => list(&self.place, &args, output)?,
            Some(What::Export(args)) => {
                let (mut store, class) = open_class(&self.place, &args.class)?;
                export::export(&mut *store, &class, &args, output)?;
            }
            Some(What::Delete { class, yes }) => {
                let (mut store, class) = open_class(&self.place, &class)?;
                delete(&mut *store, &class, yes, output)?;
            }
            Some(What::Forget { class, name, yes }) => {
                let (mut store, class) = open_class(&self.place, &class)?;
                forget::forget(&mut *store, &class, &name, yes, output)?;
            }
        }
        Ok(Outcome::Success)
    }
}

/// A class in the list.
#[derive(Debug, Serialize)]
struct Listed {
    number: i64,
    title: String,
    opened: String,
    last_used: String,
    #[serde(skip)]
    opened_ms: i64,
    #[serde(skip)]
    last_ms: i64,
    people: usize,
    rounds: usize,
}

impl Listed {
    fn of(store: &mut dyn ClassStore, kept: KeptClass) -> Result<Self, Error> {
        let mut people = BTreeSet::new();
        let mut rounds = 0;
        // A row is read only as far as it is needed: a store may hold years.
        for row in store.read_after(kept.id, 0)? {
            if row.text.starts_with("{\"round_began\"") {
                rounds += 1;
            } else if row.text.starts_with("{\"joined\"")
                && let Ok(class::Row { happening: Happening::Joined { player, .. }, .. }) =
                    class::read(row.number, row.at_ms, &row.text)
            {
                people.insert(player);
            }
        }
        Ok(Self {
            number: kept.id,
            title: kept.title,
            opened: store::moment(kept.opened_ms),
            last_used: store::moment(kept.last_ms),
            opened_ms: kept.opened_ms,
            last_ms: kept.last_ms,
            people: people.len(),
            rounds,
        })
    }
}

fn list(place: &PlaceArgs, args: &ListArgs, output: &mut Output<'_>) -> Result<(), Error> {
    let shown = place.place()?;
    let mut listed = Vec::new();
    // Whoever only looks makes no file.
    if !shown.is_missing() {
        let mut store = place.open()?;
        for class in store.classes()? {
            listed.push(Listed::of(&mut *store, class)?);
        }
    }
    if args.json {
        serde_json::to_writer_pretty(&mut *output.out, &listed).map_err(std::io::Error::from)?;
        writeln!(output.out)?;
    } else if listed.is_empty() {
        writeln!(output.out, "No classes in {}. `toporder host` opens one.", shown.shown())?;
    } else {
        writeln!(output.out, "{:>5}  {:16}  {:16}  People  Rounds  Title", "Class", "Opened", "Last used")?;
        for Listed { number, title, opened_ms, last_ms, people, rounds, .. } in &listed {
            let (opened, last) = (store::local_minute(*opened_ms), store::local_minute(*last_ms));
            let title = printable(title);
            writeln!(output.out, "{number:>5}  {opened:16}  {last:16}  {people:>6}  {rounds:>6}  {title}")?;
        }
    }
    Ok(())
}

/// Opens the store, and finds the class that is meant.
fn open_class(place: &PlaceArgs, wanted: &str) -> Result<(Box<dyn ClassStore>, KeptClass), Error> {
    let shown = place.place()?;
    if shown.is_missing() {
        let message = format!("there are no classes in {}", shown.shown());
        let help = "Name the place where they are kept with --store.".to_owned();
        return Err(Error::Refused { message, help });
    }
    let mut store = place.open()?;
    let class = find(store.classes()?, wanted)?;
    Ok((store, class))
}

/// The class with a number, or the only one with a text in its title.
fn find(mut classes: Vec<KeptClass>, wanted: &str) -> Result<KeptClass, Error> {
    if let Ok(number) = wanted.parse::<i64>()
        && let Some(place) = classes.iter().position(|class| class.id == number)
    {
        return Ok(classes.swap_remove(place));
    }
    let part = wanted.to_lowercase();
    let is_meant = |class: &KeptClass| !part.is_empty() && class.title.to_lowercase().contains(&part);
    let meant: Vec<usize> = (0..classes.len()).filter(|&place| is_meant(&classes[place])).collect();
    match *meant {
        [place] => Ok(classes.swap_remove(place)),
        [] => {
            let near = nearest(wanted, classes.iter().map(|class| class.title.as_str()));
            let help = near.map_or_else(
                || "`toporder classes` lists those that are kept.".to_owned(),
                |near| format!("Did you mean {}?", ticked(near)),
            );
            Err(Error::Refused { message: format!("there is no class {}", ticked(wanted)), help })
        }
        _ => {
            let message = format!("{} classes have {} in their titles", meant.len(), ticked(wanted));
            let help = "Name one by its number: `toporder classes` lists them.".to_owned();
            Err(Error::Refused { message, help })
        }
    }
}

/// Refuses to change a class that is being played.
fn refuse_if_served(store: &mut dyn ClassStore, class: &KeptClass) -> Result<(), Error> {
    if store.hosts_since(class.id, store::now_ms() - ALIVE_MS)?.is_empty() {
        return Ok(());
    }
    let message = format!("class {} is being hosted now", class.id);
    let help = "End its host first, and wait for ten seconds.".to_owned();
    Err(Error::Refused { message, help })
}

/// Refuses what was not confirmed.
fn refuse_unless(yes: bool, what: String) -> Result<(), Error> {
    if yes {
        return Ok(());
    }
    let help = "That cannot be undone. Say it again with --yes.".to_owned();
    Err(Error::Refused { message: what, help })
}

fn delete(
    store: &mut dyn ClassStore,
    class: &KeptClass,
    yes: bool,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let title = printable(&class.title).into_owned();
    refuse_unless(yes, format!("this deletes class {}, “{title}”, with everything in it", class.id))?;
    refuse_if_served(store, class)?;
    if !store.delete(class.id)? {
        let message = format!("somebody else has just deleted class {}", class.id);
        return Err(Error::Refused { message, help: "There is nothing left to do.".to_owned() });
    }
    writeln!(output.out, "Deleted: class {}, “{title}”.", class.id)?;
    Ok(store.scrub()?)
}

/// The rows of a class.
fn rows(store: &mut dyn ClassStore, class: &KeptClass) -> Result<Vec<class::Row>, Error> {
    Ok(classes::read_rows(store, class.id)?)
}
