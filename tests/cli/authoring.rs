//! Writing scenarios, as an author does it: `toporder new`, `check --watch`, and errors wherever a file is named.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder can be made")
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_toporder"));
    program.args(arguments).current_dir(folder);
    program.env("TOPORDER_DATA", folder).env("TOPORDER_CONFIG", folder.join("none.toml"));
    program
}

/// Runs the program in a folder with lines piped in.
fn toporder(folder: &Path, arguments: &[&str], lines: &str) -> Output {
    let input = folder.join("input.txt");
    fs::write(&input, lines).expect("a folder of our own");
    let input = File::open(input).expect("it is there");
    program(folder, arguments).stdin(Stdio::from(input)).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the program writes UTF-8")
}

#[track_caller]
fn printed(output: &Output) -> &str {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[track_caller]
fn assert_checks_without_a_word(folder: &Path, file: &str) {
    let checked = toporder(folder, &["check", file], "");
    assert!(printed(&checked).starts_with("ok "), "{}", printed(&checked));
    assert_eq!(printed(&checked).lines().count(), 1, "{}", printed(&checked));
}

#[test]
fn a_few_answers_make_a_scenario() {
    let folder = folder();
    let answers = "Bread for the Hill\nthe bakery\nFresh bread where there is no shop.\nloaves\nhours\n3\n1 week\n\
                   12.5\nNoor, Tom, Ines, Pavel\nadvanced\n";
    let output = toporder(folder.path(), &["new"], answers);
    insta::assert_snapshot!("conversation", printed(&output));
    let file = "bread-for-the-hill.json";
    let written = fs::read_to_string(folder.path().join(file)).expect("it is written");
    insta::assert_snapshot!("scenario", written);
    assert_checks_without_a_word(folder.path(), file);
    let schema = fs::read_to_string(folder.path().join("schema.json")).expect("it is written, too");
    assert_eq!(schema, printed(&toporder(folder.path(), &["schema"], "")));
}

#[test]
fn without_answers_everything_is_as_it_comes() {
    let folder = folder();
    let piped = toporder(folder.path(), &["new", "piped"], "");
    assert!(printed(&piped).contains("Written: piped.json"));
    let silent = toporder(folder.path(), &["new", "silent.json", "--yes", "--no-schema"], "Ignored\n");
    assert!(!printed(&silent).contains("title"));
    let [piped, silent] = ["piped.json", "silent.json"].map(|file| {
        assert_checks_without_a_word(folder.path(), file);
        fs::read_to_string(folder.path().join(file)).expect("it is written")
    });
    assert_eq!(piped.replace("  \"$schema\": \"./schema.json\",\n", ""), silent);
}

#[test]
fn nothing_is_written_over_or_written_wrong() {
    let folder = folder();
    let path = folder.path().join("mine.json");
    fs::write(&path, "mine").expect("a folder of our own");
    fs::write(folder.path().join("schema.json"), "mine, too").expect("a folder of our own");
    let refused = toporder(folder.path(), &["new", "mine"], "Not asked\n");
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(text(&refused.stdout), "");
    insta::assert_snapshot!("taken", text(&refused.stderr));
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "mine");

    assert!(
        printed(&toporder(folder.path(), &["new", "mine", "--yes", "--force"], "")).contains("mine.json")
    );
    assert_checks_without_a_word(folder.path(), "mine.json");
    let schema = fs::read_to_string(folder.path().join("schema.json")).expect("it is there");
    assert_eq!(schema, "mine, too");

    let wrong = toporder(folder.path(), &["new", "wrong.json"], "\n\n\n\n\nnine\n");
    assert_eq!(wrong.status.code(), Some(1));
    insta::assert_snapshot!("wrong", text(&wrong.stderr));
    assert!(!folder.path().join("wrong.json").exists());

    let nowhere = toporder(folder.path(), &["new", "no/such/folder.json", "--yes"], "");
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(text(&nowhere.stderr).contains("its folder is not there"));
}

/// What players make of a scenario on average, by their names.
fn averages(folder: &Path, file: &str, players: &[&str]) -> Vec<f64> {
    let mut arguments = vec!["compare", file, "--json", "--futures", "800"];
    players.iter().for_each(|player| arguments.extend(["--policy", *player]));
    let report: Value = serde_json::from_str(printed(&toporder(folder, &arguments, ""))).expect("it is JSON");
    let listed = report["players"].as_array().expect("a list");
    let mean = |name: &&str| {
        let player = listed.iter().find(|player| player["name"] == **name).expect("everybody plays");
        player["value"]["mean"].as_f64().expect("a figure")
    };
    players.iter().map(mean).collect()
}

#[test]
fn the_order_matters_in_what_is_written() {
    for (level, sprints, people) in [
        ("foundation", "4", "Ada, Bo, Cy"),
        ("practitioner", "2", "Ada, Bo"),
        ("advanced", "6", "Ada, Bo, Cy, Di"),
        ("foundation", "12", "Ada, Bo"),
    ] {
        let folder = folder();
        let answers = format!("\n\n\n\n\n{sprints}\n\n\n{people}\n{level}\n");
        printed(&toporder(folder.path(), &["new", "game.json"], &answers));
        let players = ["best", "lookahead", "random", "value", "smallest", "deadline", "given"];
        let means = averages(folder.path(), "game.json", &players);
        let [best, lookahead, random, rules @ ..] = &means[..] else { panic!("seven players") };
        let told = format!("{level}, {sprints} Sprints: {players:?} {means:?}");
        assert!(*best > 0.0 && *best >= 1.25 * random.max(0.0), "{told}");
        // No simple rule does it, and who learns loses nothing by it.
        assert!(rules.iter().all(|rule| *rule < 0.95 * best), "{told}");
        assert!(*lookahead > 0.97 * best, "{told}");
    }
}

