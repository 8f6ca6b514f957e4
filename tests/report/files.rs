//! Where reports come from and where they go.

use std::fs;

use crate::games::{Folder, arg, class, scenario};

#[track_caller]
fn fails(folder: &Folder, args: &[&str], code: i32, words: &[&str]) {
    let output = folder.report(args);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{told}");
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words {
        assert!(told.contains(word), "{word} in: {told}");
    }
}

#[test]
fn a_file_is_written_as_its_name_says_and_not_replaced_unasked() {
    let folder = Folder::new();
    let journal = &folder.keep_class()[3];
    for (name, begins) in
        [("a.html", "<!DOCTYPE html>"), ("a.md", "# "), ("a.csv", "scenario,"), ("a.JSON", "{")]
    {
        let output = folder.report(&[arg(journal), "-o", name]);
        assert!(output.status.success() && output.stdout.is_empty());
        assert_eq!(String::from_utf8(output.stderr).unwrap(), format!("Written: {name}\n"));
        let text = fs::read_to_string(folder.path(name)).unwrap();
        assert!(text.starts_with(begins), "{name}: {}", &text[..20]);
    }
    fs::write(folder.path("a.md"), "mine").unwrap();
    fails(&folder, &[arg(journal), "-o", "a.md"], 1, &["a.md", "is there already", "--force"]);
    assert_eq!(fs::read_to_string(folder.path("a.md")).unwrap(), "mine");
    assert!(folder.report(&[arg(journal), "-o", "a.md", "--force"]).status.success());
    assert!(fs::read_to_string(folder.path("a.md")).unwrap().starts_with("# "));
    assert!(folder.printed(&[arg(journal), "--format", "html", "-o", "-"]).starts_with("<!DOCTYPE html>"));
}

#[test]
fn what_cannot_be_written_is_told_before_the_work() {
    let folder = Folder::new();
    let journal = &folder.keep_class()[3];
    fails(&folder, &[arg(journal), "-o", "report"], 2, &["`report`", "does not tell", "--format"]);
    fails(&folder, &[arg(journal), "-o", "report.pdf"], 2, &[".html, .md, .csv or .json"]);
    fails(&folder, &[arg(journal), "-o", arg(folder.folder.path()), "--format", "md"], 1, &["not a file"]);
    fails(&folder, &[arg(journal), "-o", "no/a.md"], 1, &["its folder is not there"]);
    fails(&folder, &[], 2, &["<JOURNAL>"]);
}

#[test]
fn a_journal_that_is_broken_is_told_and_the_others_go_on() {
    let folder = Folder::new();
    folder.keep_class();
    let broken = folder.journals().join("2b-broken.jsonl");
    fs::write(&broken, "{}\n").unwrap();
    let output = folder.report(&["--format", "csv", arg(&folder.journals())]);
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("2b-broken.jsonl"), "{told}");
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 5);
    fails(&folder, &[arg(&broken), "-o", "a.md"], 1, &["2b-broken", "no game to write about"]);
    assert!(!folder.path("a.md").exists());
}

#[test]
fn journals_are_named_by_path_by_a_part_of_their_name_or_all_at_once() {
    let folder = Folder::new();
    let journals = folder.keep_class();
    let rows = |args: &[&str]| {
        let args: Vec<&str> = ["--participation"].into_iter().chain(args.iter().copied()).collect();
        folder.printed(&args).lines().count() - 1
    };
    assert_eq!(rows(&["3-corner"]), 1);
    assert_eq!(rows(&["3-corner", arg(&journals[2]), arg(&folder.journals())]), 4, "none counts twice");
    assert_eq!(rows(&["corner", "--all"]), 4);
    fails(&folder, &["corner"], 2, &["4 saved games have `corner`"]);
    fails(&folder, &["boats", "--all"], 1, &["no saved game with that in its name"]);
    let empty = folder.path("empty");
    fs::create_dir(&empty).unwrap();
    fails(&folder, &[arg(&empty)], 1, &["no game to write about"]);
}

#[test]
fn a_game_that_only_began_has_a_report() {
    let folder = Folder::new();
    let journal = folder.keep(&scenario(&[]), "Ada", 7, &class()[0].1[..2], "begun");
    let told = folder.printed(&[arg(&journal)]);
    assert!(told.contains("Nothing was decided yet"), "{told}");
    let row = folder.printed(&["--format", "csv", arg(&journal)]);
    assert!(row.contains("Ada,7,2026-11-23 09:00,3,0,false,true,k€,,,,"), "{row}");
}
