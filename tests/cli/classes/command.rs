//! The command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use toporder::store::class::{ClassId, ClassPlace, open};

use super::played::{solo, teams};

/// A data folder with classes.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// One with two classes: of single players, and of teams.
    fn with_classes() -> (Self, ClassId, ClassId) {
        let place = Self::new();
        let (one, other) = (solo().keep(&place.store()), teams().keep(&place.store()));
        (place, one, other)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn store(&self) -> ClassPlace {
        ClassPlace::File(self.path("classes.db"))
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_toporder"));
        program
            .args(args)
            .current_dir(self.folder.path())
            .env("TOPORDER_DATA", self.folder.path())
            .env("TZ", "UTC");
        program.env_remove("TOPORDER_STORE").env_remove("PGPASSWORD");
        program
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the program starts")
    }

    #[track_caller]
    fn printed(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What is told on standard error, with one of the exit codes for that.
    #[track_caller]
    fn refused(&self, args: &[&str], code: i32) -> String {
        let output = self.run(args);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {told}");
        told.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// In how many files of the store a text is.
    fn traces(&self, text: &str) -> usize {
        let entries = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let files =
            entries.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("classes.db"));
        files
            .filter(|path| fs::read(path).unwrap().windows(text.len()).any(|part| part == text.as_bytes()))
            .count()
    }
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn classes_are_listed() {
    let (place, ..) = Place::with_classes();
    insta::assert_snapshot!(place.printed(&["classes"]), @"
    Class  Opened            Last used         People  Rounds  Title
        1  2026-11-23 12:00  2026-11-23 12:00       4       2  Spring course
        2  2026-11-23 12:00  2026-11-23 12:00       4       1  Team course
    ");
    assert_eq!(place.printed(&["classes", "list"]), place.printed(&["classes"]));
    let json: serde_json::Value = serde_json::from_str(&place.printed(&["classes", "--json"])).unwrap();
    assert_eq!(json[0]["people"], 4);
    assert_eq!(json[0]["rounds"], 2);
    assert_eq!(json[0]["opened"], "2026-11-23T12:00:00.000Z");
}

#[test]
fn who_only_looks_makes_nothing() {
    let place = Place::new();
    assert!(place.printed(&["classes"]).contains("No classes in"));
    assert_eq!(place.printed(&["classes", "--json"]).trim(), "[]");
    assert!(place.refused(&["classes", "delete", "1", "--yes"], 1).contains("there are no classes in"));
    assert!(files(place.folder.path()).is_empty());
}

#[test]
fn the_place_is_an_option_or_a_variable() {
    let (place, ..) = Place::with_classes();
    let file = place.path("classes.db").to_string_lossy().into_owned();
    let other = Place::new();
    for args in [&["classes", "--store", &file][..], &["classes", "list", "--store", &file]] {
        assert!(other.printed(args).contains("Spring course"));
    }
    let output = other.command(&["classes"]).env("TOPORDER_STORE", &file).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("Spring course"));
    let output = other.command(&["classes"]).env("TOPORDER_STORE", "").output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("No classes in"));
}

#[test]
fn no_password_is_typed_or_told() {
    let place = Place::new();
    let url = "postgres://ana:s3cret@nowhere.invalid/school";
    let told = place.refused(&["classes", "--store", url], 2);
    assert!(told.contains("TOPORDER_STORE") && !told.contains("s3cret"), "{told}");
    let output = place.command(&["classes"]).env("TOPORDER_STORE", url).output().unwrap();
    let told = format!("{output:?}");
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(!told.contains("s3cret"), "{told}");
    let output = place.command(&["classes", "--help"]).env("TOPORDER_STORE", url).output().unwrap();
    assert!(output.status.success() && !format!("{output:?}").contains("s3cret"), "{output:?}");
    let output = place.command(&["classes", "--nonsense"]).env("TOPORDER_STORE", url).output().unwrap();
    assert!(!format!("{output:?}").contains("s3cret"), "{output:?}");
}

#[test]
fn an_export_is_a_folder_that_reports_read() {
    let (place, one, other) = Place::with_classes();
    let told = place.printed(&["classes", "export", &one.to_string(), "-o", "out"]);
    assert_eq!(told, "Written: out, with 2 rounds and 8 games.\n");
    assert_eq!(files(&place.path("out")), ["log.jsonl", "participation.csv", "round-1", "round-2"]);
    insta::assert_snapshot!(files(&place.path("out/round-1")).join("\n"), @"
    2026-11-23T12-00-09Z-corner-caf-ana-2-2.jsonl
    2026-11-23T12-00-09Z-corner-caf-ana-2.jsonl
    2026-11-23T12-00-09Z-corner-caf-ana.jsonl
    2026-11-23T12-00-09Z-corner-caf-quirina-vos.jsonl
    ");
    let book = place.printed(&["report", "out/round-1", "--participation"]);
    assert!(book.contains("Quirina Vos") && book.lines().count() == 5, "{book}");
    let csv = fs::read_to_string(place.path("out/participation.csv")).unwrap();
    assert!(
        csv.starts_with("participant,team,came,left,minutes,rounds\nAna,,2026-11-23 12:00,,,1 2\n"),
        "{csv}"
    );
    let log = fs::read_to_string(place.path("out/log.jsonl")).unwrap();
    assert!(
        log.starts_with("{\"number\":1,\"at\":\"2026-11-23T12:00:00.000Z\",\"happened\":{\"opened\":"),
        "{log}"
    );
    assert!(log.contains("Quirina Vos") && !log.contains("pin of"));

    // A second time only if it may, and then nothing of the first one is left.
    let again = ["classes", "export", "spring", "-o", "out", "--anonymous"];
    assert!(place.refused(&again, 1).contains("--force"));
    place.printed(&[&again[..], &["--force"]].concat());
    let read = |name: &str| fs::read_to_string(place.path("out").join(name)).unwrap();
    assert_eq!(files(&place.path("out/round-1")).len(), 4);
    let journals = files(&place.path("out/round-1")).into_iter().map(|file| read(&format!("round-1/{file}")));
    let all: String = journals.chain([read("log.jsonl"), read("participation.csv")]).collect();
    assert!(!all.contains("Quirina") && !all.contains("pin of") && all.contains("Participant 2"), "{all}");
    assert!(
        read("participation.csv").contains("Participant 1,,2026-11-23,"),
        "{}",
        read("participation.csv")
    );

    let told = place.printed(&["classes", "export", &other.to_string(), "-o", "teams"]);
    assert_eq!(told, "Written: teams, with 1 round and 2 games.\n");
    let book = place.printed(&["report", "teams/round-1", "--participation"]);
    assert!(book.contains("Team 1") && book.contains("Team 2"), "{book}");
}

#[test]
fn a_class_that_is_deleted_leaves_nothing() {
    let (place, one, other) = Place::with_classes();
    let one = one.to_string();
    assert!(place.refused(&["classes", "delete", &one], 1).contains("--yes"));
    assert!(place.traces("secret reason") > 0);
    assert!(place.printed(&["classes", "delete", &one, "--yes"]).contains("Deleted: class"));
    assert_eq!(place.traces("secret reason"), 0);
    assert_eq!(place.traces("Spring course"), 0);
    assert!(place.refused(&["classes", "delete", &one, "--yes"], 1).contains("there is no class"));
    assert_eq!(open(&place.store()).unwrap().classes().unwrap()[0].id, other);
}

#[test]
fn who_is_forgotten_is_not_in_the_file() {
    let (place, one, other) = Place::with_classes();
    let one = one.to_string();
    assert!(place.refused(&["classes", "forget", &one, "Quirina Vos"], 1).contains("--yes"));
    let told = place.refused(&["classes", "forget", &one, "Quirina Voss", "--yes"], 1);
    assert!(told.contains("Did you mean `Quirina Vos`?"), "{told}");
    insta::assert_snapshot!(place.printed(&["classes", "forget", &one, "quirina vos", "--yes"]), @"
    Quirina Vos is called “Somebody” in class 1 now.
    Taken out: the name and the PIN, 4 moves, 2 texts, 1 answer, 2 mentions of the name by others.
    What stays, without the name: when they came and left.
    ");
    assert_eq!(place.traces("secret reason"), 0);
    assert!(place.traces("Quirina Vos") > 0, "the other class has somebody of that name");
    insta::assert_snapshot!(place.printed(&["classes", "forget", &other.to_string(), "Quirina Vos", "--yes"]), @"
    Quirina Vos is called “Somebody” in class 2 now.
    Taken out: the name and the PIN, 3 texts, 1 mention of the name by others.
    What stays, without the name: 2 moves at a shared board, and when they came and left.
    ");
    assert_eq!(place.traces("Quirina"), 0);
    assert_eq!(place.traces("quirina"), 0);
    // Nobody's decisions are no game.
    let told = place.printed(&["classes", "export", &one, "-o", "out"]);
    assert_eq!(told, "Written: out, with 2 rounds and 6 games.\n");
    place.printed(&["report", "out/round-1", "--participation"]);
}

#[test]
fn a_class_that_is_hosted_is_not_changed() {
    let (place, one, other) = Place::with_classes();
    let mut store = open(&place.store()).unwrap();
    // The clock of a host may be ahead of this one by as much as this test takes.
    store.beat(one, "h", toporder::store::now_ms() + 600_000).unwrap();
    store.beat(other, "h", toporder::store::now_ms() - 60_000).unwrap();
    drop(store);
    let (one, other) = (one.to_string(), other.to_string());
    for args in [&["classes", "delete", &one, "--yes"][..], &["classes", "forget", &one, "Ana", "--yes"]] {
        assert!(place.refused(args, 1).contains("is being hosted now"));
    }
    place.printed(&["classes", "export", &one, "-o", "out"]);
    place.printed(&["classes", "delete", &other, "--yes"]);
}

#[test]
fn a_class_is_named_by_its_number_or_a_part_of_its_title() {
    let (place, ..) = Place::with_classes();
    let told = place.refused(&["classes", "export", "course", "-o", "out"], 1);
    assert!(told.contains("2 classes have `course` in their titles"), "{told}");
    let told = place.refused(&["classes", "export", "Sprng course", "-o", "out"], 1);
    assert!(told.contains("Did you mean `Spring course`?"), "{told}");
    assert!(place.refused(&["classes", "export", "99", "-o", "out"], 1).contains("there is no class `99`"));
    place.printed(&["classes", "export", "TEAM", "-o", "out"]);
}
