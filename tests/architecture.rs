//! The rooms of the program: imports run downwards only, and what is pure stays pure.
//!
//! Which rooms there are, in which order, and which of them are pure is read from the docs of `src/lib.rs`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Files of a pure room that touch the world, because somebody has to.
const HANDS: [&str; 5] = [
    "src/scenario/load.rs",
    "src/tui/keeper.rs",
    "src/tui/terminal.rs",
    "src/tui/terminal/",
    "src/tui/worker.rs",
];

/// The places that open files.
const FILES: [&str; 2] = ["src/store/", "src/scenario/load"];

/// The places that draw: the App, and where its frames leave for other people's terminals.
const DRAWS: [&str; 4] = ["src/tui/", "src/host/hub", "src/host/screen.rs", "src/host/session.rs"];

/// Modules of `std` that pure code does without: files, clocks, threads and what surrounds the program.
const WORLD: [&str; 7] = ["env", "fs", "io", "net", "process", "thread", "time"];

/// Names that pure code does not know: clocks, printing, luck without a seed, globals, other people's rooms.
const NAMES: [&str; 17] = [
    "Instant",
    "LazyLock",
    "OnceLock",
    "StdRng",
    "SysRng",
    "SystemTime",
    "clap",
    "crossterm",
    "dbg!",
    "directories",
    "eprint!",
    "eprintln!",
    "jiff",
    "print!",
    "println!",
    "thread_local!",
    "ThreadRng",
];

/// A room of the program, as `src/lib.rs` tells of it.
#[derive(Debug, PartialEq)]
struct Room {
    name: String,
    is_pure: bool,
}

/// The rooms, from the top down.
fn rooms(lib: &str) -> Vec<Room> {
    let lines = lib.lines().filter_map(|line| line.strip_prefix("//! - [`")?.split_once("`]: "));
    // The App of the terminal, and all of the format but its loader, keep to the same rules.
    let is_pure = |name: &str, text: &str| text.ends_with("Pure.") || ["tui", "scenario"].contains(&name);
    lines.map(|(name, text)| Room { name: name.to_owned(), is_pure: is_pure(name, text) }).collect()
}

/// A source file: its path from the project's folder, and its code, without comments, texts and tests.
struct Source {
    path: String,
    code: String,
}

impl Source {
    /// The modules that lead to it: `["tui", "screens", "help"]`.
    fn modules(&self) -> Vec<&str> {
        let path = self.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        path.split('/').collect()
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut folders, mut sources) = (vec![root.join("src")], Vec::new());
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).expect("folders of the project can be read");
        let mut paths: Vec<PathBuf> =
            entries.map(|entry| entry.expect("so can their entries").path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("sources are text");
                let below = path.strip_prefix(root).expect("it is below").to_str().expect("plain names");
                sources.push(Source { path: below.replace('\\', "/"), code: code_of(&text) });
            }
        }
    }
    sources
}

/// A text of Rust with blanks for comments, texts and what is built for tests only.
fn code_of(text: &str) -> String {
    without_tests(&without_texts(text))
}

