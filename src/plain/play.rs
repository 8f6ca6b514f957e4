//! A game that is played line by line.

mod wishes;

use std::sync::{Arc, Mutex, PoisonError};

use super::change::Before;
use super::list;
use super::page::Page;
use super::parse::parse;
use super::{Effect, Step};
use crate::game::{Command, Game};
use crate::scenario::words::count;
use crate::tui::event::{Event, OpenedGame};
use crate::tui::texts::{self, Session};
use crate::tui::worker::{Forecaster, Job, Line};
use crate::words;

/// A game, and what was asked and waits for a yes or a no.
#[derive(Debug)]
pub(super) struct Play {
    session: Session,
    forecaster: Forecaster,
    asked: Option<Asked>,
    /// Whether the trainer's guide can be read.
    has_guide: bool,
}

/// What a yes leads to.
#[derive(Debug)]
struct Asked {
    question: String,
    yes: Yes,
}

#[derive(Debug)]
enum Yes {
    Do(Command),
    Leave(Vec<Effect>),
}

/// What is to be done before the page is printed, and after it.
#[derive(Debug, Default)]
pub(super) struct Reply {
    pub(super) before: Vec<Effect>,
    pub(super) after: Vec<Step>,
}

impl Reply {
    /// What is to be done after the page is printed.
    fn after(effects: impl IntoIterator<Item = Effect>) -> Self {
        Self { after: effects.into_iter().map(Step::Do).collect(), ..Self::default() }
    }
}

/// What is said once a debrief is printed.
const AFTER_THE_DEBRIEF: &str = "`review 1` reads the review of a Sprint again, `debrief` this debrief, `games` \
                                 lists other games, `quit` leaves.";

impl Play {
    /// A game that was begun or opened, and what is said first.
    pub(super) fn open(opened: OpenedGame, has_guide: bool, page: &mut Page) -> (Self, Vec<Step>) {
        let OpenedGame { game, name, rules, place, notice } = opened;
        let is_new = game.sprint() == 1 && !game.can_undo() && game.talks().is_empty();
        let session = Session::of(game, name, rules, place);
        let mut play = Self { session, forecaster: Forecaster::default(), asked: None, has_guide };
        if let Some(notice) = notice {
            page.say(words::sentence(&notice));
            page.gap();
        }
        if play.game().is_over() {
            list::write_header(page, &play.session);
            let debrief = play.debrief(page);
            return (play, debrief);
        }
        play.ask(false);
        if is_new {
            page.lines(texts::briefing(play.game(), page.columns()));
            page.gap();
            page.say(
                "In the list, an item is worth what it pays in all if it is Done in this Sprint. `help` lists the \
                 commands, `glossary` explains the words.",
            );
            page.gap();
        }
        list::write(page, &play.session);
        (play, Vec::new())
    }

    pub(super) fn game(&self) -> &Game {
        &self.session.game
    }

    pub(super) fn prompt(&self) -> String {
        match (&self.asked, self.game().is_over()) {
            (Some(_), _) => "yes or no> ".to_owned(),
            (None, true) => "Over> ".to_owned(),
            (None, false) => format!("Sprint {}> ", self.game().sprint()),
        }
    }

    /// Keeps in mind why something is not saved; says whether something was not.
    pub(super) fn note_unsaved(&mut self, why: Option<String>) -> bool {
        std::mem::replace(&mut self.session.unsaved, why).is_some()
    }

    /// Takes a line.
    pub(super) fn line(&mut self, line: &str, page: &mut Page) -> Reply {
        if let Some(asked) = self.asked.take() {
            return self.answered(asked, line.trim(), page);
        }
        if ["yes", "no", "y", "n"].contains(&line.trim().to_lowercase().as_str()) {
            page.say("There is no question to answer.");
            return Reply::default();
        }
        match parse(line) {
            Ok(wish) => self.wish(wish, page).unwrap_or_else(|told| {
                page.say(told);
                Reply::default()
            }),
            Err(told) => {
                page.say(told);
                Reply::default()
            }
        }
    }

