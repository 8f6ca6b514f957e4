//! What a package needs: completions, pages of the manual, a version; and options wherever they stand.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output};

fn toporder(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_toporder")).args(args).output().expect("the program starts")
}

#[track_caller]
fn printed(args: &[&str]) -> String {
    let output = toporder(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the program writes UTF-8")
}

/// Every command, from the program's own help.
fn commands() -> Vec<String> {
    let help = printed(&["-h"]);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = listed.take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next());
    let names: Vec<String> = names.map(str::to_owned).collect();
    assert!(names.contains(&"play".to_owned()) && names.contains(&"man".to_owned()), "{help}");
    names
}

#[test]
fn completions_of_every_shell_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(&["completions", shell]);
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
        if ["bash", "zsh", "fish"].contains(&shell) {
            assert!(script.contains("soup-on-the-square"), "{shell}");
        }
    }
    assert_eq!(toporder(&["completions", "tcsh"]).status.code(), Some(2));
}

/// What bash offers for a line, whose last word is to be completed.
#[cfg(unix)]
fn offered(script: &std::path::Path, words: &[&str]) -> BTreeSet<String> {
    let last = words.last().expect("a word");
    let before = words[words.len().saturating_sub(2)];
    let line = format!(
        "source '{}'; COMP_WORDS=({}); COMP_CWORD={}; _toporder toporder '{last}' '{before}'; \
         printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        script.display(),
        words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" "),
        words.len() - 1
    );
    let output = Command::new("bash").args(["--norc", "-c", &line]).output().expect("there is bash");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_options_and_scenarios() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let script = folder.path().join("toporder.bash");
    fs::write(&script, printed(&["completions", "bash"])).expect("a folder of our own");
    let checked = Command::new("bash").arg("-n").arg(&script).output().expect("there is bash");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));

    let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(offered(&script, &["toporder", "comp"]), set(&["compare", "completions"]));
    assert_eq!(offered(&script, &["toporder", "play", "soup"]), set(&["soup-on-the-square"]));
    assert_eq!(offered(&script, &["toporder", "check", "boats"]), set(&["boats-to-the-outer-islands"]));
    assert_eq!(offered(&script, &["toporder", "play", "--gui"]), set(&["--guide"]));
    // Where no name fits, bash offers files.
    assert_eq!(offered(&script, &["toporder", "play", "./mine"]), set(&[]));
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let folder = folder.path().join("share/man1");
    let told = printed(&["man", "-o", folder.to_str().expect("a plain name")]);
    assert!(told.starts_with("Written: "), "{told}");
    for command in commands().iter().filter(|command| *command != "help") {
        let page = folder.join(format!("toporder-{command}.1"));
        let page = fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
        assert_eq!(printed(&["man", command]), page);
    }
    let first = fs::read_to_string(folder.join("toporder.1")).expect("it is written");
    assert_eq!(printed(&["man"]), first);
    // A newer program replaces its own pages.
    printed(&["man", "-o", folder.to_str().expect("a plain name")]);
}

#[test]
fn a_page_of_the_manual() {
    insta::assert_snapshot!("guide", printed(&["man", "guide"]));
    assert!(printed(&["man", "config", "path"]).contains("toporder\\-config\\-path"));
    let unknown = toporder(&["man", "plya"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("Did you mean `play`?"));
}

#[test]
fn the_version_tells_the_formats() {
    assert_eq!(printed(&["-V"]), "toporder 0.1.0\n");
    insta::assert_snapshot!(printed(&["--version"]), @"toporder 0.1.0 (scenario format 1, journal format 3)");
}

#[test]
fn help_ends_with_examples() {
    let help = printed(&["check", "--help"]);
    assert!(help.contains("Examples:\n  toporder check ferry.json\n"), "{help}");
    assert!(!printed(&["check", "-h"]).contains("Examples"));
}

#[test]
fn options_may_stand_before_the_command() {
    let behind = printed(&["simulate", "soup-on-the-square", "--seed", "3", "--futures", "50"]);
    assert_eq!(printed(&["--seed", "3", "simulate", "soup-on-the-square", "--futures", "50"]), behind);
    // One that a command does not take is refused with what that command does take.
    let refused = toporder(&["--theme", "light", "schema"]);
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.contains("'--theme'") && told.contains("Usage: toporder schema"), "{told}");
}
