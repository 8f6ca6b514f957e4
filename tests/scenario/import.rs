//! `toporder import`: exports of every source with their oddities, what is told of them, and what is made of them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use proptest::prelude::*;
use proptest::sample::select;
use toporder::import::{self, Field, Frame, Mapping, Options, ValueSource};
use toporder::scenario::load;
use toporder::scenario::raw::{RawRange, RawScenario, RawVelocity};
use toporder::scenario::{Scenario, Severity};
use toporder::sim::{Belief, Source, forecast};

const FIXTURES: &str = "tests/fixtures/import";

fn toporder(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_toporder")).arg("import").args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn fixture(name: &str) -> String {
    format!("{FIXTURES}/{name}")
}

/// What the preview tells of a fixture.
#[track_caller]
fn preview(name: &str, args: &[&str]) -> String {
    let file = fixture(name);
    let output = toporder(&[&[file.as_str(), "--preview"], args].concat());
    assert_eq!(text(&output.stderr), "");
    assert!(output.status.success());
    let told = text(&output.stdout).to_owned();
    assert!(!told.contains(|c: char| c.is_control() && c != '\n'), "{told:?}");
    told
}

/// The scenario made of a fixture, which can be played.
#[track_caller]
fn scenario(name: &str, args: &[&str]) -> Scenario {
    let file = fixture(name);
    let output = toporder(&[&[file.as_str()], args].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    playable(text(&output.stdout))
}

/// A scenario without errors and doubts, of which futures can be simulated.
#[track_caller]
fn playable(json: &str) -> Scenario {
    let loaded = load::load_text("imported", json).unwrap();
    let doubts: Vec<String> =
        loaded.warnings.findings().iter().map(|finding| finding.problem.to_string()).collect();
    assert_eq!(doubts, Vec::<String>::new());
    simulate(&loaded.scenario);
    loaded.scenario
}

fn simulate(scenario: &Scenario) {
    let order: Vec<_> = scenario.item_indexes().collect();
    let found = forecast(scenario, &Belief::initial(scenario), &order, 3, Source::simulation(1));
    assert!(found.value.mean.is_finite());
}

/// A scenario's items, one a line.
fn items(scenario: &Scenario) -> String {
    let mut out = String::new();
    for item in &scenario.source.items {
        let range = |range: &RawRange| match range {
            RawRange::Certain(figure) => figure.to_string(),
            RawRange::Spread(range) => format!("{}/{}/{}", range.low, range.likely, range.high),
        };
        let value: Vec<String> = item
            .value
            .iter()
            .map(|benefit| format!("{} for {}", range(&benefit.amount), benefit.stakeholder))
            .collect();
        write!(
            out,
            "{} | {} | {:?} | {} | {}",
            item.id,
            item.title,
            item.kind,
            range(&item.effort),
            value.join(" ")
        )
        .unwrap();
        if !item.requires.is_empty() {
            write!(out, " | requires {}", item.requires.join(" ")).unwrap();
        }
        for (name, is_there) in [
            ("story", item.story.is_some()),
            ("criteria", !item.acceptance.is_empty()),
            ("notes", item.notes.is_some()),
        ] {
            if is_there {
                write!(out, " | {name}").unwrap();
            }
        }
        out.push('\n');
    }
    let people: Vec<&str> = scenario.stakeholders.iter().map(|person| person.name.as_str()).collect();
    writeln!(out, "{}: {}", scenario.title, people.join(", ")).unwrap();
    out
}

const EACH: [(&str, &[&str]); 7] = [
    ("jira.csv", &[]),
    ("jira-latin1.csv", &["--done", "in produktion"]),
    ("azure.csv", &["--spread", "50"]),
    ("github.tsv", &[]),
    ("linear.csv", &[]),
    ("trello.json", &[]),
    ("circle.csv", &["--value", "alike"]),
];

#[test]
fn every_source_is_recognised_and_told() {
    for (name, args) in EACH {
        insta::assert_snapshot!(format!("preview_{name}"), preview(name, args));
    }
}

#[test]
fn every_source_becomes_a_scenario_that_can_be_played() {
    for (name, args) in EACH {
        insta::assert_snapshot!(format!("items_{name}"), items(&scenario(name, args)));
    }
}

#[test]
fn a_whole_scenario_says_where_it_comes_from() {
    let output = toporder(&[&fixture("jira.csv"), "--title", "Web shop", "--sprints", "4", "--take", "3"]);
    playable(text(&output.stdout));
    insta::assert_snapshot!(text(&output.stdout));
}

/// Columns with names that nobody can guess.
const OWN: [&str; 12] = [
    "--map",
    "id=Ticket",
    "--map",
    "title=what we want",
    "--map",
    "estimate=Guess (days)",
    "--map",
    "value=Euros a month",
    "--map",
    "for=Asked by",
    "--map",
    "requires=Comes after",
];

#[test]
fn any_table_can_be_mapped_and_hostile_cells_do_no_harm() {
    insta::assert_snapshot!("preview_own.csv", preview("own.csv", &OWN));
    insta::assert_snapshot!("items_own.csv", items(&scenario("own.csv", &OWN)));
}

#[test]
fn past_sprints_give_the_velocity() {
    let velocity = fixture("velocity.csv");
    let found = scenario("jira.csv", &["--velocity", &velocity]);
    let RawVelocity::History(history) = &found.source.team.velocity else { panic!("a history") };
    assert_eq!(history.history, [18.0, 23.0, 15.0]);
    let told = preview("jira.csv", &["--velocity", &velocity]);
    assert!(
        told.contains(
            "Velocity: drawn from 3 past Sprints (“Completed”): 15–23 points a Sprint. 2 Sprints are played"
        ),
        "{told}"
    );
    assert!(told.contains("1 row of the past Sprints"), "{told}");
    let planned = scenario("jira.csv", &["--velocity", &velocity, "--map", "velocity=Commitment"]);
    let RawVelocity::History(history) = &planned.source.team.velocity else { panic!("a history") };
    assert_eq!(history.history, [21.0, 22.0, 24.0, 20.0]);
}

#[test]
fn a_file_is_written_once_and_never_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("shop of ours.json");
    let to = to.to_str().unwrap();
    let output = toporder(&[&fixture("jira.csv"), "-o", to]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    let told = text(&output.stderr);
    for part in [
        "Read as a Jira export",
        "Written: ",
        "no errors and no doubts",
        "toporder play '",
        "Worth filling in",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let written = fs::read_to_string(to).unwrap();
    playable(&written);

    let again = toporder(&[&fixture("trello.json"), "-o", to]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("--force"), "{}", text(&again.stderr));
    assert_eq!(fs::read_to_string(to).unwrap(), written);

    assert!(toporder(&[&fixture("trello.json"), "-o", to, "--force"]).status.success());
    assert_eq!(playable(&fs::read_to_string(to).unwrap()).title, "Soup kitchen");

    // The export itself is not lost, even by force.
    let itself = toporder(&[to, "-o", to, "--force"]);
    assert_eq!(itself.status.code(), Some(2));
}

#[test]
fn answers_can_be_piped_in() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("asked.json");
    let mut program = Command::new(env!("CARGO_BIN_EXE_toporder"));
    program.args(["import", &fixture("circle.csv"), "--ask", "-o"]).arg(&to);
    let mut child =
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"5\nplenty\n3-8\n\n1-2-9\r\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let asked: Vec<&str> =
        text(&output.stderr).lines().take_while(|line| !line.starts_with("tests/")).collect();
    insta::assert_snapshot!(asked.join("\n"));
    let values: Vec<RawRange> = playable(&fs::read_to_string(&to).unwrap())
        .source
        .items
        .iter()
        .map(|item| item.value[0].amount)
        .collect();
    let spread =
        |low, likely, high| RawRange::Spread(toporder::scenario::raw::RawSpread { low, likely, high });
    let kept = spread(1.0, 4.0, 8.0);
    assert_eq!(values, [RawRange::Certain(5.0), spread(3.0, 5.5, 8.0), kept, spread(1.0, 2.0, 9.0), kept]);
}

/// A backlog of so many items, each of which requires the one below it.
fn long(rows: usize) -> String {
    let mut csv = "Issue key,Summary,Status,Story Points,Priority,Inward issue link (Blocks),Description\r\n"
        .to_owned();
    for n in 1..=rows {
        let (points, next) = (n % 13 + 1, n + 1);
        write!(csv, "BIG-{n},\"Item, {n}\",To Do,{points},High,BIG-{next},\"Line one\nline two\"\r\n")
            .unwrap();
    }
    csv
}

#[test]
fn fifty_thousand_rows_come_in_slices() {
    let backlog = import::read(long(50_000).into_bytes(), &Options::default()).unwrap();
    assert_eq!((backlog.findings.rows, backlog.items.len()), (50_000, 50_000));
    let slices = backlog.slices(import::SLICE);
    assert_eq!(slices.len(), 1_667);
    // What is required comes first: the end of the file.
    let keys: Vec<&str> = slices[0].items.iter().map(|&item| backlog.items[item].key.as_str()).collect();
    assert_eq!((keys[0], keys[29], keys.len()), ("BIG-49971", "BIG-50000", 30));
    assert_eq!((slices[0].forward.len(), slices[0].done), (30, 0));
    assert_eq!(slices[1].done, 1);
    let taken: usize = slices.iter().map(|slice| slice.items.len()).sum();
    assert_eq!(taken, 50_000);
    let frame = Frame { title: "Big".to_owned(), sprints: 5, velocity: None };
    playable(&serde_json::to_string(&backlog.scenario(&slices[800], &frame)).unwrap());
}

#[test]
fn a_backlog_too_large_to_play_is_offered_in_slices() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("big.csv");
    let rows: String =
        (1..=75).map(|n| format!("{n},Item {n},{}\n", if n == 3 { "70" } else { "" })).collect();
    fs::write(&file, format!("ID,Title,Blocked by\n{rows}")).unwrap();
    let file = file.to_str().unwrap();
    let told = toporder(&[file, "--preview"]);
    assert!(told.status.success());
    let told = text(&told.stdout).replace(file, "big.csv");
    insta::assert_snapshot!(told);
    let refused = toporder(&[file]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("--slice 1"), "{}", text(&refused.stderr));
    let ids = |args: &[&str]| -> Vec<String> {
        let output = toporder(&[&[file], args].concat());
        let scenario = playable(text(&output.stdout));
        scenario.items.iter().map(|item| item.id.clone()).collect()
    };
    let first = ids(&["--slice", "1"]);
    assert_eq!((first.len(), first[0].as_str(), first[29].as_str()), (30, "1", "70"));
    assert_eq!(ids(&["--slice", "3"]).len(), 15);
    assert_eq!(ids(&["--take", "3"]), ["1", "2", "70"]);
    assert_eq!(ids(&["--take", "3", "--slice", "2"]), ["3", "4", "5"]);
    assert_eq!(ids(&["--take", "75"]).len(), 75);
    assert_eq!(toporder(&[file, "--slice", "4"]).status.code(), Some(2));
}

