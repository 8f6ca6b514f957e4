//! What is written, so that a changed shape or a changed sentence is noticed.

use serde_json::Value;

use crate::games::{Folder, arg, class, scenario};
use crate::rounded::round;

/// Markdown without what depends on how well other players play.
fn without_ladder(markdown: &str) -> String {
    let mut is_ladder = false;
    let lines = markdown.lines().filter(|line| {
        if line.starts_with("## ") {
            is_ladder = line.contains("stand");
        }
        !is_ladder
    });
    let shown = lines.map(|line| match line.split_once(" | reaches ") {
        Some((before, _)) => format!("{before} | …"),
        None => line.to_owned(),
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn one_game_gets_its_whole_debrief() {
    let folder = Folder::new();
    let journal = &folder.keep_class()[0];
    let told = folder.printed(&[arg(journal)]);
    assert!(told.contains("## Where you stand") && told.contains("**Your result**"), "{told}");
    insta::assert_snapshot!("one_game", without_ladder(&told));
}

#[test]
fn a_class_is_held_side_by_side() {
    let folder = Folder::new();
    folder.keep_class();
    let told = folder.printed(&[arg(&folder.journals())]);
    assert!(told.contains("## Where everybody stands"), "{told}");
    insta::assert_snapshot!("class", without_ladder(&told));
}

#[test]
fn orders_of_another_sprint_are_compared_on_demand() {
    let folder = Folder::new();
    folder.keep_class();
    let told = folder.printed(&["--sprint", "2", arg(&folder.journals())]);
    assert!(told.contains("where they differed: Sprint 2"), "{told}");
    assert!(told.contains("3 participants made an order in Sprint 2"), "{told}");
    let told = folder.printed(&["--sprint", "3", arg(&folder.journals())]);
    assert!(told.contains("nothing to compare"), "{told}");
}

#[test]
fn different_seeds_and_scenarios_are_told_apart() {
    let folder = Folder::new();
    let commands = &class()[1].1;
    folder.keep(&scenario(&[]), "Ada", 1, commands, "one");
    folder.keep(&scenario(&[]), "Bo", 2, commands, "two");
    folder.keep(&scenario(&[("title", "Elsewhere".into())]), "Ada", 2, commands, "three");
    let told = folder.printed(&[arg(&folder.journals())]);
    assert!(told.contains("2 games with different seeds (1 and 2)"), "{told}");
    assert!(told.contains("\n## Corner Café\n") && told.contains("\n## Elsewhere\n"), "{told}");
    assert!(!told.contains("Where everybody stands"), "they met other futures: {told}");
    assert!(told.contains("### Where you stand"), "the third is a game of its own: {told}");
}

#[test]
fn csv_has_a_row_for_each_participant() {
    let folder = Folder::new();
    folder.keep_class();
    let printed = folder.printed(&["--format", "csv", arg(&folder.journals())]);
    let mut reader = csv::Reader::from_reader(printed.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    // What others make of it changes whenever they learn to play better.
    let wanted: Vec<usize> =
        (0..header.len()).filter(|&at| !["players_above", "hindsight"].contains(&&header[at])).collect();
    let shown = |cell: &str| match cell.parse::<f64>() {
        Ok(figure) => format!("{}", (figure * 1e6).round() / 1e6 + 0.0),
        Err(_) => cell.to_owned(),
    };
    let told: Vec<String> = wanted
        .iter()
        .map(|&at| {
            let cells: Vec<String> = rows.iter().map(|row| shown(&row[at])).collect();
            format!("{}: {}", &header[at], cells.join(" | "))
        })
        .collect();
    insta::assert_snapshot!("csv", told.join("\n"));
}

#[test]
fn json_has_the_debrief_of_every_game() {
    let folder = Folder::new();
    let journals = folder.keep_class();
    let mut found: Value =
        serde_json::from_str(&folder.printed(&["--format", "json", arg(&folder.journals())])).unwrap();
    let games = found["scenarios"][0]["games"].as_array_mut().unwrap();
    for game in games.iter_mut() {
        let own = journals.iter().zip(class()).find(|(_, (name, _))| game["participant"] == *name);
        let mut debrief = std::process::Command::new(env!("CARGO_BIN_EXE_toporder"));
        let output = debrief.args(["debrief", "--quick", "--json", arg(own.unwrap().0)]).output().unwrap();
        let own: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(game["debrief"].take(), own);
    }
    round(&mut found);
    insta::assert_snapshot!("json", serde_json::to_string_pretty(&found).unwrap());
}

#[test]
fn a_record_of_participation_has_a_row_for_each_game() {
    let folder = Folder::new();
    folder.keep_class();
    let printed = folder.printed(&["--participation", arg(&folder.journals())]);
    insta::assert_snapshot!("participation", printed);
    assert_eq!(folder.printed(&["--format", "participation", arg(&folder.journals())]), printed);
}

#[test]
fn the_same_journals_give_the_same_bytes() {
    let folder = Folder::new();
    folder.keep_class();
    let journals = folder.journals();
    for format in ["html", "md", "csv", "json"] {
        let args = ["--format", format, arg(&journals)];
        assert_eq!(folder.printed(&args), folder.printed(&args), "{format}");
    }
}
