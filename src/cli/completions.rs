//! `toporder completions`.

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command};
use clap_complete::{Shell, generate};

use super::command_line::command;
use super::{Error, Outcome, Output};
use crate::scenario::builtin;

/// Arguments that take the name of a built-in scenario, or a file.
const SCENARIOS: [&str; 2] = ["scenario", "files"];

/// Print what lets a shell complete commands, options and the names of scenarios.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Args {
    pub(super) fn run(self, output: &mut Output<'_>) -> Result<Outcome, Error> {
        output.out.write_all(script(self.shell).as_bytes())?;
        Ok(Outcome::Success)
    }
}

fn script(shell: Shell) -> String {
    let command = command();
    match shell {
        // Bash goes on to files where none of the names fits.
        Shell::Bash => generated(shell, with_names(command)),
        Shell::Zsh => generated(shell, command).lines().map(names_in_zsh).collect(),
        Shell::Fish => {
            let names = format!(
                "complete -c toporder -n \"__fish_seen_subcommand_from {}\" -a \"{}\"\n",
                takers(&command).join(" "),
                slugs().join(" ")
            );
            generated(shell, command) + &names
        }
        _ => generated(shell, command),
    }
}

fn generated(shell: Shell, mut command: Command) -> String {
    let mut script = Vec::new();
    generate(shell, &mut command, "toporder", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

fn slugs() -> Vec<&'static str> {
    builtin::ALL.iter().map(|builtin| builtin.slug).collect()
}

/// Whether an argument takes a scenario.
fn is_scenario(arg: &Arg) -> bool {
    arg.is_positional() && SCENARIOS.contains(&arg.get_id().as_str())
}

/// The commands that take a scenario.
fn takers(command: &Command) -> Vec<&str> {
    let takes = |sub: &&Command| sub.get_arguments().any(is_scenario);
    command.get_subcommands().filter(takes).map(Command::get_name).collect()
}

/// The command with the names of the scenarios as what can be given for one.
fn with_names(command: Command) -> Command {
    let takers: Vec<String> = takers(&command).into_iter().map(str::to_owned).collect();
    let named = |arg: Arg| match is_scenario(&arg) {
        true => arg.value_parser(PossibleValuesParser::new(slugs())),
        false => arg,
    };
    takers.into_iter().fold(command, |command, name| command.mut_subcommand(name, |sub| sub.mut_args(named)))
}

/// A line of the script for zsh, which offers the names beside files where a scenario is asked for.
fn names_in_zsh(line: &str) -> String {
    let is_scenario = SCENARIOS.iter().any(|id| line.contains(&format!(":{id} -- ")));
    match line.split_once(":_files'") {
        Some((before, after)) if is_scenario => {
            format!("{before}:{{compadd {}; _files}}'{after}\n", slugs().join(" "))
        }
        _ => format!("{line}\n"),
    }
}