#[test]
fn what_cannot_be_imported_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        fs::write(folder.path().join(name), bytes).unwrap();
        folder.path().join(name).to_str().unwrap().to_owned()
    };
    let missing = folder.path().join("missing.csv").to_str().unwrap().to_owned();
    let here = folder.path().to_str().unwrap().to_owned();
    let jira = fixture("jira.csv");
    let cases: Vec<(i32, Vec<String>)> = vec![
        (1, vec![missing.clone()]),
        (1, vec![here.clone()]),
        (1, vec![file("empty.csv", b"")]),
        (1, vec![file("header.csv", b"Title,Size\r\n")]),
        (1, vec![file("book.xlsx", b"PK\x03\x04\x14\0\0\0")]),
        (1, vec![file("page.csv", b"<!doctype html>\n<title>Sign in</title>")]),
        (1, vec![file("noise.csv", &[7; 400])]),
        (1, vec![file("list.json", b"{\"cards\": 5}")]),
        (1, vec![file("broken.json", b"{\"cards\": [")]),
        (1, vec!["scenarios/soup-on-the-square.json".to_owned()]),
        (1, vec![file("nameless.csv", b"a,b\n1,2\n")]),
        (1, vec![file("over.csv", b"Title,Status\nA,Done\nB,Closed\n,Open\n")]),
        (1, vec![jira.clone(), "--velocity".to_owned(), missing]),
        (1, vec![jira.clone(), "-o".to_owned(), format!("{here}/nowhere/x.json")]),
        (2, vec![jira.clone(), "--map".to_owned(), "estimte=Story Points".to_owned()]),
        (2, vec![jira.clone(), "--map".to_owned(), "estimate=Custom field (Story Pionts)".to_owned()]),
        (2, vec![jira.clone(), "--map".to_owned(), "value=\u{1b}[2JMoon".to_owned()]),
        (2, vec![jira.clone(), "--spread".to_owned(), "1.2..2".to_owned()]),
        (2, vec![jira.clone(), "--velocity".to_owned(), jira.clone()]),
        (2, vec![fixture("circle.csv"), "--value".to_owned(), "priority".to_owned()]),
        (2, vec![jira.clone(), "--from".to_owned(), "excel".to_owned()]),
        (2, vec![jira, "--sprints".to_owned(), "0".to_owned()]),
    ];
    let mut told = String::new();
    for (code, args) in cases {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = toporder(&args);
        let message = text(&output.stderr).replace(&here, "folder");
        assert_eq!(output.status.code(), Some(code), "{args:?}: {message}");
        assert_eq!(text(&output.stdout), "", "{args:?}");
        assert!(!message.contains('\u{1b}'), "{message:?}");
        writeln!(told, "{}", message.trim_end()).unwrap();
    }
    insta::assert_snapshot!(told);
}