fn without_texts(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let before = code.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if first == '"' {
            1 + text_end(&rest[1..])
        } else if !before && (rest.starts_with("r\"") || rest.starts_with("r#")) {
            raw_text(rest)
        } else if first == '\'' {
            character(rest)
        } else {
            0
        };
        if length == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            code.extend(rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[length..];
        }
    }
    code
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if text[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// How long a text is from behind its opening quote, the closing one included.
fn text_end(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().find(|&(_, c)| {
        let ends = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

fn raw_text(text: &str) -> usize {
    let fence: String = text[1..].chars().take_while(|&c| c == '#').collect();
    let Some(body) = text[1 + fence.len()..].strip_prefix('"') else { return 0 };
    let end = body.find(&format!("\"{fence}")).map_or(body.len(), |at| at + 1 + fence.len());
    text.len() - body.len() + end
}

/// How long a character is; 0 for a lifetime.
fn character(text: &str) -> usize {
    let mut inside = text[1..].char_indices();
    match inside.next() {
        Some((_, '\\')) => text[3..].find('\'').map_or(0, |at| at + 4),
        Some((_, c)) if text[1 + c.len_utf8()..].starts_with('\'') => 2 + c.len_utf8(),
        _ => 0,
    }
}

fn without_tests(code: &str) -> String {
    let Some(start) = code.find("#[cfg(test)]") else { return code.to_owned() };
    let body = &code[start..];
    let mut depth = 0;
    let end = body.char_indices().find(|&(_, c)| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0 && matches!(c, '}' | ';')
    });
    let end = start + end.map_or(body.len(), |(at, c)| at + c.len_utf8());
    let blank: String = code[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
    format!("{}{blank}{}", &code[..start], without_tests(&code[end..]))
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The places of a word, which is no part of a longer one.
fn places<'c>(code: &'c str, word: &'c str) -> impl Iterator<Item = usize> + 'c {
    code.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        !code[..at].ends_with(is_name)
            && (!word.ends_with(is_name) || !code[at + word.len()..].starts_with(is_name))
    })
}

/// What is named below a root, with its place: `a` and `b` of `crate::{a::x, b}` or of `crate::a` and
/// `crate::b`.
fn named_below<'c>(code: &'c str, root: &str) -> Vec<(usize, &'c str)> {
    let mut found = Vec::new();
    for at in places(code, root) {
        let Some(path) = code[at + root.len()..].strip_prefix("::") else { continue };
        let Some(group) = path.strip_prefix('{') else {
            found.push((at, path.split(|c| !is_name(c)).next().unwrap_or_default()));
            continue;
        };
        let (mut depth, mut wanted) = (0, true);
        for (place, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => wanted = true,
                c if wanted && depth == 0 && is_name(c) => {
                    let name = group[place..].split(|c| !is_name(c)).next().unwrap_or_default();
                    found.push((code.len() - group.len() + place, name));
                    wanted = false;
                }
                _ => {}
            }
        }
    }
    found
}

/// What a source does that it should not, with its place.
fn violations(source: &Source, rooms: &[Room]) -> Vec<(usize, String)> {
    let modules = source.modules();
    let Some(place) = rooms.iter().position(|room| room.name == modules[0]) else { return Vec::new() };
    let mut found = Vec::new();
    for (at, name) in named_below(&source.code, "crate") {
        if !rooms[place..].iter().any(|room| room.name == name) {
            found.push((at, format!("`{}` names `crate::{name}`", rooms[place].name)));
        }
    }
    let way_up = "super::".repeat(modules.len());
    found.extend(places(&source.code, &way_up).map(|at| (at, "a way out of the room by `super`".to_owned())));

    if !DRAWS.iter().any(|place| source.path.starts_with(place)) {
        found.extend(places(&source.code, "ratatui").map(|at| (at, "this is no place to draw".to_owned())));
    }
    let is_hand = HANDS.iter().any(|hand| source.path.starts_with(hand));
    if rooms[place].is_pure && !is_hand {
        for (at, name) in named_below(&source.code, "std") {
            if WORLD.contains(&name) {
                found.push((at, format!("a pure room names `std::{name}`")));
            }
        }
        for name in NAMES {
            found.extend(places(&source.code, name).map(|at| (at, format!("a pure room names `{name}`"))));
        }
    } else if !FILES.iter().any(|files| source.path.starts_with(files)) {
        let named = named_below(&source.code, "std").into_iter().filter(|(_, name)| *name == "fs");
        found.extend(named.map(|(at, _)| (at, "only the store and the loader open files".to_owned())));
    }
    found
}

#[test]
fn the_rooms_are_those_of_the_docs() {
    let lib =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("it is there");
    let mut told: Vec<String> = rooms(&lib).into_iter().map(|room| room.name).collect();
    let modules = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let mut built: Vec<&str> = modules.collect();
    told.sort();
    built.sort_unstable();
    assert_eq!(told, built);
    let pure: Vec<String> =
        rooms(&lib).into_iter().filter(|room| room.is_pure).map(|room| room.name).collect();
    let pure_ones =
        ["plain", "tui", "report", "import", "debrief", "words", "game", "order", "sim", "scenario"];
    for room in pure_ones {
        assert!(pure.iter().any(|name| name == room), "`{room}` is no longer called pure");
    }
}

#[test]
fn imports_run_downwards_and_pure_rooms_are_pure() {
    let lib =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("it is there");
    let rooms = rooms(&lib);
    let mut report = String::new();
    for source in sources() {
        for (at, what) in violations(&source, &rooms) {
            let line = source.code[..at].matches('\n').count() + 1;
            writeln!(report, "{}:{line}: {what}", source.path).expect("memory can be written to");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn the_files_that_touch_the_world_are_there() {
    let sources = sources();
    for hand in HANDS.iter().chain(&FILES).chain(&DRAWS) {
        assert!(sources.iter().any(|source| source.path.starts_with(hand)), "{hand} is gone");
    }
}

/// The places that are found in a source of the room `low`, under a room `high`.
fn found(path: &str, text: &str) -> Vec<String> {
    let room = |name: &str, is_pure| Room { name: name.to_owned(), is_pure };
    let rooms = [room("high", false), room("low", true), room("base", true)];
    let source = Source { path: path.to_owned(), code: code_of(text) };
    violations(&source, &rooms)
        .into_iter()
        .map(|(at, _)| source.code[at..].chars().take(12).collect())
        .collect()
}

#[test]
fn what_is_not_allowed_is_found() {
    let text =
        "use crate::high::X;\nuse crate::{base, high};\nuse std::{fmt, fs::File};\nfn a() { println!() }";
    assert_eq!(
        found("src/low/a.rs", text),
        ["crate::high:", "high};\nuse s", "fs::File};\nf", "println!() }"]
    );
    assert_eq!(found("src/low/a.rs", "fn b() -> std::io::Error { SystemTime::now() }").len(), 2);
    assert_eq!(found("src/low/a.rs", "use super::super::high;").len(), 1);
    assert_eq!(
        found("src/high/a.rs", "use crate::{base::{X, Y}, low::Z}; use std::io; fn a() { print!() }").len(),
        0
    );
    assert_eq!(found("src/high/a.rs", "use std::{fmt, fs};").len(), 1);
    assert_eq!(found("src/high/mod.rs", "use ratatui::Frame; use super::low;").len(), 2);
}

#[test]
fn what_is_no_code_is_not_looked_at() {
    let text = r##"
        //! std::fs
        /* std::time /* crate::high */ std::env */
        fn a<'a>(x: &'a str) { let y = ("std::fs \" println!", r#"crate::"high"#, '"', '\'', b"std::io"); }
        const VERSION: &str = env!("CARGO_PKG_VERSION");
        fn my_println() { instant(MyInstant, std::fmt::Error, crate::base::clapper) }
        #[cfg(test)]
        mod tests { use std::fs; fn a() { println!("{}", 1); } }
    "##;
    assert_eq!(found("src/low/a.rs", text), Vec::<String>::new());
    // But what comes after is.
    assert_eq!(found("src/low/a.rs", &format!("{text} fn b() {{ std::fs::read() }}")), ["std::fs::rea"]);
}