    fn answered(&mut self, asked: Asked, answer: &str, page: &mut Page) -> Reply {
        match (answer.to_lowercase().as_str(), asked.yes) {
            ("yes" | "y", Yes::Do(command)) => self.apply(command, page),
            ("yes" | "y", Yes::Leave(effects)) => Reply::after(effects),
            ("no" | "n", _) => {
                page.say("Left as it was.");
                Reply::default()
            }
            (_, yes) => {
                page.say(format!("Answer `yes` or `no` first: {}", asked.question));
                self.asked = Some(Asked { yes, ..asked });
                Reply::default()
            }
        }
    }

    fn leave(&mut self, effects: Vec<Effect>, page: &mut Page) -> Reply {
        match texts::leave_question(&self.session) {
            Some(question) => self.question(question, Yes::Leave(effects), page),
            None => Reply::after(effects),
        }
    }

    fn question(&mut self, question: String, yes: Yes, page: &mut Page) -> Reply {
        page.say(format!("{question} Answer `yes` or `no`."));
        self.asked = Some(Asked { question, yes });
        Reply::default()
    }

    /// Lets the game take a command, and tells what came of it.
    fn apply(&mut self, command: Command, page: &mut Page) -> Reply {
        let before = Before::of(&self.session);
        let played = self.game().records().len();
        if let Err(refusal) = self.session.game.apply(&command) {
            page.say(words::sentence(&refusal.to_string()));
            return Reply::default();
        }
        let mut reply = Reply { before: vec![Effect::Append(command.clone())], ..Reply::default() };
        match &command {
            Command::RunSprint | Command::RunRest => reply.after.extend(self.ran(played, page)),
            Command::Talk { item } => {
                if let Some(item) = self.game().scenario().item_named(item) {
                    page.lines(texts::talk(self.game(), item, page.columns()));
                }
                let left = count(self.game().talks_left(), "talk");
                page.say(format!("You have {left} left in this Sprint."));
            }
            _ => {
                if before.is_reordered(&self.session) {
                    self.session.earlier = self.session.newest.take();
                    self.ask(false);
                }
                before.write(page, &self.session, &command);
            }
        }
        reply
    }

    /// Tells of the Sprints that were run, and where the game is now.
    fn ran(&mut self, played: usize, page: &mut Page) -> Vec<Step> {
        let session = &mut self.session;
        session.belief = Arc::new(session.game.belief());
        session.note_run(played as u32 + 1);
        if !session.game.is_over() {
            self.ask(false);
        }
        texts::remember(&mut self.session);
        let last = self.game().records().len().min(self.game().scenario().sprints as usize);
        for index in played..last {
            page.gap();
            page.say(format!("Sprint {}: the team is at work.", index + 1));
            texts::work(self.game(), index).iter().for_each(|line| page.entry(format!("- {line}")));
            page.gap();
            page.say(format!("Sprint Review of Sprint {}", index + 1));
            page.lines(texts::review(&self.session, index, page.columns()));
        }
        page.gap();
        if self.game().is_over() {
            list::write_header(page, &self.session);
            return self.debrief(page);
        }
        list::write(page, &self.session);
        Vec::new()
    }

    /// Has the debrief printed.
    fn debrief(&self, page: &mut Page) -> Vec<Step> {
        page.say("Looking for what decided it. This takes a while; Ctrl-C ends it early.");
        page.gap();
        let (name, game) = (self.session.name.clone(), Box::new(self.game().clone()));
        let mut last = Page::new(page.columns());
        last.say(AFTER_THE_DEBRIEF);
        vec![Step::Do(Effect::Debrief { name, game }), Step::Say(format!("\n{}", last.into_text()))]
    }

    /// Forecasts the order as it stands.
    fn ask(&mut self, is_worth_wanted: bool) {
        let request = texts::request(&self.session, 0, is_worth_wanted);
        let events = Mutex::new(Vec::new());
        let tell = |event| events.lock().unwrap_or_else(PoisonError::into_inner).push(event);
        self.forecaster.work(&Job::Forecast(request), &Line::open(&tell));
        for event in events.into_inner().unwrap_or_else(PoisonError::into_inner) {
            match event {
                Event::Forecast(answer) => self.session.take_forecast(answer.forecast),
                Event::Judged { choice, .. } => self.session.worth = Some(choice),
                _ => {}
            }
        }
    }
}
