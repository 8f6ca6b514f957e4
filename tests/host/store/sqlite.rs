//! The store in a file.

use std::fs;
use std::path::{Path, PathBuf};

use toporder::store::class::{ClassPlace, open};

use super::behaviour::{self, opened, row};

fn at(path: PathBuf) -> ClassPlace {
    ClassPlace::File(path)
}

fn in_new_place(test: fn(&ClassPlace)) {
    let folder = tempfile::tempdir().unwrap();
    test(&at(folder.path().join("classes.db")));
}

/// Where nothing can be opened: what is told.
#[track_caller]
fn refused(path: &Path) -> String {
    let error = open(&at(path.to_owned())).unwrap_err();
    assert!(!error.is_passing, "{error:?}");
    format!("{error} | {}", error.help.as_deref().expect("there is something to do"))
}

#[test]
fn rows_come_back_in_order() {
    in_new_place(behaviour::rows_come_back_in_order);
}

#[test]
fn rows_are_rewritten() {
    in_new_place(behaviour::rows_are_rewritten);
}

#[test]
fn classes_are_deleted() {
    in_new_place(behaviour::classes_are_deleted);
}

#[test]
fn hosts_are_alive() {
    in_new_place(behaviour::hosts_are_alive);
}

#[test]
fn two_write_at_once() {
    in_new_place(behaviour::two_write_at_once);
}

#[test]
fn a_killed_writer_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    // The writer is told which file is meant.
    let told = std::env::var_os("TOPORDER_TEST_PLACE").map(PathBuf::from);
    let path = told.unwrap_or_else(|| folder.path().join("classes.db"));
    let address = path.to_string_lossy().into_owned();
    behaviour::a_killed_writer_loses_nothing(
        &at(path),
        &address,
        "store::sqlite::a_killed_writer_loses_nothing",
    );
}

#[test]
fn several_may_open_a_new_file_at_the_same_time() {
    let folder = tempfile::tempdir().unwrap();
    let place = at(folder.path().join("deep/classes.db"));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| opened(&place).create("A", 1).unwrap());
        }
    });
    assert_eq!(opened(&place).classes().unwrap().len(), 8);
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/classes.db");
    let mut store = opened(&at(path.clone()));
    let class = store.create("A", 1).unwrap();
    store.append(class, &[row(1, "a")]).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    let files: Vec<PathBuf> =
        fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 1, "there is a log beside it while it is open: {files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn nothing_of_what_was_taken_out_is_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("classes.db");
    let place = at(path.clone());
    let holds = |word: &str| {
        let files =
            fs::read_dir(folder.path()).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
        files.filter(|bytes| bytes.windows(word.len()).any(|part| part == word.as_bytes())).count()
    };
    let mut store = opened(&place);
    let (one, other) = (store.create("Zanzibar", 1).unwrap(), store.create("B", 1).unwrap());
    for number in 0..500 {
        store.append(one, &[row(1, &format!("Quetzalcoatl {number}"))]).unwrap();
        store.append(other, &[row(1, &format!("Xochipilli {number}"))]).unwrap();
    }
    assert!(holds("Quetzalcoatl") > 0 && holds("Zanzibar") > 0);
    let all: Vec<_> =
        (1..=500).map(|number| (number, (number % 2 == 0).then(|| "blank".to_owned()))).collect();
    store.rewrite(other, &all).unwrap();
    assert!(store.delete(one).unwrap());
    store.scrub().unwrap();
    // The store is still open.
    for word in ["Quetzalcoatl", "Zanzibar", "Xochipilli"] {
        assert_eq!(holds(word), 0, "{word}");
    }
    assert!(holds("blank") > 0);
}

#[test]
fn what_is_no_file_of_classes_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);

    let text = "Dear diary, ".repeat(1_000);
    fs::write(path("text"), &text).unwrap();
    assert!(refused(&path("text")).contains("holds no classes"));
    assert_eq!(fs::read_to_string(path("text")).unwrap(), text);

    let other = rusqlite::Connection::open(path("other.db")).unwrap();
    other.execute_batch("CREATE TABLE a (b)").unwrap();
    drop(other);
    let before = fs::read(path("other.db")).unwrap();
    assert!(refused(&path("other.db")).contains("database of another program"));
    assert_eq!(fs::read(path("other.db")).unwrap(), before);

    assert!(refused(folder.path()).contains("cannot be opened"), "{}", refused(folder.path()));
    assert!(refused(&path("text").join("deep/classes.db")).contains("cannot be made"));
}

#[test]
fn a_newer_format_is_refused_by_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("classes.db");
    drop(opened(&at(path.clone())));
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(newer);
    let told = refused(&path);
    assert!(told.contains("format 99") && told.contains("newer Toporder"), "{told}");
}

#[test]
fn a_damaged_file_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("classes.db");
    let mut store = opened(&at(path.clone()));
    let class = store.create("A", 1).unwrap();
    store.append(class, &vec![row(1, &"x".repeat(100)); 1_000]).unwrap();
    drop(store);
    let mut bytes = fs::read(&path).unwrap();
    assert!(bytes.len() > 50_000);
    // All but the first page, which tells what is where.
    bytes[4_096..].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    let error = opened(&at(path)).read_after(class, 0).unwrap_err();
    assert!(error.to_string().contains("is damaged") && !error.is_passing, "{error:?}");
    assert!(error.help.unwrap().contains("backup"));
}

#[test]
fn a_writer_that_holds_on_is_told_as_passing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("classes.db");
    let mut store = opened(&at(path.clone()));
    let class = store.create("A", 1).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = store.append(class, &[row(1, "a")]).unwrap_err();
    assert!(error.is_passing && error.to_string().contains("another program"), "{error:?}");
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(store.append(class, &[row(1, "a")]).unwrap(), 1);
}

#[cfg(not(feature = "postgres"))]
#[test]
fn without_the_feature_a_database_is_refused_with_what_to_do() {
    let place: ClassPlace = "postgres://ana:s3cret@localhost/school".parse().unwrap();
    let error = open(&place).unwrap_err();
    let told = format!("{error} {error:?}");
    assert!(told.contains("cargo build --release --features postgres") && !told.contains("s3cret"), "{told}");
}

#[test]
fn traces_that_another_reader_keeps_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("classes.db");
    let mut store = opened(&at(path.clone()));
    let class = store.create("A", 1).unwrap();
    store.append(class, &[row(1, "a")]).unwrap();
    let reader = rusqlite::Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let rows: i64 = reader.query_row("SELECT COUNT(*) FROM toporder_row", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 1);
    assert!(store.delete(class).unwrap());
    let error = store.scrub().unwrap_err();
    assert!(error.is_passing && error.to_string().contains("traces"), "{error:?}");
    reader.execute_batch("COMMIT").unwrap();
    store.scrub().unwrap();
}
