//! The command line as a whole: how it is read, and what it is made of.

use std::env;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command, CommandFactory, FromArgMatches};

use super::{Cli, examples};

/// Every command, with the examples that its help ends with.
pub(super) fn command() -> Command {
    examples::attach(Cli::command())
}

/// Reads the arguments, the program's name first. Ends the program where they ask for help or are wrong.
#[must_use]
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Cli {
    let mut command = command();
    let args = in_order(args.into_iter().collect(), &command);
    let read = command.try_get_matches_from_mut(&args);
    read.and_then(|matches| Cli::from_arg_matches(&matches))
        .unwrap_or_else(|error| say_whence(error, &command, &args).format(&mut command).exit())
}

/// Tells which variable of the environment a wrong value comes from, where nobody has typed it.
fn say_whence(mut error: clap::Error, command: &Command, typed: &[OsString]) -> clap::Error {
    let Some(ContextValue::String(value)) = error.get(ContextKind::InvalidValue) else { return error };
    let is_typed = typed.iter().any(|arg| arg.to_string_lossy().contains(value.as_str()));
    let arguments = command.get_subcommands().chain([command]).flat_map(Command::get_arguments);
    let holds_it = |name: &&std::ffi::OsStr| env::var_os(name).is_some_and(|set| set == value.as_str());
    if let (false, Some(name)) = (is_typed, arguments.filter_map(Arg::get_env).find(holds_it)) {
        let tip = format!("the value comes from the variable {} of the environment", name.to_string_lossy());
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

/// The same arguments, where options that stand before a command stand behind it: `--theme light play soup` is
/// `play --theme light soup`. Whether the command takes them is its own affair.
fn in_order(mut args: Vec<OsString>, command: &Command) -> Vec<OsString> {
    let mut at = 1;
    while let Some(option) = args.get(at).and_then(|arg| arg.to_str()?.strip_prefix("--")) {
        let (name, value) =
            option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
        let Some(known) = command.get_arguments().find(|known| known.get_long() == Some(name)) else {
            return args;
        };
        at += if known.get_action().takes_values() && value.is_none() { 2 } else { 1 };
    }
    let is_command =
        args.get(at).and_then(|arg| arg.to_str()).is_some_and(|name| command.find_subcommand(name).is_some());
    if is_command {
        args[1..=at].rotate_right(1);
    }
    args
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(line: &str) -> String {
        let args = line.split(' ').map(OsString::from).collect();
        let args: Vec<String> =
            in_order(args, &command()).into_iter().map(|arg| arg.into_string().unwrap()).collect();
        args.join(" ")
    }

    #[test]
    fn options_before_a_command_go_behind_it() {
        assert_eq!(ordered("toporder --theme light play soup"), "toporder play --theme light soup");
        assert_eq!(ordered("toporder --seed=7 --plain play soup"), "toporder play --seed=7 --plain soup");
        // A value that is called like a command is still a value.
        assert_eq!(ordered("toporder --name play resume"), "toporder resume --name play");
        for same in [
            "toporder",
            "toporder --plain",
            "toporder --name play",
            "toporder play --seed 7 soup",
            "toporder --unknown play soup",
            "toporder -- play",
            "toporder --version",
        ] {
            assert_eq!(ordered(same), same);
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        command().debug_assert();
    }
}