#[cfg(unix)]
#[test]
fn a_pipe_can_be_read() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_toporder"));
    program
        .args(["import", "/dev/stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"Title\nOne\nTwo\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(playable(text(&output.stdout)).items.len(), 2);
}

#[test]
fn very_long_cells_are_cut() {
    let csv = format!("Title,Description\n{},{}\nB,\n", "x".repeat(100_000), "y ".repeat(100_000));
    let backlog = import::read(csv.into_bytes(), &Options::default()).unwrap();
    assert_eq!(backlog.items[0].title.chars().count(), 121);
    let odd = &backlog.findings.oddities;
    assert_eq!(odd[..], ["1 title longer than 120 characters, cut there."]);
}

/// Names of columns that mean something, and some that do not.
const NAMES: [&str; 26] = [
    "Title",
    "Summary",
    "Issue key",
    "ID",
    "Work Item Type",
    "Issue Type",
    "Title 1",
    "Title 2",
    "State",
    "Status",
    "Story Points",
    "Original estimate",
    "Effort",
    "Value",
    "Business Value",
    "Priority",
    "Reporter",
    "Labels",
    "Description",
    "Acceptance Criteria",
    "Parent",
    "Blocked by",
    "Blocks",
    "URL",
    "Resolution",
    "",
];

fn cell() -> impl Strategy<Value = String> {
    let pieces = vec![
        "A-1",
        "A-2",
        "A-3",
        "a-1, A-2",
        "#1",
        "1",
        "2",
        "0",
        "-3",
        "1e9",
        "999999",
        "1000001",
        "0.001",
        "1,5",
        "3-8",
        "XL",
        "2d 4h",
        "Done",
        "To Do",
        "Epic",
        "Sub-task",
        "Bug",
        "High",
        "P0",
        "As a x, I want y, so that z",
        "<p>a</p>&lt;",
        "https://x.org/a/b/issues/1",
        "=1+1",
        "\u{1b}[2J",
        "\u{202e}",
        "\u{200b}",
        ",",
        "\u{FEFF}",
    ];
    prop_oneof![
        4 => select(pieces).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => any::<String>(),
        1 => Just(String::new()),
    ]
}

fn table() -> impl Strategy<Value = Vec<u8>> {
    (1..9_usize).prop_flat_map(|columns| {
        let header = proptest::collection::vec(select(NAMES.as_slice()), columns);
        let row = proptest::collection::vec(cell(), 0..columns + 2);
        let rows = proptest::collection::vec(row, 0..12);
        (header, rows, select(b",;\t".as_slice())).prop_map(|(header, rows, sign)| {
            let mut writer = csv::WriterBuilder::new().delimiter(sign).flexible(true).from_writer(Vec::new());
            writer.write_record(&header).unwrap();
            for row in rows {
                writer.write_record(&row).unwrap();
            }
            writer.into_inner().unwrap()
        })
    })
}

fn options() -> impl Strategy<Value = Options> {
    let from = select(vec![
        None,
        Some(import::Source::Jira),
        Some(import::Source::Azure),
        Some(import::Source::GitHub),
        Some(import::Source::Linear),
        Some(import::Source::Csv),
    ]);
    let value =
        select(vec![None, Some(ValueSource::Column), Some(ValueSource::Priority), Some(ValueSource::Alike)]);
    let spread = select(vec!["0", "99", "0.001..100"]);
    (from, value, spread, any::<bool>()).prop_map(|(from, value, spread, maps)| {
        let mapping = Mapping { field: Field::Title, column: "Title".to_owned() };
        let mappings = if maps { vec![mapping] } else { Vec::new() };
        Options { from, value, mappings, spread: spread.parse().unwrap(), done: Vec::new() }
    })
}

/// Whatever is made of bytes has no errors, can be simulated, and holds nothing that a terminal must not get.
fn assert_safe(bytes: Vec<u8>, options: &Options, size: usize) {
    let backlog = match import::read(bytes, options) {
        Ok(backlog) => backlog,
        Err(error) => {
            assert!(!error.help().is_empty());
            return;
        }
    };
    let frame = Frame { title: String::new(), sprints: 3, velocity: None };
    let slices = backlog.slices(size);
    assert_eq!(slices.iter().map(|slice| slice.items.len()).sum::<usize>(), backlog.items.len());
    for slice in &slices {
        let raw: RawScenario = backlog.scenario(slice, &frame);
        let json = serde_json::to_string(&raw).unwrap();
        let loaded = load::load_text("imported", &json).unwrap_or_else(|error| {
            let errors: Vec<String> =
                error.findings().iter().map(|finding| finding.problem.to_string()).collect();
            panic!("{errors:?}: {json}")
        });
        assert!(
            loaded.warnings.findings().iter().all(|finding| finding.problem.severity == Severity::Warning)
        );
        simulate(&loaded.scenario);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_table_is_refused_or_becomes_scenarios(bytes in table(), options in options(), size in 1..6_usize) {
        assert_safe(bytes, &options, size);
    }

    #[test]
    fn any_bytes_are_refused_or_become_scenarios(
        start in select(vec![&b"Title\n"[..], b"", b"{\"lists\":[],\"cards\":[{\"name\":\""]),
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        assert_safe([start, &bytes].concat(), &Options::default(), 3);
        let _ = import::velocity([start, &bytes].concat(), &[]);
    }
}

#[test]
fn fixtures_are_written_as_their_programs_write_them() {
    let bytes = |name: &str| fs::read(Path::new(FIXTURES).join(name)).unwrap();
    assert!(bytes("azure.csv").starts_with(b"\xEF\xBB\xBF"));
    assert!(bytes("jira.csv").windows(2).any(|pair| pair == b"\r\n"));
    assert!(std::str::from_utf8(&bytes("jira-latin1.csv")).is_err());
}
