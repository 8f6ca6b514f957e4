//! The store: names, rights, listing, and programs that meet, are killed or run out of disk.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};

use insta::assert_snapshot;
use toporder::game::Command::{RunRest, RunSprint};
use toporder::game::journal::{Journal, Rules};
use toporder::store::{JournalFile, Opened, Problem, Store, StoreError, random_seed, read};

use crate::common::move_to;
use crate::common::place::{Place, cafe};

#[test]
fn a_game_is_open_in_one_program_at_a_time() {
    let place = Place::new();
    let file = place.begin();
    let path = file.path().to_owned();
    let in_use = |opened: Result<Opened, StoreError>| match opened.unwrap_err() {
        StoreError::At { problem, .. } => assert!(matches!(problem, Problem::InUse), "{problem}"),
        other => panic!("{other}"),
    };
    in_use(JournalFile::open(&path));
    drop(file);
    let opened = JournalFile::open(&path).unwrap();
    in_use(JournalFile::open(&path));
    drop(opened);
    JournalFile::open(&path).unwrap();
}

#[cfg(unix)]
#[test]
fn a_game_in_play_can_be_read_and_listed() {
    let place = Place::new();
    let file = place.begin();
    assert_eq!(read(file.path()).unwrap().0.header.name, "Ada");
    assert!(place.store.list().unwrap()[0].game.is_ok());
}

#[test]
fn journals_are_listed_the_last_played_first() {
    let place = Place::new();
    assert!(place.store.list().unwrap().is_empty(), "a store without a folder has no journals");
    let finished = place.journal();
    let mut begun = place.store.create(&cafe(), "Bob", random_seed().unwrap(), Rules::default()).unwrap();
    let path = begun.path().to_owned();
    begun.append(&RunSprint).unwrap();
    drop(begun);
    // Times that tell the order, whatever the clock did meanwhile.
    let dated = |path: &Path, year: &str| {
        let text = fs::read_to_string(path).unwrap().replace("\"at\":\"20", &format!("\"at\":\"{year}"));
        fs::write(path, text).unwrap();
    };
    dated(&finished, "22");
    dated(&path, "21");
    let damaged = place.store.folder().join("damaged.jsonl");
    fs::write(&damaged, "Dear diary\n").unwrap();
    fs::write(place.store.folder().join("notes.txt"), "not a journal").unwrap();
    fs::write(place.store.folder().join("._hidden.jsonl"), "not a journal").unwrap();

    let listings = place.store.list().unwrap();
    let paths: Vec<&Path> = listings.iter().map(|listing| listing.path.as_path()).collect();
    assert_eq!(paths, [&finished, &path, &damaged]);
    let told: Vec<String> = listings
        .iter()
        .map(|listing| match &listing.game {
            Ok(game) => format!(
                "{} by {}: Sprint {} of {}, over: {}, {} {}",
                game.title, game.player, game.sprint, game.sprints, game.over, game.value, game.value_unit
            ),
            Err(problem) => problem.to_string(),
        })
        .collect();
    assert_snapshot!(told.join("\n"), @r"
    Corner Café by Ada: Sprint 4 of 4, over: true, 60 k€
    Corner Café by Bob: Sprint 2 of 4, over: false, 0 k€
    line 1 is not the first line of a Toporder journal: expected value, at column 1
    ");
    assert!(listings[0].game.as_ref().is_ok_and(|game| game.created < listings[0].last_played));
}

#[test]
fn a_player_may_have_any_name() {
    let place = Place::new();
    let name = "Zoë \"\n\u{1b}[2J/../../x";
    let file = place.store.create(&cafe(), name, 1, Rules::default()).unwrap();
    assert_eq!(file.path().parent().unwrap(), place.store.folder());
    assert_eq!(read(file.path()).unwrap().0.header.name, name);
}

#[test]
fn journals_of_one_second_have_names_of_their_own() {
    let place = Place::new();
    let files: Vec<JournalFile> = (0..5).map(|_| place.begin()).collect();
    let mut paths: Vec<&Path> = files.iter().map(JournalFile::path).collect();
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), 5);
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name.contains("Z-corner-caf-ada") && name.ends_with(".jsonl"), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn journals_are_their_owners_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let file = place.begin();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(place.store.folder()), mode(file.path())), (0o700, 0o600));
}

