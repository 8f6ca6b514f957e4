//! `toporder config` and `toporder keys` as programs.

use std::path::Path;
use std::process::{Command, Output};

fn toporder(file: &Path, args: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_toporder"));
    program.args(args).env("TOPORDER_CONFIG", file);
    program.output().expect("the program starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the program writes UTF-8")
}

#[test]
fn settings_are_printed_located_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let shown = file.to_string_lossy().into_owned();
    let run = |args: &[&str]| toporder(&file, args);
    let printed = |args: &[&str]| text(&run(args).stdout).replace(&shown, "FILE");

    insta::assert_snapshot!("config_none", printed(&["config"]));
    assert_eq!(printed(&["config", "path"]), "FILE\n");
    assert_eq!(run(&["config", "check"]).status.code(), Some(1));

    std::fs::write(&file, "theme = \"light\"\nname = \"Ana\"\n[keys.board]\nundo = [\"ctrl-u\"]\n").unwrap();
    insta::assert_snapshot!("config_own", printed(&["config"]));
    assert_eq!(printed(&["config", "check"]), "ok FILE\n");
    assert!(printed(&["keys"]).contains("undo = [\"ctrl-u\"]"));
    assert!(printed(&["keys", "--default"]).contains("undo = [\"u\"]"));

    std::fs::write(&file, "theme = \"pink\"\n").unwrap();
    for args in [&["config"][..], &["config", "check"], &["keys"]] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains("line 1"), "{}", text(&output.stderr));
    }
}

#[test]
fn what_is_printed_can_be_a_settings_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let mut all = toporder(&file, &["config"]).stdout;
    all.extend(toporder(&file, &["keys"]).stdout);
    std::fs::write(&file, all).unwrap();
    let output = toporder(&file, &["config", "check"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn a_wrong_value_from_the_environment_is_not_blamed_on_who_types() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_toporder"));
        program.args(args).env("TOPORDER_CONFIG", folder.path().join("config.toml"));
        program.env("TOPORDER_THEME", "bleu").output().expect("the program starts")
    };
    let output = run(&["play", "soup-on-the-square"]);
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(told.contains("bleu") && told.contains("variable TOPORDER_THEME of the environment"), "{told}");
    let typed = run(&["play", "soup-on-the-square", "--theme", "blau"]);
    assert!(!text(&typed.stderr).contains("TOPORDER_THEME of"), "{}", text(&typed.stderr));
}
