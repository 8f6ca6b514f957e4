//! Asking for the value of each item, at a terminal or from lines that are piped in.

use std::io::{self, BufRead, IsTerminal, Read, Write, stderr, stdin};

use super::page::PLAIN_WIDTH;
use crate::cli::Look;
use crate::import::{Backlog, Slice, parse_amount};
use crate::scenario::raw::RawRange;
use crate::scenario::words::{count, printable};
use crate::words::number;
use crate::words::text::wrap;

/// The longest line that is taken in one piece, in bytes.
const LONGEST: u64 = 1 << 12;

/// Asks what each item of a slice is worth. An empty line keeps what is there; `q`, or the end of the input, keeps
/// it for all that follow.
///
/// # Errors
/// If the input cannot be read.
pub(super) fn values(backlog: &mut Backlog, slice: &Slice) -> io::Result<()> {
    let mut input = stdin().lock();
    let is_typed = stdin().is_terminal();
    let opening = format!(
        "What is each of {} items worth in each Sprint after it is Done, in points of your own? A figure such as 5, or \
         a range such as 3-8; Enter keeps what is in brackets, q keeps the rest.",
        slice.items.len()
    );
    for line in wrap(&opening, Look::of(&stderr()).columns().unwrap_or(PLAIN_WIDTH)) {
        say(&format!("{line}\n"));
    }
    let mut answered = 0;
    'items: for (place, &item) in slice.items.iter().enumerate() {
        let entry = &mut backlog.items[item];
        let question =
            format!("{}. {} ({}) [{}]: ", place + 1, entry.title, printable(&entry.key), told(entry.value));
        loop {
            say(&question);
            let Some(answer) = line(&mut input)? else {
                say("\nThe input ends here: all others stay as they are.\n");
                break 'items;
            };
            if !is_typed {
                say(&format!("{}\n", printable(answer.trim())));
            }
            match answer.trim() {
                "" => break,
                "q" | "Q" => break 'items,
                answer => match parse_amount(answer) {
                    Ok(value) => {
                        entry.value = value;
                        answered += 1;
                        break;
                    }
                    Err(help) => say(&format!("That is no value: {help}.\n")),
                },
            }
        }
    }
    if answered > 0 {
        let items = count(answered, "item");
        backlog.findings.assumed.push(format!("Value: of {items} as you answered; of the others as above."));
    }
    Ok(())
}

/// The next line; `None` at the end.
fn line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let read = input.by_ref().take(LONGEST).read_until(b'\n', &mut line)?;
    Ok((read > 0).then(|| String::from_utf8_lossy(&line).into_owned()))
}

fn say(text: &str) {
    let mut stderr = stderr().lock();
    // Without a place to ask, the answers may still come.
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

fn told(value: RawRange) -> String {
    match value {
        RawRange::Certain(figure) => number(figure),
        RawRange::Spread(spread) => format!("{} to {}", number(spread.low), number(spread.high)),
    }
}
