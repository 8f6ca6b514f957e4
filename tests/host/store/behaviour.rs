//! What every store of classes does.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use toporder::store::class::{ClassId, ClassPlace, ClassStore, KeptRow, NewRow, open};

/// How long something that has to happen may take.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

/// The place and the class that a child writes to.
const WRITER: &str = "TOPORDER_TEST_WRITER";

pub(crate) fn row(at_ms: i64, text: &str) -> NewRow {
    NewRow { at_ms, text: text.to_owned() }
}

pub(crate) fn texts(rows: &[KeptRow]) -> Vec<(i64, &str)> {
    rows.iter().map(|row| (row.number, row.text.as_str())).collect()
}

#[track_caller]
pub(crate) fn opened(place: &ClassPlace) -> Box<dyn ClassStore> {
    open(place).expect("the store opens")
}

/// Rows come back as they were added, with numbers without gaps, class by class.
pub(crate) fn rows_come_back_in_order(place: &ClassPlace) {
    let mut store = opened(place);
    let (one, other) = (store.create("One", 5).unwrap(), store.create("Größe “2”", 6).unwrap());
    assert_ne!(one, other);
    assert_eq!(store.append(one, &[row(10, "a"), row(11, "ä\n\"b\"")]).unwrap(), 1);
    assert_eq!(store.append(other, &[row(12, "x")]).unwrap(), 1);
    assert_eq!(store.append(one, &[row(13, "c")]).unwrap(), 3);
    // The same once more is meant so where nothing has failed.
    assert_eq!(store.append(one, &[row(13, "c")]).unwrap(), 4);
    assert_eq!(store.append(one, &[]).unwrap(), 5);
    let rows = opened(place).read_after(one, 0).unwrap();
    assert_eq!(texts(&rows), [(1, "a"), (2, "ä\n\"b\""), (3, "c"), (4, "c")]);
    assert_eq!(rows[1].at_ms, 11);
    assert_eq!(texts(&store.read_after(one, 3).unwrap()), [(4, "c")]);
    assert!(store.read_after(one, 4).unwrap().is_empty());

    let listed = store.classes().unwrap();
    let mine: Vec<_> = listed.iter().filter(|class| [one, other].contains(&class.id)).collect();
    let told: Vec<_> =
        mine.iter().map(|class| (&*class.title, class.opened_ms, class.last_ms, class.rows)).collect();
    assert_eq!(told, [("One", 5, 13, 4), ("Größe “2”", 6, 12, 1)]);
}

/// What was rewritten is so, what was taken out is gone, and no number is given out again.
pub(crate) fn rows_are_rewritten(place: &ClassPlace) {
    let mut store = opened(place);
    let class = store.create("Rewritten", 1).unwrap();
    store.append(class, &[row(1, "a"), row(2, "b"), row(3, "c")]).unwrap();
    store.rewrite(class, &[(1, Some("A".to_owned())), (3, None), (99, None)]).unwrap();
    store.scrub().unwrap();
    assert_eq!(texts(&store.read_after(class, 0).unwrap()), [(1, "A"), (2, "b")]);
    assert_eq!(store.append(class, &[row(4, "d")]).unwrap(), 4);
}

/// A class that is deleted is gone with everything in it, and its number with it.
pub(crate) fn classes_are_deleted(place: &ClassPlace) {
    let mut store = opened(place);
    let class = store.create("Deleted", 1).unwrap();
    store.append(class, &[row(1, "a")]).unwrap();
    store.beat(class, "host", 1).unwrap();
    assert!(store.delete(class).unwrap());
    assert!(!store.delete(class).unwrap());
    store.scrub().unwrap();
    assert!(store.classes().unwrap().iter().all(|kept| kept.id != class));
    assert!(store.read_after(class, 0).unwrap().is_empty());
    for error in [store.append(class, &[row(2, "b")]).unwrap_err(), store.beat(class, "host", 2).unwrap_err()]
    {
        assert!(error.to_string().contains("no such class") && !error.is_passing, "{error:?}");
    }
    assert_ne!(store.create("Next", 1).unwrap(), class);
}

