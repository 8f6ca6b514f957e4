//! A class to come into, for tests of the ways in.

pub(crate) mod host;

use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use toporder::class::{self, Happening, Invitation, VERSION};
use toporder::game::journal::{Coach, Rules};
use toporder::host::{Codes, Door, Entry, Guest, Hub, Limits, Setup};
use toporder::scenario::load::load;
use toporder::scenario::raw::RawScenario;
use toporder::store::class::{ClassPlace, NewRow, open};
use toporder::tui::Preferences;
use toporder::tui::event::Size;
use tracing::Dispatch;
use tracing::subscriber::NoSubscriber;

/// The code of the class, and the trainer's secret.
pub(crate) const CODE: &str = "plum-fox-42";
pub(crate) const SECRET: &str = "only-the-trainer-knows";

/// Waited out only when a test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A class that anybody can play in.
pub(crate) fn hub() -> Hub {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&ClassPlace::File(folder.path().join("classes.db"))).unwrap();
    let class = store.create("Tuesday", 1).unwrap();
    let opened = Happening::Opened {
        toporder_class: VERSION,
        program: "0".to_owned(),
        title: "Tuesday".to_owned(),
        teams: 0,
        code: Some(CODE.to_owned()),
    };
    let scenario = RawScenario::clone(&load("soup-on-the-square").unwrap().scenario.source);
    let began = Happening::RoundBegan { scenario, seed: 7, coach: Coach::Full, commit: false, steps: false };
    let row = |happening| NewRow { at_ms: 1, text: class::line(happening) };
    store.append(class, &[row(&opened), row(&began)]).unwrap();
    let hub = Hub::open(Setup {
        store,
        class,
        host: "a".to_owned(),
        people_max: 600,
        invitation: Invitation { code: CODE.to_owned(), ..Invitation::default() },
        catalog: Vec::new(),
        rules: Rules { coach: Coach::Full, commit: false },
        seed: None,
        threads: 2,
        export: Box::new(|class, _| Ok(format!("Written: {}", class.title()))),
    });
    // What is open stays until it is closed; nothing is left behind.
    drop(folder);
    hub.unwrap()
}

/// Somebody in it.
pub(crate) async fn guest(hub: &Hub, name: &str) -> Guest {
    let size = Size { width: 80, height: 24 };
    let entry = Entry { name: name.to_owned(), pin: None, size, preferences: Preferences::default() };
    hub.enter(entry).await.unwrap()
}

pub(crate) fn codes() -> Codes {
    Codes { class: Some(CODE.to_owned()), trainer: Some(SECRET.to_owned()) }
}

pub(crate) fn door(limits: Limits) -> Door {
    Door::new(hub(), codes(), limits)
}

/// Limits that no test waits long for.
pub(crate) fn quick() -> Limits {
    Limits { delay: Duration::from_millis(1), delay_max: Duration::from_millis(5), ..Limits::for_class(30) }
}

/// Somebody who hears nothing. Where there is one listener only, whether a line is listened to is asked of the thread that
/// comes to it first, and remembered for all: so there is always one more.
static DEAF: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::new()));

/// Everything that is logged.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// A subscriber that writes here.
    pub(crate) fn subscriber(&self) -> impl tracing::Subscriber + Send + Sync + 'static {
        LazyLock::force(&DEAF);
        let log = self.clone();
        tracing_subscriber::fmt().with_ansi(false).with_writer(move || log.clone()).finish()
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
