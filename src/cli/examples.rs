//! Examples of every command, for its help and its page of the manual, and what exit codes mean.

use clap::Command;

/// A line to type, and what it does.
pub(super) type Example = (&'static str, &'static str);

/// What a command ends with.
pub(super) const EXIT_CODES: [Example; 4] = [
    ("0", "All went well; also when it was ended early with Ctrl-C, or the reader of a pipe has had enough."),
    ("1", "Something is wrong with what was given: no such file, a scenario with errors, a damaged journal."),
    ("2", "The command line is wrong."),
    ("128 + N", "The system ended the program with signal N."),
];

/// Examples of each command by its name; of the program itself by no name.
const EXAMPLES: &[(&str, &[Example])] = &[
    (
        "",
        &[
            ("toporder", "Offers the scenarios, and the games to go on with."),
            ("toporder play soup-on-the-square", "Plays the first scenario."),
            ("toporder --plain", "The same line by line, for a screen reader."),
        ],
    ),
    (
        "play",
        &[
            ("toporder play soup-on-the-square", "Plays a built-in scenario."),
            ("toporder play ferry.json --seed 7", "Plays a file, with the luck of seed 7."),
            ("toporder play ferry.json --guide", "The same for the trainer, with the guide at hand."),
            ("toporder play ferry.json --plain", "The same line by line."),
        ],
    ),
    (
        "resume",
        &[
            ("toporder resume", "Offers the saved games."),
            ("toporder resume soup", "Goes on with the only game that has “soup” in its name."),
        ],
    ),
    (
        "replay",
        &[(
            "toporder replay soup",
            "Steps through a game; `m` goes to the costliest moment, then the next one.",
        )],
    ),
    (
        "demo",
        &[
            ("toporder demo soup-on-the-square", "Races three policies on the same future, for a room."),
            (
                "toporder demo soup-on-the-square --journal ana --policy cd3",
                "Races a saved game against a policy, on the luck of that game.",
            ),
        ],
    ),
    (
        "cast",
        &[
            ("toporder cast soup -o soup.cast", "Records the replay of a game for asciinema's players."),
            ("toporder cast soup -o - --size 80x24", "The same in another size, to standard output."),
        ],
    ),
    (
        "new",
        &[
            ("toporder new", "Asks a few questions and writes a scenario that can be played."),
            ("toporder new ferry.json --yes", "Asks nothing."),
        ],
    ),
    (
        "check",
        &[
            ("toporder check ferry.json", "Tells all errors and doubts."),
            ("toporder check ferry.json --watch", "Does so again each time the file is saved."),
            ("toporder check a.json b.json --json", "Tells them to a program."),
        ],
    ),
    (
        "import",
        &[
            ("toporder import backlog.csv", "Shows what would be made of an export; nothing is written."),
            (
                "toporder import backlog.csv -o backlog.json --velocity sprints.csv",
                "Writes a scenario, with the velocity of your past Sprints.",
            ),
            ("toporder import tasks.csv --map title=Task --map estimate=Days", "Names the columns."),
        ],
    ),
    (
        "guide",
        &[
            ("toporder guide soup-on-the-square", "Prints the trainer's guide."),
            ("toporder guide ferry.json | less", "The same, page by page."),
        ],
    ),
    ("schema", &[("toporder schema > schema.json", "Puts the schema beside a scenario, for an editor.")]),
    (
        "simulate",
        &[
            ("toporder simulate soup-on-the-square", "Runs the order of the file over 10,000 futures."),
            ("toporder simulate ferry.json --policy cd3", "Runs the order that a rule makes."),
            ("toporder simulate ferry.json --order ground,whole-job --json", "Runs an order of your own."),
        ],
    ),
    ("solve", &[("toporder solve ferry.json --seconds 5", "Looks for the best order for five seconds.")]),
    (
        "compare",
        &[
            ("toporder compare soup-on-the-square", "Shows what players with different habits make of it."),
            (
                "toporder compare ferry.json --policy par --policy best --csv",
                "Two of them, for a spreadsheet.",
            ),
        ],
    ),
    (
        "inspect",
        &[
            (
                "toporder inspect ferry.json",
                "Tells whether there is skill in a scenario, and what to change.",
            ),
            ("toporder inspect ferry.json --quick", "The same in a second or two, with more noise."),
        ],
    ),
    (
        "debrief",
        &[
            ("toporder debrief soup", "Looks back on a game."),
            ("toporder debrief soup --json", "The same, for a program."),
        ],
    ),
    (
        "report",
        &[
            ("toporder report soup -o soup.html", "Writes the debrief of a game as a page with charts."),
            (
                "toporder report games -o class.html --anonymous",
                "A folder of games side by side, without names.",
            ),
            ("toporder report games --participation -o part.csv", "Who played what, and for how long."),
        ],
    ),
    (
        "host",
        &[
            (
                "toporder host soup-on-the-square",
                "Opens the trainer's board; people join in a browser or by ssh.",
            ),
            (
                "toporder host boats.json --teams 6 --title Spring",
                "Six teams share boards, in a scenario of your own.",
            ),
            ("toporder host --resume", "Goes on with the class that was hosted last, where it was."),
            (
                "toporder host soup-on-the-square --no-board --begin",
                "On a server: prints how to come in, begins at once, and hosts until Ctrl-C.",
            ),
        ],
    ),
    (
        "classes",
        &[
            ("toporder classes", "Lists the classes that were hosted here."),
            ("toporder classes export 3 -o spring", "Writes the games of class 3 into a folder."),
        ],
    ),
    (
        "classes list",
        &[
            ("toporder classes list", "Lists the classes that were hosted here."),
            ("toporder classes list --json", "The same, for a program."),
        ],
    ),
    (
        "classes export",
        &[
            (
                "toporder classes export 3 -o spring",
                "Writes the games and who was there; then `toporder report spring/round-1` has them side by side.",
            ),
            ("toporder classes export spring -o out --anonymous", "A class by its title, without names."),
        ],
    ),
    ("classes delete", &[("toporder classes delete 3 --yes", "Deletes class 3, for good.")]),
    (
        "classes forget",
        &[(
            "toporder classes forget 3 Ana --yes",
            "Takes Ana's name and what she wrote and did out of class 3.",
        )],
    ),
    ("keys", &[("toporder keys", "Prints all keys, in the form of the settings file.")]),
    ("config", &[("toporder config", "Prints the settings that are in force.")]),
    ("config print", &[("toporder config print", "Prints the settings that are in force.")]),
    ("config path", &[("toporder config path", "Prints where the settings file is.")]),
    ("config check", &[("toporder config check", "Tells what is wrong with the settings.")]),
    (
        "completions",
        &[
            (
                "toporder completions bash > ~/.local/share/bash-completion/completions/toporder",
                "For bash; a new shell completes commands, options and scenarios.",
            ),
            ("toporder completions zsh > ~/.zfunc/_toporder", "For zsh, where `fpath` has ~/.zfunc."),
            ("toporder completions fish > ~/.config/fish/completions/toporder.fish", "For fish."),
            ("toporder completions powershell >> $PROFILE", "For PowerShell."),
        ],
    ),
    (
        "man",
        &[
            ("toporder man play | man -l -", "Reads the page of a command."),
            ("toporder man -o ~/.local/share/man/man1", "Installs all pages for yourself."),
        ],
    ),
];

