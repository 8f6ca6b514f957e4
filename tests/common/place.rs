//! A place on disk for the journals of one test.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;
use tempfile::TempDir;
use toporder::game::Command;
use toporder::game::Command::{Redo, RunRest, RunSprint, Undo};
use toporder::game::journal::{Coach, Rules};
use toporder::scenario::Scenario;
use toporder::store::{JournalFile, Store};

/// A small scenario, with text that JSON must escape.
pub(crate) fn cafe() -> Arc<Scenario> {
    super::scenario(json!({ "stakeholders": [{ "id": "ann", "voice": ["\"Soon\", she says.\n\u{1f980}"] }] }))
}

/// A folder with a store, which is removed with the test.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
}

impl Place {
    /// An empty one.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(folder.path());
        Self { folder, store }
    }

    /// A new journal.
    pub(crate) fn begin(&self) -> JournalFile {
        self.store.create(&cafe(), "Ada", 7, Rules { coach: Coach::Hints, commit: true }).unwrap()
    }

    /// A finished game of five commands, closed again.
    pub(crate) fn journal(&self) -> PathBuf {
        let mut file = self.begin();
        for command in commands() {
            file.append(&command).unwrap();
        }
        file.path().to_owned()
    }

    /// A file beside the journals.
    pub(crate) fn file(&self, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join("file.jsonl");
        fs::write(&path, content).unwrap();
        path
    }
}

/// The commands of [`Place::journal`].
pub(crate) fn commands() -> [Command; 5] {
    [super::set_aside("b"), Undo, Redo, RunSprint, RunRest]
}