/// Hosts are alive as long as they say so.
pub(crate) fn hosts_are_alive(place: &ClassPlace) {
    let mut store = opened(place);
    let (class, other) = (store.create("Alive", 1).unwrap(), store.create("Other", 1).unwrap());
    for (host, at_ms) in [("a", 10), ("b", 20), ("a", 30)] {
        store.beat(class, host, at_ms).unwrap();
    }
    let mut second = opened(place);
    assert_eq!(second.hosts_since(class, 0).unwrap(), ["a", "b"]);
    assert_eq!(second.hosts_since(class, 21).unwrap(), ["a"]);
    assert!(second.hosts_since(class, 31).unwrap().is_empty());
    assert!(second.hosts_since(other, 0).unwrap().is_empty());
}

/// Two hosts that write at once lose nothing, and a third one sees every row after those with smaller numbers.
pub(crate) fn two_write_at_once(place: &ClassPlace) {
    const GROUPS: i64 = 60;
    let mut store = opened(place);
    let class = store.create("Two at once", 1).unwrap();
    let total = usize::try_from(2 * GROUPS * 3).unwrap();
    std::thread::scope(|scope| {
        for name in ["a", "b"] {
            scope.spawn(move || {
                let mut store = opened(place);
                for group in 0..GROUPS {
                    let rows: Vec<NewRow> =
                        (0..3).map(|part| row(group, &format!("{name} {group} {part}"))).collect();
                    let first = store.append(class, &rows).unwrap();
                    let kept = store.read_after(class, first - 1).unwrap();
                    let kept: Vec<&str> = kept.iter().take(3).map(|row| &*row.text).collect();
                    let wanted: Vec<&str> = rows.iter().map(|row| &*row.text).collect();
                    assert_eq!(kept, wanted, "numbers of a group follow each other");
                }
            });
        }
        let since = Instant::now();
        let mut seen: Vec<KeptRow> = Vec::new();
        while seen.len() < total {
            assert!(since.elapsed() < DEADLINE, "only {} of {total} rows came", seen.len());
            let last = seen.last().map_or(0, |row| row.number);
            seen.extend(store.read_after(class, last).unwrap());
            // A row that is seen before an earlier one leaves a gap here for ever.
            assert!((1..).zip(&seen).all(|(number, row)| row.number == number), "{seen:?}");
        }
        let distinct: BTreeSet<&str> = seen.iter().map(|row| &*row.text).collect();
        assert_eq!(distinct.len(), total);
    });
}

/// Every row that a writer was told to be kept is there after the writer was killed.
///
/// `test` is the whole name of the test that calls this: its process starts itself again with it, as the writer.
pub(crate) fn a_killed_writer_loses_nothing(place: &ClassPlace, address: &str, test: &str) {
    if let Ok(class) = std::env::var(WRITER) {
        write_for_ever(place, class.parse().unwrap());
    }
    let mut store = opened(place);
    let class = store.create("Killed", 1).unwrap();
    for round in 1..=3 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([test, "--exact", "--nocapture", "--include-ignored"])
            .env(WRITER, class.to_string())
            .env("TOPORDER_TEST_PLACE", address)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = 0;
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut count = 0;
        while count < 40 * round {
            let line = lines.next().expect("the writer goes on").unwrap();
            if let Some(number) = kept(&line) {
                told = number;
                count += 1;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What was in the pipe was told, too; the last line may be cut.
        for line in lines.map_while(Result::ok) {
            told = kept(&line).unwrap_or(told);
        }
        // What the writer sent last may still be done by a database, so that the end is after that.
        let after = store.append(class, &[row(1, "after")]).unwrap();
        assert!(after > told, "{told} was told to be kept, and {after} was given out again");
        let rows = store.read_after(class, 0).unwrap();
        assert!((1..).zip(&rows).all(|(number, row)| row.number == number), "there is a gap");
        assert_eq!(rows.iter().find(|row| row.number == after).map(|row| &*row.text), Some("after"));
        assert!(rows.len() as i64 >= after, "a row is lost");
    }
}

/// The number that a whole line tells.
fn kept(line: &str) -> Option<i64> {
    line.strip_prefix("kept ")?.strip_suffix(" .")?.parse().ok()
}

fn write_for_ever(place: &ClassPlace, class: ClassId) -> ! {
    let mut store = opened(place);
    for number in 0.. {
        let first = store.append(class, &[row(1, &format!("one {number}")), row(1, "two")]).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nkept {} .", first + 1).unwrap();
        out.flush().unwrap();
    }
    unreachable!("numbers do not end")
}
