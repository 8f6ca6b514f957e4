//! What the board asks before it does what cannot be taken back.

use super::super::super::context::Session;
use super::super::confirm::Confirm;
use super::super::{Screen, Step};
use crate::game::{Command, Saying};
use crate::words;

/// Leaves the game; asks first where something would be lost.
pub(in crate::tui::screens) fn leave(session: &Session) -> Step {
    let confirm = |question| Confirm::new("Leave the game", question, Step::LeaveGame);
    leave_question(session).map_or(Step::LeaveGame, |question| Step::Push(Screen::Confirm(confirm(question))))
}

/// What is asked before a game is left where something would be lost.
pub(in crate::tui) fn leave_question(session: &Session) -> Option<String> {
    match (&session.unsaved, &session.place) {
        (Some(why), _) => Some(format!(
            "Your last steps are not saved: {why}. They are tried once more, and lost if that fails. Leave?"
        )),
        (None, None) => Some("This game is not kept anywhere, so it ends here for good. Leave?".to_owned()),
        (None, Some(_)) => None,
    }
}

/// What is asked before a Sprint with nothing to do.
pub(in crate::tui) const RUN_EMPTY: &str =
    "Everything is set aside, so the team would have nothing to do. Run the Sprint all the same?";

/// What is to be said before a Sprint is run, and is not.
pub(in crate::tui) fn unsaid(session: &Session) -> String {
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
    Confirm::new("Nothing is ordered", RUN_EMPTY.to_owned(), Step::Do(Command::RunSprint))
}

/// Before all Sprints that are left are run in one go.
pub(super) fn run_rest(session: &Session) -> Confirm {
    Confirm::new("Run the rest", run_rest_question(session), Step::Do(Command::RunRest))
}

/// What is asked before all Sprints that are left are run in one go.
pub(in crate::tui) fn run_rest_question(session: &Session) -> String {
    let left = session.game.scenario().sprints - session.game.state().ended;
    match left {
        1 => "Run the last Sprint on this order? This cannot be undone.".to_owned(),
        _ => format!(
            "Run all {} left on this order, without stopping to look and to order again? This cannot be \
             undone.",
            words::sprints(left)
        ),
    }
}