#[test]
fn a_store_that_cannot_be_made_says_where() {
    let place = Place::new();
    let in_the_way = place.file(b"");
    let error = Store::at(&in_the_way).create(&cafe(), "Ada", 1, Rules::default()).unwrap_err();
    assert!(error.to_string().starts_with(in_the_way.to_str().unwrap()), "{error}");
}

const CHILD: &str = "TOPORDER_TEST_JOURNAL";

/// The part of the tests below that runs in a process of its own: plays without end, and says after each
/// command how many are kept.
#[test]
#[ignore = "started by other tests, in a process of its own"]
fn child_that_plays_without_end() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let mut file = JournalFile::open(PathBuf::from(path)).unwrap().file;
    let mut out = std::io::stdout();
    for kept in 1.. {
        let command = move_to("a", if kept % 2 == 0 { 1 } else { 3 });
        let said = match file.append(&command) {
            Ok(()) => writeln!(out, "kept {kept}"),
            Err(error) => {
                // Trying again does no harm.
                file.append(&command).unwrap_err();
                writeln!(out, "lost {kept}: {error}").unwrap();
                return;
            }
        };
        said.unwrap();
    }
}

#[cfg(unix)]
/// Starts the test above through a shell that runs `before` first.
fn start_child(path: &Path, before: &str) -> Child {
    let test = std::env::current_exe().unwrap();
    let script =
        format!("{before} exec \"$0\" store::child_that_plays_without_end --exact --ignored --nocapture");
    let mut shell = Process::new("sh");
    shell.arg("-c").arg(script).arg(test).env(CHILD, path).stdout(Stdio::piped());
    shell.spawn().unwrap()
}

#[cfg(unix)]
#[test]
fn a_program_killed_while_it_saves_leaves_every_command_that_it_kept() {
    for kept in [1, 2, 17, 60] {
        let place = Place::new();
        let path = place.begin().path().to_owned();
        let mut child = start_child(&path, "");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // Killed in the middle of its work, once it has said that so much is kept.
        assert!(lines.any(|line| line.ends_with(&format!("kept {kept}"))));
        child.kill().unwrap();
        // What it had said until then is still there to be read.
        let kept = kept + lines.filter(|line| line.starts_with("kept ")).count();
        child.wait().unwrap();

        let mut opened = JournalFile::open(&path).unwrap();
        assert!(opened.journal.entries.len() >= kept);
        opened.file.append(&RunRest).unwrap();
        drop(opened);
        assert!(read(&path).unwrap().1.is_over());
    }
}

#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_keeps_the_file_whole() {
    let place = Place::new();
    let path = place.begin().path().to_owned();
    // A limit on the size of files is a disk that fills up, a few commands further on.
    let mut child = start_child(&path, "trap '' XFSZ; ulimit -f 8;");
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let lost = lines.find(|line| line.contains("lost ")).unwrap();
    // Read to its end, so that the child can say what it has to say.
    lines.for_each(drop);
    assert!(child.wait().unwrap().success());
    let (number, told) = lost.split_once("lost ").unwrap().1.split_once(": ").unwrap();
    assert!(told.contains("your last step is not saved"), "{told}");

    let text = fs::read(&path).unwrap();
    assert!(text.ends_with(b"\n"));
    let (journal, _) = Journal::parse(&text).unwrap();
    assert_eq!(journal.entries.len() + 1, number.parse::<usize>().unwrap());
    let mut opened = JournalFile::open(&path).unwrap();
    assert_eq!(opened.notice, None);
    opened.file.append(&RunRest).unwrap();
}