/// The examples of a command: its names with blanks between, without the program's.
pub(super) fn of(path: &str) -> &'static [Example] {
    EXAMPLES.iter().find(|(name, _)| *name == path).map_or(&[], |(_, examples)| examples)
}

/// Ends the help of every command with its examples.
pub(super) fn attach(command: Command) -> Command {
    attach_below(command, "")
}

fn attach_below(command: Command, path: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let command = names.into_iter().fold(command, |command, name| {
        let below = format!("{path} {name}").trim_start().to_owned();
        command.mut_subcommand(name, |sub| attach_below(sub, &below))
    });
    let lines = |(line, meaning): &Example| format!("\n  {line}\n      {meaning}");
    let examples: String = of(path).iter().map(lines).collect();
    if examples.is_empty() { command } else { command.after_long_help(format!("Examples:{examples}")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::command_line::command;

    /// Every command with its names.
    fn paths(command: &Command, path: &str) -> Vec<String> {
        let below = command.get_subcommands().flat_map(|sub| {
            let below = format!("{path} {}", sub.get_name()).trim_start().to_owned();
            paths(sub, &below)
        });
        std::iter::once(path.to_owned()).chain(below).collect()
    }

    #[test]
    fn every_command_has_examples_and_every_example_a_command() {
        let mut all = paths(&command(), "");
        let mut told: Vec<&str> = EXAMPLES.iter().map(|(path, _)| *path).collect();
        all.sort();
        told.sort_unstable();
        assert_eq!(told, all);
    }

    #[test]
    fn every_example_is_a_line_that_the_program_takes() {
        for (path, examples) in EXAMPLES {
            for (line, _) in *examples {
                // What stands behind is for the shell.
                let own = line.split(['|', '>']).next().unwrap_or_default();
                let read = command().try_get_matches_from(own.split_whitespace());
                assert!(read.is_ok(), "{line}: {}", read.unwrap_err());
                let words: Vec<&str> = own.split_whitespace().skip(1).collect();
                assert!(words.join(" ").starts_with(path), "{line} is no example of {path}");
            }
        }
    }
}