/// Somebody who watches files, and what they are told.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn begin(folder: &Path, files: &[&str]) -> Self {
        let mut arguments = vec!["check", "--watch"];
        arguments.extend(files);
        let mut child =
            program(folder, &arguments).stdout(Stdio::piped()).spawn().expect("the program starts");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, lines }
    }

    /// What is told until it waits again.
    fn block(&self) -> String {
        let mut block = String::new();
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(60)).expect("it goes on");
            if line.starts_with("Waiting for the next save") {
                return block;
            }
            block.push_str(&line);
            block.push('\n');
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn each_save_is_checked_however_an_editor_saves() {
    let folder = folder();
    printed(&toporder(folder.path(), &["new", "game.json", "--yes"], ""));
    let file = folder.path().join("game.json");
    let good = fs::read_to_string(&file).expect("it is written");
    let bad = good.replace("\"sprints\": 4", "\"sprints\": 0");
    let mut watching = Watching::begin(folder.path(), &["game.json"]);

    let first = watching.block();
    let lines: Vec<&str> = first.lines().filter(|line| !line.is_empty()).collect();
    assert!(lines[0].starts_with("── ") && lines[0].ends_with(" ──"), "{first}");
    assert!(lines[1].starts_with("ok game.json: “Tickets for the River Ferry”"), "{first}");
    assert!(lines[2].starts_with("On average: lookahead "), "{first}");
    assert!(lines[2..].iter().all(|line| !line.starts_with("Does not hold")), "{first}");

    // Written into.
    fs::write(&file, &bad).expect("a folder of our own");
    let block = watching.block();
    assert!(block.contains("`sprints`") && !block.contains("ok game.json"), "{block}");

    // Renamed over.
    let spare = folder.path().join("game.json~");
    fs::write(&spare, &good).expect("a folder of our own");
    fs::rename(&spare, &file).expect("it is there");
    assert!(watching.block().contains("ok game.json"));

    // Deleted, and made again a while later.
    fs::remove_file(&file).expect("it is there");
    assert!(watching.block().contains("there is no file"));
    fs::write(&file, &bad).expect("a folder of our own");
    assert!(watching.block().contains("`sprints`"));

    // It asks to be ended by Ctrl-C, and that is no failure.
    #[cfg(unix)]
    {
        let id = watching.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().expect("there is `kill`").success());
        assert_eq!(watching.child.wait().expect("it ends").code(), Some(0));
    }
}

#[test]
fn only_what_was_saved_is_checked_again() {
    let folder = folder();
    for file in ["a.json", "b.json"] {
        printed(&toporder(folder.path(), &["new", file, "--yes"], ""));
    }
    let watching = Watching::begin(folder.path(), &["a.json", "b.json"]);
    let first = watching.block();
    assert!(first.contains("ok a.json") && first.contains("ok b.json"));
    fs::write(folder.path().join("b.json"), "{").expect("a folder of our own");
    let block = watching.block();
    assert!(block.contains("b.json") && !block.contains("a.json"), "{block}");
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let folder = folder();
    let builtin = toporder(folder.path(), &["check", "soup-on-the-square", "--watch"], "");
    assert_eq!(builtin.status.code(), Some(2));
    insta::assert_snapshot!("builtin", text(&builtin.stderr));
    let nowhere = toporder(folder.path(), &["check", "no/folder/a.json", "--watch"], "");
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(text(&nowhere.stderr).contains("cannot be watched"));
    assert_eq!(toporder(folder.path(), &["check", "a.json", "--watch", "--json"], "").status.code(), Some(2));
}

#[test]
fn every_command_tells_the_errors_of_a_file_as_check_does() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/invalid");
    let folder = folder();
    for name in
        ["many-at-once.json", "effort-zero.json", "syntax-cut-off.json", "file-empty.json", "file-utf16.json"]
    {
        fs::copy(fixtures.join(name), folder.path().join(name)).expect("it is there");
        let checked = toporder(folder.path(), &["check", name], "");
        assert_eq!(checked.status.code(), Some(1));
        let expected = text(&checked.stdout).trim();
        assert!(!expected.is_empty());
        for command in [
            &["play", name][..],
            &["play", name, "--plain"],
            &["simulate", name],
            &["simulate", name, "--json"],
            &["solve", name],
            &["solve", name, "--json"],
            &["compare", name],
            &["guide", name],
        ] {
            let output = toporder(folder.path(), command, "");
            assert_eq!(output.status.code(), Some(1), "{command:?}");
            assert_eq!(text(&output.stderr).trim(), expected, "{command:?}");
            assert_eq!(text(&output.stdout), "", "{command:?}");
        }
    }
}
