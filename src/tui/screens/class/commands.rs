//! What the trainer of a class can have done, and why not.

use super::super::super::context::Context;
use super::super::super::event::Effect;
use super::super::super::keys::Action;
use super::super::confirm::Confirm;
use super::super::{Screen, Step};
use super::begin::Begin;
use super::choose::{Choose, What};
use super::joining::Joining;
use super::saying::Saying;
use super::shoulder::Shoulder;
use super::side::key;
use super::{ClassBoard, Look};
use crate::class::{Bulletin, Member, RoundView, Seat, Wish};

impl ClassBoard {
    /// Carries out a command of the board.
    pub(super) fn command(&self, action: Action, cx: &Context, class: &Bulletin) -> Vec<Step> {
        match action {
            Action::Joining => vec![Step::Push(Screen::Joining(Joining::new(&self.look)))],
            Action::Results => show_results(cx, class, &self.look),
            Action::Export => export(cx, class),
            Action::Watch => self.watch(class),
            Action::Back => leave(class),
            _ if class.is_closed => tell("The class is over: nothing can be changed in it any more."),
            Action::BeginRound => begin(cx, class),
            Action::EndRound => end(cx, class),
            Action::CloseClass => close(),
            Action::StepClass => step(cx, class),
            Action::PauseClass => playing(cx, class, |round| wish(Wish::Pause(!round.is_paused))),
            Action::Together => playing(cx, class, |round| wish(Wish::Together(round.step.is_none()))),
            Action::Strike => playing(cx, class, risks),
            Action::Tell => vec![Step::Push(Screen::Saying(Saying::message(class)))],
            Action::TimeBox => vec![Step::Push(Screen::Saying(Saying::time_box(class)))],
            Action::HideNames => {
                let (names, results) = (!class.are_names_hidden, class.are_results_hidden);
                wish(Wish::Hide { names, results })
            }
            Action::HideResults => {
                let (names, results) = (class.are_names_hidden, !class.are_results_hidden);
                wish(Wish::Hide { names, results })
            }
            Action::Ask => ask(cx, class),
            Action::ShowAnswers => match &class.poll {
                None => no_question(cx),
                Some(poll) if poll.is_shown => tell(&format!(
                    "Everybody sees the answers. {} puts the question away.",
                    key(cx, Action::PutPollAway)
                )),
                Some(_) => wish(Wish::ShowAnswers),
            },
            Action::PutPollAway => {
                if class.poll.is_some() {
                    wish(Wish::PutPollAway)
                } else {
                    no_question(cx)
                }
            }
            Action::TakeOut => self.with_member(class, What::TakeOut),
            Action::ChangeTeam if class.teams == 0 => {
                tell("There are no teams in this class: everybody plays at a board of their own.")
            }
            Action::ChangeTeam if class.teams == 1 => tell("There is only one team in this class."),
            Action::ChangeTeam => self.with_member(class, What::Member),
            _ => Vec::new(),
        }
    }

    fn watch(&self, class: &Bulletin) -> Vec<Step> {
        match self.seat(class) {
            Some(seat) => Shoulder::enter(seat.board, &self.look),
            None => nobody(class, &self.look),
        }
    }

    /// Does something with somebody at the selected board; asks who, where there are several.
    fn with_member(&self, class: &Bulletin, what: What) -> Vec<Step> {
        let Some(seat) = self.seat(class) else { return nobody(class, &self.look) };
        match &*seat.members {
            [] => nobody(class, &self.look),
            [only] => on_member(class, &self.look, only, what),
            _ => vec![Step::Push(Screen::Choose(Choose::member(class, &self.look, seat, what)))],
        }
    }
}

/// Does something with one of a class.
pub(super) fn on_member(class: &Bulletin, look: &Look, member: &Member, what: What) -> Vec<Step> {
    if what == What::Member {
        return vec![Step::Push(Screen::Choose(Choose::team(class, look, member)))];
    }
    let question = format!(
        "Take {} out of the class? They cannot come back under this name; what they played is kept.",
        look.member(class, member)
    );
    confirm("Take out", question, Wish::Remove(member.player))
}

pub(super) fn tell(text: &str) -> Vec<Step> {
    vec![Step::Tell(text.to_owned())]
}

pub(super) fn wish(wish: Wish) -> Vec<Step> {
    vec![Step::Effect(Effect::Class(wish))]
}

fn confirm(title: &'static str, question: String, yes: Wish) -> Vec<Step> {
    let yes = Step::Effect(Effect::Class(yes));
    vec![Step::Push(Screen::Confirm(Confirm::new(title, question, yes)))]
}

fn nobody(class: &Bulletin, look: &Look) -> Vec<Step> {
    tell(if look.filter.is_empty() || class.seats.is_empty() {
        "Nobody is in the class yet."
    } else {
        "Nobody is selected: nobody is called so."
    })
}

fn no_question(cx: &Context) -> Vec<Step> {
    tell(&format!("No question is asked now. {} asks one.", key(cx, Action::Ask)))
}

