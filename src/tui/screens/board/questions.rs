//! What the board asks before it does what cannot be taken back.

use super::super::super::context::Session;
use super::super::confirm::Confirm;
use super::super::{Screen, Step};
use crate::game::{Command, Saying};
use crate::words;

/// Leaves the game; asks first where something would be lost.
pub(in crate::tui::screens) fn leave(session: &Session) -> Step {
    let question = match (&session.unsaved, &session.place) {
        (Some(why), _) => format!(
            "Your last steps are not saved: {why}. They are tried once more, and lost if that fails. Leave?"
        ),
        (None, None) => "This game is not kept anywhere, so it ends here for good. Leave?".to_owned(),
        (None, Some(_)) => return Step::LeaveGame,
    };
    Step::Push(Screen::Confirm(Confirm::new("Leave the game", question, Step::LeaveGame)))
}

/// What is to be said before a Sprint is run, and is not.
pub(super) fn unsaid(session: &Session) -> String {
    let name = |saying| match saying {
        Saying::Goal => "a Sprint Goal",
        Saying::Reason => "why this order",
        Saying::Forecast => "a forecast",
    };
    let names: Vec<String> = session.game.plan().unsaid().map(|saying| name(saying).to_owned()).collect();
    format!("Before this Sprint, say {}. Then it can run.", words::list(&names))
}

/// Before a Sprint with nothing to do.
pub(super) fn run_empty() -> Confirm {
    let question =
        "Everything is set aside, so the team would have nothing to do. Run the Sprint all the same?";
    Confirm::new("Nothing is ordered", question.to_owned(), Step::Do(Command::RunSprint))
}

/// Before all Sprints that are left are run in one go.
pub(super) fn run_rest(session: &Session) -> Confirm {
    let left = session.game.scenario().sprints - session.game.state().ended;
    let question = match left {
        1 => "Run the last Sprint on this order? This cannot be undone.".to_owned(),
        _ => format!(
            "Run all {} left on this order, without stopping to look and to order again? This cannot be \
             undone.",
            words::sprints(left)
        ),
    };
    Confirm::new("Run the rest", question, Step::Do(Command::RunRest))
}
