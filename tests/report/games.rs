//! Games to report about, whose journals have fixed times.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Output};
use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;
use toporder::game::Command::{self, Reason, RunRest, RunSprint, SprintGoal};
use toporder::game::journal::{Entry, Header, Rules, line};
use toporder::scenario::Scenario;

use crate::common::{self, commit, commit_goal, move_to, set_aside, talk};

/// A folder of journals.
pub(crate) struct Folder {
    pub(crate) folder: TempDir,
}

/// The scenario with something of everything, with a question for the debrief.
pub(crate) fn scenario(changes: &[(&str, Value)]) -> Arc<Scenario> {
    let mut overrides = common::everything("Mrs Ng");
    overrides["lessons"] = json!(["What did the tasting tell?"]);
    for (key, value) in changes {
        overrides[*key] = value.clone();
    }
    common::scenario(overrides)
}

fn reason(text: &str) -> Command {
    Reason { text: text.to_owned() }
}

/// The games of a class: who plays, and what they do.
pub(crate) fn class() -> Vec<(&'static str, Vec<Command>)> {
    let goal = SprintGoal { text: "Open the doors".to_owned(), items: vec!["due".to_owned()] };
    vec![
        (
            "Ada Moreau",
            vec![
                move_to("due", 1),
                goal,
                reason("The date is near, and Bo agrees"),
                commit("due", 1, 85),
                commit_goal(1, 2, 70),
                RunSprint,
                move_to("test", 1),
                RunRest,
            ],
        ),
        (
            "Bo",
            vec![move_to("test", 1), talk("bet"), commit("a", 1, 85), RunSprint, set_aside("bet"), RunRest],
        ),
        ("Chidi Okafor", vec![move_to("bet", 1), set_aside("due"), commit("bet", 1, 50), RunSprint, RunRest]),
        ("Dagny", vec![move_to("due", 1), move_to("test", 2), RunSprint]),
    ]
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn journals(&self) -> PathBuf {
        self.path("journals")
    }

    /// Keeps a game. Its first step comes after a minute, every other one two minutes after the one before, but the
    /// last one after an hour.
    pub(crate) fn keep(
        &self,
        scenario: &Scenario,
        name: &str,
        seed: u64,
        commands: &[Command],
        file: &str,
    ) -> PathBuf {
        let at = |minute: usize| format!("2026-11-23T{:02}:{:02}:00.000Z", 9 + minute / 60, minute % 60);
        let mut text = line(&Header::new(scenario, name, seed, Rules::default(), at(0)));
        for (place, command) in commands.iter().enumerate() {
            let is_last = place + 1 == commands.len();
            let minute = 1 + 2 * place + if is_last { 58 } else { 0 };
            text += &line(&Entry { at: at(minute), command: command.clone(), by: None });
        }
        fs::create_dir_all(self.journals()).unwrap();
        let path = self.journals().join(format!("{file}.jsonl"));
        fs::write(&path, text).unwrap();
        path
    }

    /// Keeps the games of the class under one seed.
    pub(crate) fn keep_class(&self) -> Vec<PathBuf> {
        let scenario = scenario(&[]);
        let games = class();
        let kept = games.iter().zip(1..).map(|((name, commands), number)| {
            self.keep(&scenario, name, 7, commands, &format!("{number}-corner-cafe"))
        });
        kept.collect()
    }

    /// Runs `toporder report`, quickly.
    pub(crate) fn report(&self, args: &[&str]) -> Output {
        let mut program = Process::new(env!("CARGO_BIN_EXE_toporder"));
        program.arg("report").arg("--quick").args(args);
        // No games of somebody who runs the tests.
        program.env("TOPORDER_DATA", self.folder.path()).current_dir(self.folder.path());
        program.output().unwrap()
    }

    /// What it prints, without a word about anything wrong.
    #[track_caller]
    pub(crate) fn printed(&self, args: &[&str]) -> String {
        let output = self.report(args);
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    }
}

/// A path as an argument.
pub(crate) fn arg(path: &Path) -> &str {
    path.to_str().unwrap()
}
