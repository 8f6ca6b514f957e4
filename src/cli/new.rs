//! `toporder new`.

use std::io::{self, BufRead, IsTerminal, Read};
use std::path::{Path, PathBuf};

use super::schema::schema_text;
use super::{Error, Outcome, Output};
use crate::scenario::load::load_text;
use crate::scenario::starter::{self, Answers, Question, SCHEMA_FILE};
use crate::scenario::words::printable;
use crate::store;

/// The longest line that is read as an answer, in bytes.
const LONGEST: u64 = 1 << 16;

/// Write a small scenario to start from.
///
/// A few questions are asked, each with an answer that Enter takes. Answers can be piped in, one a line; where
/// the input ends, the rest is as it comes. What is written is a whole game: check it, play it, and
/// replace its texts and figures with your own. Its guide says what each part of it teaches.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where to write it; without it, the title makes the name. A name without an ending gets `.json`.
    file: Option<PathBuf>,
    /// Ask nothing: take every answer as it comes.
    #[arg(long)]
    yes: bool,
    /// Replace a file that is there.
    #[arg(long)]
    force: bool,
    /// Write no `schema.json` beside it, by which editors complete and check, and do not name one.
    #[arg(long)]
    no_schema: bool,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let named = self.file.as_deref().map(with_ending);
        // Nobody should answer ten questions for nothing.
        if let Some(file) = &named {
            store::may_write(file, self.force)?;
        }
        let mut answers = Answers::default();
        if !self.yes {
            ask(&mut answers, output)?;
        }
        let file = named.unwrap_or_else(|| with_ending(Path::new(&slug(&answers.said(Question::Title)))));
        let text = starter::text(&answers, !self.no_schema);
        load_text(&file.to_string_lossy(), &text)?;
        store::write_out(&file, text.as_bytes(), self.force)?;
        let schema = file.with_file_name(SCHEMA_FILE);
        let has_schema = !self.no_schema
            && match store::write_out(&schema, schema_text()?.as_bytes(), false) {
                // One that is there is somebody's, or of another scenario beside it.
                Err(error) if error.is_taken() => false,
                written => written.map(|()| true)?,
            };
        tell(&file, has_schema.then_some(&*schema), output)?;
        Ok(Outcome::Success)
    }
}

/// Asks every question. Who types is asked again where an answer does not fit.
fn ask(answers: &mut Answers, output: &mut Output<'_>) -> Result<(), Error> {
    let is_typed = io::stdin().is_terminal();
    let mut input = io::stdin().lock();
    writeln!(
        output.out,
        "A few questions. Enter takes the answer in brackets; all of it can be changed later."
    )?;
    writeln!(output.out)?;
    for question in Question::ALL {
        loop {
            write!(output.out, "{} [{}]: ", question.text(), printable(&answers.said(question)))?;
            output.out.flush()?;
            let mut line = Vec::new();
            let read = input.by_ref().take(LONGEST).read_until(b'\n', &mut line)?;
            let line = String::from_utf8_lossy(&line);
            let line = line.trim();
            // Who types sees the line already; who reads a transcript does not.
            if !is_typed || read == 0 {
                writeln!(output.out, "{}", printable(line))?;
            }
            match answers.take(question, line) {
                Ok(()) => break,
                Err(wrong) if is_typed => writeln!(output.out, "{wrong}")?,
                Err(wrong) => {
                    let message = format!("{}: {}", question.text(), printable(line));
                    return Err(Error::Refused { message, help: wrong });
                }
            }
        }
    }
    writeln!(output.out)?;
    Ok(())
}

/// The file that is meant. An ending also keeps it apart from the built-in scenarios, which have none.
fn with_ending(file: &Path) -> PathBuf {
    match file.extension() {
        None if file.file_name().is_some() => file.with_extension("json"),
        _ => file.to_owned(),
    }
}

/// A name for a file, from a title.
fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let slug: String = words.map(str::to_lowercase).collect::<Vec<_>>().join("-").chars().take(60).collect();
    if slug.is_empty() { "scenario".to_owned() } else { slug }
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy()).into_owned()
}

/// Says what was written, and what to do with it.
fn tell(file: &Path, schema: Option<&Path>, output: &mut Output<'_>) -> io::Result<()> {
    let beside = schema.map_or_else(String::new, |schema| format!(", and {} for your editor", shown(schema)));
    let name = shown(Path::new(&super::plain::quoted(&file.to_string_lossy())));
    writeln!(output.out, "Written: {}{beside}.", shown(file))?;
    writeln!(output.out)?;
    let steps = [
        ("check --watch", "checks it each time you save it"),
        ("play", "plays it as it is"),
        ("inspect", "tells how it behaves, and what to change"),
        ("guide", "tells what each part of it teaches"),
    ];
    for (command, meaning) in steps {
        writeln!(output.out, "  toporder {command} {name}\n      {meaning}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_makes_a_name_for_a_file() {
        assert_eq!(slug("Tickets for the River Ferry!"), "tickets-for-the-river-ferry");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("渡し船"), "渡し船");
        assert_eq!(slug("?!"), "scenario");
    }

    #[test]
    fn a_name_gets_an_ending_unless_it_has_one() {
        assert_eq!(with_ending(Path::new("games/ferry")), Path::new("games/ferry.json"));
        assert_eq!(with_ending(Path::new("ferry.txt")), Path::new("ferry.txt"));
        assert_eq!(with_ending(Path::new("..")), Path::new(".."));
    }
}