/// Does something with the round that goes on, or says that there is none.
fn playing(cx: &Context, class: &Bulletin, act: impl FnOnce(&RoundView) -> Vec<Step>) -> Vec<Step> {
    match class.round.as_ref().filter(|round| !round.is_ended) {
        Some(round) => act(round),
        None => tell(&format!("No round is being played now. {} begins one.", key(cx, Action::BeginRound))),
    }
}

fn begin(cx: &Context, class: &Bulletin) -> Vec<Step> {
    if class.is_playing() {
        tell(&format!("A round is being played: {} ends it first.", key(cx, Action::EndRound)))
    } else if cx.catalog.is_empty() {
        tell("There is no scenario to play.")
    } else {
        vec![Step::Push(Screen::Begin(Begin::new(cx, class)))]
    }
}

fn end(cx: &Context, class: &Bulletin) -> Vec<Step> {
    playing(cx, class, |round| {
        let (over, all) = super::side::over(class);
        let question = format!(
            "End round {}? {over} of {all} have run every Sprint; nobody can go on in it then. Everything about it may \
             be told, the luck and the seed, too, and joining is closed until the next round. The results come by \
             themselves.",
            round.number
        );
        confirm("End the round", question, Wish::EndRound)
    })
}

fn step(cx: &Context, class: &Bulletin) -> Vec<Step> {
    playing(cx, class, |round| {
        let Some(step) = round.step else {
            let together = key(cx, Action::Together);
            return tell(&format!(
                "Everybody goes on at their own pace. {together} lets the class go on together."
            ));
        };
        let (ready, open) = class.ready();
        if open == 0 {
            let end = key(cx, Action::EndRound);
            return tell(&format!("There is no Sprint left to run at any board. {end} ends the round."));
        }
        if ready == open {
            return wish(Wish::Step);
        }
        let have = if ready == 1 { "has" } else { "have" };
        let question = format!("{ready} of {open} {have} handed in. Run Sprint {step} for all?");
        confirm("Run the Sprint", question, Wish::Step)
    })
}

fn risks(round: &RoundView) -> Vec<Step> {
    if round.scenario.risks.is_empty() {
        return tell("This scenario has no risks.");
    }
    vec![Step::Push(Screen::Choose(Choose::risk(round)))]
}

fn ask(cx: &Context, class: &Bulletin) -> Vec<Step> {
    if class.poll.is_some() {
        let (show, away) = (key(cx, Action::ShowAnswers), key(cx, Action::PutPollAway));
        return tell(&format!("A question is asked already. {show} shows its answers, {away} puts it away."));
    }
    vec![Step::Push(Screen::Choose(Choose::question(class)))]
}

fn show_results(cx: &Context, class: &Bulletin, look: &Look) -> Vec<Step> {
    let is_there = cx.class.as_ref().is_some_and(|class| class.results.is_some());
    match &class.round {
        _ if is_there && look.shows_names(class) && look.shows_values(class) => {
            vec![Step::Push(Screen::results())]
        }
        _ if is_there => {
            let hidden = if look.shows_names(class) { "Results are hidden" } else { "Names are hidden" };
            let question =
                format!("{hidden} from the class, and this shows them on this screen. Show them here?");
            let show = Step::Push(Screen::results());
            vec![Step::Push(Screen::Confirm(Confirm::new("Results", question, show)))]
        }
        Some(round) if round.is_ended => tell("The results are being worked out."),
        Some(_) => {
            tell(&format!("The results come when the round is ended: {} ends it.", key(cx, Action::EndRound)))
        }
        None => tell(&format!("No round was played yet. {} begins one.", key(cx, Action::BeginRound))),
    }
}

fn export(cx: &Context, class: &Bulletin) -> Vec<Step> {
    match &class.round {
        Some(round) if round.is_ended => wish(Wish::Export),
        Some(_) => tell(&format!(
            "Results are written when the round is ended: {} ends it.",
            key(cx, Action::EndRound)
        )),
        None => tell(&format!("No round was played yet. {} begins one.", key(cx, Action::BeginRound))),
    }
}

/// Asks before the board is left.
fn leave(class: &Bulletin) -> Vec<Step> {
    let question = if class.is_closed {
        "Leave the board? The class is over, and what was played is kept."
    } else {
        "Leave the board? If the class is hosted in this window, the host ends with it: everybody is sent away, and \
         comes back to the same place when the class is hosted again. Nothing is lost. If you came in over the network, \
         the class goes on without you."
    };
    vec![Step::Push(Screen::Confirm(Confirm::new("Leave", question.to_owned(), Step::Effect(Effect::Quit))))]
}

/// Asks before the class is closed.
fn close() -> Vec<Step> {
    let question = "Close the class for good? Nobody can play or join any more. What was played is kept, and the results \
                    can still be looked at and written to files.";
    confirm("Close the class", question.to_owned(), Wish::Close)
}

/// The board before or after another in the list.
pub(super) fn beside<'c>(seats: &[&'c Seat], board: u32, is_next: bool) -> Option<&'c Seat> {
    let at = seats.iter().position(|seat| seat.board == board)?;
    let to = if is_next { at + 1 } else { at.checked_sub(1)? };
    seats.get(to).copied()
}
