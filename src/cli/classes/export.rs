//! A class as a folder of files.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Serialize;

use super::ExportArgs;
use crate::class::{self, Class, Happening, PlayerId, Row};
use crate::cli::{Error, Output};
use crate::game::journal::line;
use crate::report;
use crate::scenario::words::printable;
use crate::store;
use crate::store::class::{ClassStore, ExportedFile, KeptClass, journals, stays, write_export};

/// A line of the log.
#[derive(Serialize)]
struct Line<'r> {
    number: i64,
    at: String,
    happened: &'r Happening,
}

pub(super) fn export(
    store: &mut dyn ClassStore,
    kept: &KeptClass,
    args: &ExportArgs,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let rows = super::rows(store, kept)?;
    let forgotten = forgotten(&Class::of(rows.iter().cloned()));
    let rows = if args.anonymous { class::anonymous(&rows) } else { without_pins(rows) };
    let class = Class::of(rows.iter().cloned());
    let mut files = Vec::new();
    for journal in journals(&class) {
        if !forgotten.contains(&journal.board) {
            let place = PathBuf::from(format!("round-{}", journal.round)).join(&journal.file);
            files.push(ExportedFile { place, text: journal.text });
        }
    }
    let games = files.len();
    let mut there = stays(&class, &rows);
    if args.anonymous {
        there = there.iter().map(store::class::Stay::by_day).collect();
    }
    let text = report::presence(&there).map_err(std::io::Error::from)?;
    files.push(ExportedFile { place: "participation.csv".into(), text });
    files.push(ExportedFile { place: "log.jsonl".into(), text: log(&rows) });
    write_export(&args.output, &files, args.force)?;
    let folder = args.output.to_string_lossy();
    let count = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    let (rounds, games) = (count(class.rounds().len(), "round"), count(games, "game"));
    writeln!(output.out, "Written: {}, with {rounds} and {games}.", printable(&folder))?;
    Ok(())
}

/// The boards of those whose data was taken out: nobody's decisions are left there.
fn forgotten(class: &Class) -> BTreeSet<PlayerId> {
    let is_forgotten = |own: &class::Player| own.pin.is_empty() && class.teams() == 0;
    class.players().iter().filter(|(_, own)| is_forgotten(own)).map(|(&player, _)| player).collect()
}

/// A PIN is short: whoever has what it is recognised by can find it by trying.
fn without_pins(mut rows: Vec<Row>) -> Vec<Row> {
    for row in &mut rows {
        if let Happening::Joined { pin, .. } | Happening::PinMade { pin, .. } = &mut row.happening {
            pin.clear();
        }
    }
    rows
}

fn log(rows: &[Row]) -> String {
    let lines = rows.iter().map(|row| {
        line(&Line { number: row.number, at: store::moment(row.at_ms), happened: &row.happening })
    });
    lines.collect()
}
