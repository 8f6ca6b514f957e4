//! `toporder man`.

use std::io;
use std::path::{Path, PathBuf};

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::command_line::command;
use super::examples::{self, EXIT_CODES, Example};
use super::{Error, Outcome, Output};
use crate::scenario::words::{count, nearest, printable, ticked};
use crate::store;

/// Print a page of the manual, or write all of them into a folder.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The command whose page is printed; without it, that of the program.
    #[arg(conflicts_with = "output")]
    command: Vec<String>,
    /// Write a page for each command into this folder; it is made unless it is there.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// A page of the manual.
struct Page {
    /// The names of its command with blanks between, without the program's.
    path: String,
    /// The name of its file.
    file: String,
    text: Vec<u8>,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        let pages = pages()?;
        if let Some(folder) = &self.output {
            write(&pages, folder)?;
            let shown = folder.to_string_lossy();
            writeln!(output.out, "Written: {} in {}.", count(pages.len(), "page"), printable(&shown))?;
            return Ok(Outcome::Success);
        }
        let wanted = self.command.join(" ");
        let Some(page) = pages.iter().find(|page| page.path == wanted) else {
            let near = nearest(&wanted, pages.iter().map(|page| &*page.path));
            let help = match near {
                Some(near) => format!("Did you mean {}?", ticked(near)),
                None => "`toporder --help` lists the commands.".to_owned(),
            };
            let message = format!("there is no command {}", ticked(&wanted));
            return Err(Error::Usage { message, help: Some(help) });
        };
        output.out.write_all(&page.text)?;
        Ok(Outcome::Success)
    }
}

fn write(pages: &[Page], folder: &Path) -> Result<(), Error> {
    store::make_open_folder(folder)?;
    // A page that is there is one of an older program.
    Ok(pages.iter().try_for_each(|page| store::write_out(&folder.join(&page.file), &page.text, true))?)
}

/// Every page, that of the program first.
fn pages() -> io::Result<Vec<Page>> {
    // Help about help needs no page.
    let mut root = command().disable_help_subcommand(true);
    root.build();
    let mut pages = Vec::new();
    collect(&root, "", &mut pages)?;
    Ok(pages)
}

fn collect(command: &Command, path: &str, pages: &mut Vec<Page>) -> io::Result<()> {
    pages.push(page(command, path)?);
    for sub in command.get_subcommands() {
        collect(sub, format!("{path} {}", sub.get_name()).trim_start(), pages)?;
    }
    Ok(())
}

fn page(command: &Command, path: &str) -> io::Result<Page> {
    let version = env!("CARGO_PKG_VERSION");
    let man = Man::new(command.clone()).source(format!("toporder {version}")).manual("Toporder");
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    let mut roff = Roff::new();
    section(&mut roff, "EXAMPLES", examples::of(path));
    section(&mut roff, "EXIT STATUS", &EXIT_CODES);
    if !path.is_empty() {
        roff.control("SH", ["SEE ALSO"]);
        roff.text([bold("toporder"), roman("(1)")]);
    }
    roff.to_writer(&mut text)?;
    Ok(Page { path: path.to_owned(), file: man.get_filename(), text })
}

/// A section of words with their meanings.
fn section(roff: &mut Roff, heading: &str, entries: &[Example]) {
    roff.control("SH", [heading]);
    for (word, meaning) in entries {
        roff.control("TP", []);
        roff.text([bold(*word)]);
        roff.text([roman(*meaning)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_all_its_sections_and_none_is_empty() {
        let pages = pages().unwrap();
        assert!(
            pages.iter().any(|page| page.path == "config check" && page.file == "toporder-config-check.1")
        );
        for Page { file, text, .. } in pages {
            let text = String::from_utf8(text).unwrap();
            assert!(text.contains(".TH"), "{file}");
            let sections: Vec<&str> = text.split("\n.SH ").skip(1).collect();
            for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "\"EXIT STATUS\""] {
                assert!(sections.iter().any(|section| section.starts_with(heading)), "{file}: {heading}");
            }
            for section in sections {
                let (heading, body) = section.split_once('\n').unwrap_or((section, ""));
                assert!(body.lines().any(|line| !line.starts_with('.')), "{file}: {heading} is empty");
            }
        }
    }
}
