//! What stands beside the boards of a class: what is told, asked and set, how one joins, and who is selected.

use super::super::super::context::Context;
use super::super::super::keys::{Action, Place};
use super::super::super::theme::Role;
use super::super::super::widgets::Doc;
use super::list::Look;
use crate::class::{Answers, Bulletin, For, Seat};

/// Writes it; what matters most to the class comes first.
pub(super) fn doc(class: &Bulletin, look: &Look, chosen: Option<&Seat>, columns: u16, cx: &Context) -> Doc {
    let mut doc = Doc::new(columns);
    if let Some(message) = &class.message {
        doc.heading("Message");
        doc.para(Role::Accent, message);
    }
    if let Some(poll) = &class.poll {
        answers(&mut doc, poll, look.is_for_my_eyes, cx);
    }
    results(&mut doc, class, cx);
    doc.heading("Join");
    invitation(&mut doc, class, For::Trainer);
    hidden(&mut doc, class, look, cx);
    if let Some(seat) = chosen {
        doc.heading("Selected");
        doc.para(Role::Text, &look.name(class, seat));
        let several = class.teams > 0;
        for member in seat.members.iter().filter(|_| several) {
            let here = if member.is_here { "here" } else { "away" };
            doc.hanging(Role::Text, "• ", &format!("{}, {here}", look.member(class, member)));
        }
    }
    doc
}

/// The key of a command of the board, for reading.
pub(super) fn key(cx: &Context, action: Action) -> String {
    cx.preferences.keys.key(Place::ClassBoard, action).unwrap_or_else(|| ":".to_owned())
}

/// The question, how many have answered, and the answers as bars where they may be seen.
fn answers(doc: &mut Doc, poll: &Answers, is_for_my_eyes: bool, cx: &Context) {
    doc.heading("Question");
    doc.para(Role::Strong, &poll.question);
    let people = if poll.given == 1 { "1 has answered" } else { &format!("{} have answered", poll.given) };
    if !poll.is_shown && !is_for_my_eyes {
        for (number, (choice, _)) in (1..).zip(&poll.choices) {
            doc.hanging(Role::Text, &format!("{number}. "), choice);
        }
        doc.para(Role::Faint, &format!("{people}. {} shows the answers.", key(cx, Action::ShowAnswers)));
        return;
    }
    let most = poll.choices.iter().filter_map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let room = doc.columns().saturating_sub(6).min(30);
    for (number, (choice, count)) in (1..).zip(&poll.choices) {
        let count = count.unwrap_or(0);
        let bar = (count * room).div_ceil(most);
        doc.hanging(Role::Text, &format!("{number}. "), choice);
        doc.line(vec![
            (Role::Text, "   ".to_owned()),
            (Role::Accent, "█".repeat(bar)),
            (Role::Strong, format!(" {count}")),
        ]);
    }
    let seen = if poll.is_shown { "Everybody sees this." } else { "Only you see this." };
    doc.para(Role::Faint, &format!("{people}. {seen}"));
}

/// Whether the results of the round can be looked at.
fn results(doc: &mut Doc, class: &Bulletin, cx: &Context) {
    let Some(round) = class.round.as_ref().filter(|round| round.is_ended) else { return };
    doc.heading("Results");
    let found = cx.class.as_ref().and_then(|class| class.results.as_ref());
    let told = match found.filter(|results| results.round == round.number) {
        Some(results) if results.progress.done >= results.progress.total => {
            format!("The results are there: {} shows them.", key(cx, Action::Results))
        }
        Some(results) => format!(
            "{} of {} games are looked at. {} shows what is found so far.",
            results.progress.done,
            results.progress.total,
            key(cx, Action::Results)
        ),
        None => "They are being worked out.".to_owned(),
    };
    doc.para(Role::Text, &told);
    if let Some(seed) = round.seed {
        doc.para(Role::Faint, &format!("Seed {seed}: who plays with it meets the same luck again."));
    }
}

/// How one joins, in lines.
pub(in crate::tui) fn invitation(doc: &mut Doc, class: &Bulletin, whom: For) {
    let invitation = &class.invitation;
    if class.is_joining_closed {
        let why = if class.is_closed { "the class is over" } else { "the round is over" };
        doc.para(Role::Warn, &format!("Joining is closed: {why}."));
    }
    if class.is_closed {
        return;
    }
    doc.field("code", Role::Strong, &invitation.code);
    if let Some(page) = &invitation.page {
        doc.field("page", Role::Text, page);
    }
    if let Some(ssh) = &invitation.ssh {
        doc.field("terminal", Role::Text, ssh);
    }
    if let Some(fingerprint) = &invitation.fingerprint {
        doc.field("host key", Role::Faint, fingerprint);
    }
    if let Some(remarks) = invitation.remarks(whom) {
        doc.para(Role::Faint, &remarks);
    }
}

/// What participants do not see of each other.
fn hidden(doc: &mut Doc, class: &Bulletin, look: &Look, cx: &Context) {
    let told = match (class.are_names_hidden, class.are_results_hidden) {
        (false, false) => return,
        (true, false) => "Names are hidden",
        (false, true) => "Results are hidden",
        (true, true) => "Names and results are hidden",
    };
    let view = key(cx, Action::ForMyEyes);
    let here = if look.is_for_my_eyes {
        format!("You see them now: {view} hides them here, too, for the projector.")
    } else {
        format!("Here, too, so that this screen can be projected: {view} shows them to you.")
    };
    doc.gap();
    doc.para(Role::Faint, &format!("{told}. {here}"));
}

/// A time box, such as "4:05".
pub(super) fn clock(left_s: u32) -> String {
    match left_s / 3_600 {
        0 => format!("{}:{:02}", left_s / 60, left_s % 60),
        hours => format!("{hours}:{:02}:{:02}", left_s / 60 % 60, left_s % 60),
    }
}

/// The Sprint that is handed in now, how many have done so, and of how many, where the class goes on together and a Sprint is
/// left to anybody.
pub(super) fn handed_in(class: &Bulletin) -> Option<(u32, usize, usize)> {
    let step = class.round.as_ref().filter(|round| !round.is_ended)?.step?;
    let (ready, open) = class.ready();
    (open > 0).then_some((step, ready, open))
}

/// How many are over, where each goes at their own pace.
pub(super) fn over(class: &Bulletin) -> (usize, usize) {
    let places = || class.seats.iter().filter_map(|seat| seat.place.as_ref());
    (places().filter(|place| place.is_over).count(), places().count())
}
