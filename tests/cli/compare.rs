//! `toporder compare` as a program: what is printed, and with which exit code.

use std::process::{Command, Output};

use serde_json::Value;
use toporder::order::player::Player;
use toporder::scenario::builtin;

const SOUP: &str = "soup-on-the-square";
const LIBRARY: &str = "the-library-of-things";

fn compare(args: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_toporder"));
    program.arg("compare").args(args).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the program writes UTF-8")
}

/// What is printed by a run that goes well.
#[track_caller]
fn printed(args: &[&str]) -> String {
    let output = compare(args);
    assert_eq!(text(&output.stderr), "");
    assert!(output.status.success());
    text(&output.stdout).to_owned()
}

#[track_caller]
fn json(args: &[&str]) -> Value {
    serde_json::from_str(&printed(&[args, &["--json"]].concat())).expect("the answer is JSON")
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn players(answer: &Value) -> &Vec<Value> {
    answer["players"].as_array().expect("a list")
}

#[test]
fn the_answer_has_these_fields_in_this_order_and_no_others() {
    let answer = json(&[SOUP, "--futures", "20", "--seed", "7"]);
    assert_eq!(keys(&answer), ["scenario", "seed", "futures", "complete", "players"]);
    assert_eq!((&answer["seed"], &answer["futures"]), (&7.into(), &20.into()));
    assert_eq!((&answer["scenario"], &answer["complete"]), (&"Soup on the Square".into(), &true.into()));
    for player in players(&answer) {
        assert_eq!(keys(player), ["rank", "tied", "name", "meaning", "futures", "value", "behind"]);
        assert_eq!(keys(&player["value"]), ["mean", "stderr", "p10", "p50", "p90"]);
        assert_eq!(keys(&player["behind"]), ["mean", "stderr"]);
    }
    let mut names: Vec<&str> = players(&answer).iter().filter_map(|player| player["name"].as_str()).collect();
    let mut all = Player::ALL.map(Player::name);
    names.sort_unstable();
    all.sort_unstable();
    assert_eq!(names, all);
}

#[test]
fn where_there_is_no_luck_equals_are_tied_and_the_rest_is_ranked() {
    let answer =
        json(&[SOUP, "--futures", "5", "--policy", "given", "--policy", "loudest", "--policy", "par"]);
    let ranks: Vec<_> = players(&answer)
        .iter()
        .map(|player| {
            (player["name"].as_str().expect("a name"), player["rank"].as_u64(), player["tied"].as_bool())
        })
        .collect();
    let tied = Some(true);
    assert_eq!(ranks, [("par", Some(1), Some(false)), ("given", Some(2), tied), ("loudest", Some(2), tied)]);
    let told = printed(&[SOUP, "--futures", "5", "--policy", "given", "--policy", "loudest"]);
    assert!(told.contains("1=  given") && told.contains("1=  loudest"), "{told}");
    assert!(told.contains("inside the noise"), "{told}");
}

#[test]
fn slow_players_meet_fewer_futures_and_the_table_says_so() {
    let args = [LIBRARY, "--futures", "160", "--policy", "par", "--policy", "lookahead"];
    let answer = json(&args);
    let futures: Vec<_> =
        players(&answer).iter().map(|player| (&player["name"], &player["futures"])).collect();
    assert!(futures.contains(&(&"par".into(), &160.into())), "{futures:?}");
    assert!(futures.contains(&(&"lookahead".into(), &100.into())), "{futures:?}");
    let told = printed(&args);
    assert!(told.contains("lookahead met the first 100 futures only"), "{told}");
    assert!(!told.contains('●'), "the chart is for terminals: {told}");
}

#[test]
fn the_seed_and_nothing_else_decides() {
    let args =
        |seed| [LIBRARY, "--futures", "40", "--csv", "--policy", "random", "--policy", "cd3", "--seed", seed];
    assert_eq!(printed(&args("3")), printed(&args("3")));
    assert_ne!(printed(&args("3")), printed(&args("4")));
    let run = |threads: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_toporder"));
        let output = program.arg("compare").args(args("3")).env("RAYON_NUM_THREADS", threads).output();
        output.expect("the program starts").stdout
    };
    assert_eq!(text(&run("1")), text(&run("3")));
}

#[test]
fn a_spreadsheet_gets_one_header_and_one_row_a_player() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("hostile.json");
    let soup = builtin::find(SOUP).expect("it is built in");
    let mut scenario: Value = serde_json::from_str(soup.text).expect("JSON");
    let title = "Soup, \"hot\"; 'cold', \u{1f372} =1+1";
    scenario["title"] = title.into();
    scenario["value_unit"] = "€, net".into();
    std::fs::write(&file, scenario.to_string()).expect("it can be written");
    let path = file.to_str().expect("a plain name");

    let told = printed(&[path, "--csv", "--futures", "4"]);
    let mut reader = csv::Reader::from_reader(told.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let fields = [
        "scenario",
        "seed",
        "rank",
        "tied",
        "name",
        "meaning",
        "futures",
        "value_unit",
        "mean",
        "stderr",
        "p10",
        "p50",
        "p90",
        "behind_mean",
        "behind_stderr",
    ];
    assert_eq!(header, fields.to_vec());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), Player::ALL.len());
    assert!(rows.iter().all(|row| &row[0] == title && &row[7] == "€, net"), "{rows:?}");
    assert!(rows.iter().all(|row| row[8].parse::<f64>().is_ok_and(f64::is_finite)), "{rows:?}");
}

#[test]
fn a_bad_command_line_says_what_to_write_instead() {
    let rows: [(&[&str], &str, &str); 3] = [
        (&["--policy", "parr"], "invalid value 'parr'", "lookahead, clairvoyant"),
        (&["--futures", "0"], "0 is not in 1..=", "--help"),
        (&["--json", "--csv"], "cannot be used with", "--csv"),
    ];
    for (args, wrong, help) in rows {
        let output = compare(&[&[SOUP], args].concat());
        let said = text(&output.stderr);
        assert!(said.contains(wrong) && said.contains(help), "{args:?}: {said}");
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), ""), "{args:?}");
    }
    assert_eq!(compare(&["there-is-no-such-scenario"]).status.code(), Some(1));
}
