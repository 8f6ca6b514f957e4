//! What was played in a class, as files: the journals of every round, and its reports.

use std::path::{Path, PathBuf};

use crate::class::Class;
use crate::debrief::Findings;
use crate::game::Game;
use crate::game::journal::Journal;
use crate::host::Archive;
use crate::report::{self, Attended, Entry};
use crate::scenario::words::printable;
use crate::store::Sitting;
use crate::store::class::{BoardJournal, ClassId, ExportedFile, journals, write_export};

/// The Sprint whose orders a report compares: the first, in which everybody knew the same.
const SPRINT: u32 = 1;

/// Writes everything into the folder `class-N` here, over what was written before, and tells where.
///
/// # Errors
/// Why not, in words for the trainer.
pub(super) fn export(id: ClassId, class: &Class, archive: &Archive) -> Result<String, String> {
    let folder = PathBuf::from(format!("class-{id}"));
    let mut files = Vec::new();
    let all = journals(class);
    for number in 1..=class.rounds().len() {
        let own: Vec<&BoardJournal> = all.iter().filter(|journal| journal.round == number).collect();
        files.extend(reports(&own, class, number, archive)?);
    }
    let place =
        |journal: &BoardJournal| PathBuf::from(format!("round-{}", journal.round)).join(&journal.file);
    files
        .extend(all.iter().map(|journal| ExportedFile { place: place(journal), text: journal.text.clone() }));
    write_export(&folder, &files, true).map_err(|error| error.to_string())?;
    let shown = folder.canonicalize().unwrap_or(folder);
    Ok(format!("Written: {}", printable(&shown.to_string_lossy())))
}

/// The reports about a round: everything where it is over, and who took part.
fn reports(
    own: &[&BoardJournal],
    class: &Class,
    number: usize,
    archive: &Archive,
) -> Result<Vec<ExportedFile>, String> {
    let read =
        |journal: &&BoardJournal| Journal::parse(journal.text.as_bytes()).map_err(|error| error.to_string());
    let games: Vec<(Journal, Game)> = own.iter().map(read).collect::<Result<_, _>>()?;
    let attended: Vec<Attended<'_>> = games
        .iter()
        .map(|(journal, game)| Attended { name: &journal.header.name, game, sitting: Sitting::of(journal) })
        .collect();
    let file = |name: &str, text: String| ExportedFile {
        place: Path::new(&format!("round-{number}")).join(name),
        text,
    };
    let told = |error: csv::Error| error.to_string();
    let mut files = vec![file("participation.csv", report::participation(&attended).map_err(told)?)];
    // Before that it would tell what the class is still to find out.
    if class.rounds().get(number - 1).is_some_and(|round| round.is_ended) {
        let played = own.iter().zip(&games).filter(|(_, (journal, _))| !journal.entries.is_empty());
        let entries: Vec<Entry> = played
            .map(|(board, (journal, game))| {
                let findings = archive.findings((number, board.board), game);
                let name = printable(&journal.header.name).into_owned();
                Entry {
                    findings: Findings { name, ..Findings::clone(&findings) },
                    sitting: Sitting::of(journal),
                }
            })
            .collect();
        if !entries.is_empty() {
            let document = report::document(&entries, SPRINT);
            files.push(file("report.html", report::html(&document)));
            files.push(file("report.md", report::markdown(&document)));
            files.push(file("results.csv", report::csv(&entries).map_err(told)?));
        }
    }
    Ok(files)
}
