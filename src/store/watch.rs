//! Files that are looked after: who writes them is somebody else's program.
//!
//! Editors save in many ways: they write into the file, rename a new one over it, or delete it and make it
//! again, in several steps each. So the folders are watched and not the files, and what happens in quick
//! succession is one save.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// A save is over when nothing has happened for so long.
const QUIET: Duration = Duration::from_millis(120);
/// A file that never comes to rest is looked at all the same.
const LONGEST: Duration = Duration::from_secs(2);
/// How often a caller is asked whether to stop.
const ASKED_EVERY: Duration = Duration::from_millis(100);

/// Watches files for saves.
#[derive(Debug)]
pub struct FileWatch {
    /// In the order in which they were named.
    files: Vec<Watched>,
    events: Receiver<notify::Result<Event>>,
    /// Ends with this value.
    _watcher: RecommendedWatcher,
}

/// A file, at every place where a save of it can be seen.
#[derive(Debug)]
struct Watched {
    places: Vec<PathBuf>,
}

impl FileWatch {
    /// Begins to watch; a file need not be there yet, but its folder must.
    ///
    /// # Errors
    /// If a folder cannot be watched; with the file that it is about.
    pub fn begin(files: &[PathBuf]) -> Result<Self, (PathBuf, io::Error)> {
        let (sender, events) = mpsc::channel();
        let first = files.first().cloned().unwrap_or_default();
        let told = move |event| {
            // Without a receiver nobody watches any more.
            let _ = sender.send(event);
        };
        let mut watcher = notify::recommended_watcher(told).map_err(|error| (first, plain(error)))?;
        let mut folders = BTreeSet::new();
        let mut watched = Vec::with_capacity(files.len());
        for file in files {
            let failed = |error| (file.clone(), error);
            let places = places(file).map_err(failed)?;
            for folder in places.iter().filter_map(|place| place.parent()) {
                if folders.insert(folder.to_owned()) {
                    let begun = watcher.watch(folder, RecursiveMode::NonRecursive);
                    begun.map_err(|error| failed(plain(error)))?;
                }
            }
            watched.push(Watched { places });
        }
        Ok(Self { files: watched, events, _watcher: watcher })
    }

    /// Waits for the next saves, and says which files they were of, by their numbers; `None` once it is to stop.
    pub fn next(&self, stop: impl Fn() -> bool) -> Option<Vec<usize>> {
        let mut saved = BTreeSet::new();
        let mut end = None;
        while !stop() && end.is_none_or(|end| Instant::now() < end) {
            let quiet = if saved.is_empty() { ASKED_EVERY } else { QUIET };
            match self.events.recv_timeout(quiet) {
                Ok(event) => saved.extend(self.touched(&event)),
                Err(RecvTimeoutError::Timeout) if !saved.is_empty() => break,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            if !saved.is_empty() {
                end = end.or_else(|| Some(Instant::now() + LONGEST));
            }
        }
        (!stop()).then(|| saved.into_iter().collect())
    }

    /// The files that an event is about.
    fn touched(&self, event: &notify::Result<Event>) -> Vec<usize> {
        let is_about = |file: &Watched| match event {
            Ok(event) if event.need_rescan() => true,
            Ok(event) => is_save(event.kind) && event.paths.iter().any(|path| file.places.contains(path)),
            // What could not be told may have been anything.
            Err(_) => true,
        };
        (0..self.files.len()).filter(|&number| is_about(&self.files[number])).collect()
    }
}

/// Whether something may have changed what is in a file. Reading it does not, or a check would lead to the next.
fn is_save(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        EventKind::Modify(ModifyKind::Metadata(_)) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) => true,
        EventKind::Other => false,
    }
}

/// Where a file is, in full, and where a link that it is leads to.
fn places(file: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = file.parent().filter(|folder| folder.as_os_str() != OsStr::new(""));
    let folder = folder.unwrap_or(Path::new(".")).canonicalize()?;
    let Some(name) = file.file_name() else {
        return Err(io::Error::other("this names no file"));
    };
    let place = folder.join(name);
    // One that is not there yet leads nowhere.
    let target = place.canonicalize().ok().filter(|target| *target != place);
    Ok([Some(place), target].into_iter().flatten().collect())
}

fn plain(error: notify::Error) -> io::Error {
    match error.kind {
        notify::ErrorKind::Io(error) => error,
        _ => io::Error::other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::fs;

    /// The numbers of the files that are saved until one is.
    fn next(watch: &FileWatch) -> Vec<usize> {
        let begin = Instant::now();
        watch.next(|| begin.elapsed() > Duration::from_secs(20)).expect("a save is seen")
    }

    #[test]
    fn every_way_to_save_is_seen_and_is_one_save() {
        let folder = tempfile::tempdir().unwrap();
        let [file, other, spare] = ["a.json", "b.json", "a.json~"].map(|name| folder.path().join(name));
        fs::write(&file, "1").unwrap();
        let watch = FileWatch::begin(&[file.clone(), other.clone()]).unwrap();

        fs::write(&file, "2").unwrap();
        assert_eq!(next(&watch), [0]);

        fs::write(&spare, "3").unwrap();
        fs::rename(&spare, &file).unwrap();
        assert_eq!(next(&watch), [0]);

        fs::remove_file(&file).unwrap();
        fs::write(&file, "4").unwrap();
        fs::write(&other, "5").unwrap();
        assert_eq!(next(&watch), [0, 1]);

        for number in 0..20 {
            fs::write(&file, number.to_string()).unwrap();
        }
        assert_eq!(next(&watch), [0]);

        // Reading is no save, and nothing else in the folder is one: the next save is that of the other file.
        fs::read(&file).unwrap();
        fs::write(&spare, "6").unwrap();
        fs::write(&other, "7").unwrap();
        assert_eq!(next(&watch), [1]);
    }

    #[cfg(unix)]
    #[test]
    fn a_save_behind_a_link_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let away = tempfile::tempdir().unwrap();
        let (link, file) = (folder.path().join("a.json"), away.path().join("b.json"));
        fs::write(&file, "1").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let watch = FileWatch::begin(&[link]).unwrap();
        fs::write(&file, "2").unwrap();
        assert_eq!(next(&watch), [0]);
    }

    #[test]
    fn it_stops_when_asked_to_and_needs_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let watch = FileWatch::begin(&[folder.path().join("later.json")]).unwrap();
        assert_eq!(watch.next(|| true), None);
        assert!(FileWatch::begin(&[folder.path().join("nowhere/a.json")]).is_err());
    }
}
