//! What is asked for in a line, looked for in the game and carried out.

use super::super::Effect;
use super::super::explained::{write_glossary, write_help};
use super::super::page::Page;
use super::super::parse::Wish;
use super::super::table::{self, Verb};
use super::super::{change, list, named, value};
use super::{Play, Reply, Yes};
use crate::game::journal::Coach;
use crate::game::{Command, Subject};
use crate::order;
use crate::scenario::ItemIx;
use crate::scenario::words::excerpt;
use crate::tui::texts;
use crate::words;

/// What is told where a game that is over would have to change.
const OVER: &str = "The game is over: `review` and `debrief` tell of it, `games` offers others.";

/// What is told to who is no trainer.
const NO_GUIDE: &str = "The guide is for the trainer: a game with --guide shows it.";

impl Play {
    /// Does what is asked for.
    ///
    /// # Errors
    /// In a line why not, and what to write instead.
    pub(super) fn wish(&mut self, wish: Wish<'_>, page: &mut Page) -> Result<Reply, String> {
        let command = match wish {
            Wish::Alone(verb) => return self.alone(verb, page),
            Wish::Item(Verb::Read, name) => {
                let item = named::find(self.game(), name)?;
                page.lines(texts::item(&self.session, item, page.columns()));
                return Ok(Reply::default());
            }
            Wish::Word(word) => {
                write_glossary(page, word);
                return Ok(Reply::default());
            }
            Wish::Review(sprint) => {
                self.write_review(page, Some(sprint))?;
                return Ok(Reply::default());
            }
            Wish::Help(name) => {
                let entry = table::find(name)?;
                page.say(entry.line());
                page.say(entry.how());
                return Ok(Reply::default());
            }
            // From here on, the game is changed.
            _ if self.game().is_over() => return Err(OVER.to_owned()),
            Wish::Item(verb, name) => return self.with_item(verb, name, page),
            Wish::Move(name, to) => return self.move_to(self.open_item(name)?, to, page),
            Wish::Order(names) => self.order(&names)?,
            Wish::Forecast(what, by, percent) => self.forecast(what, by, percent)?,
            Wish::Goal(text, numbers) => {
                let items = self.open_items(&numbers)?.into_iter().map(|item| self.id(item)).collect();
                Command::SprintGoal { text: text.to_owned(), items }
            }
            Wish::Reason(text) => Command::Reason { text: text.to_owned() },
            Wish::RunRest => {
                let question = texts::run_rest_question(&self.session);
                return Ok(self.run(Some(question), Command::RunRest, page));
            }
        };
        Ok(self.apply(command, page))
    }

    /// Does what needs no more words.
    fn alone(&mut self, verb: Verb, page: &mut Page) -> Result<Reply, String> {
        let (session, columns) = (&self.session, page.columns());
        match verb {
            Verb::List => list::write(page, session),
            Verb::Value => {
                self.measure();
                value::write(page, &self.session);
            }
            Verb::Warnings => value::write_warnings(page, session),
            Verb::People => page.lines(texts::people(session, columns)),
            Verb::Risks => page.lines(texts::risks(session, columns)),
            Verb::Briefing => page.lines(texts::briefing(&session.game, columns)),
            Verb::Glossary => write_glossary(page, ""),
            Verb::Guide if !self.has_guide => return Err(NO_GUIDE.to_owned()),
            Verb::Guide => page.lines(texts::guide(session.game.scenario(), columns)),
            Verb::Help => write_help(page, self.has_guide),
            Verb::Goal => {
                page.say(change::goal(session));
                page.say(table::of(verb).how());
            }
            Verb::Reason => {
                page.say(change::reason(session));
                page.say(table::of(verb).how());
            }
            Verb::Forecast => {
                change::write_commitments(page, session);
                page.say(table::of(verb).how());
            }
            Verb::Review => self.write_review(page, None)?,
            Verb::Debrief if session.game.is_over() => {
                return Ok(Reply { after: self.debrief(page), ..Reply::default() });
            }
            Verb::Debrief => {
                return Err("The debrief comes when the game is over. `review` tells of a Sprint.".to_owned());
            }
            Verb::Save if session.place.is_none() => return Err("This game is not kept anywhere.".to_owned()),
            Verb::Save => return Ok(Reply::after([Effect::SaveAgain])),
            Verb::Games => return Ok(self.leave(vec![Effect::Close, Effect::ListGames], page)),
            Verb::Quit => return Ok(self.leave(vec![Effect::Quit], page)),
            _ if session.game.is_over() => return Err(OVER.to_owned()),
            Verb::Undo => return Ok(self.apply(Command::Undo, page)),
            Verb::Redo => return Ok(self.apply(Command::Redo, page)),
            Verb::Run => {
                let is_empty = session.game.plan().order.is_empty();
                let question = is_empty.then(|| texts::RUN_EMPTY.to_owned());
                return Ok(self.run(question, Command::RunSprint, page));
            }
            // These are read with what stands behind them.
            Verb::Read
            | Verb::Move
            | Verb::Up
            | Verb::Down
            | Verb::Top
            | Verb::Bottom
            | Verb::Order
            | Verb::NotNow
            | Verb::Bring
            | Verb::Talk => return Err(table::of(verb).how()),
        }
        Ok(Reply::default())
    }

    /// Does something with an item that is not Done.
    fn with_item(&mut self, verb: Verb, name: &str, page: &mut Page) -> Result<Reply, String> {
        let item = self.open_item(name)?;
        let plan = self.game().plan();
        let (last, at) =
            (plan.order.len(), plan.order.iter().position(|other| *other == item).map(|at| at + 1));
        match (verb, at) {
            (Verb::Up | Verb::Down, None) => {
                Err(format!("{} is not now: `move` puts it into the order.", self.title(item)))
            }
            (Verb::Up, Some(1)) => Err(format!("{} is at the top already.", self.title(item))),
            (Verb::Up, Some(at)) => self.move_to(item, at - 1, page),
            (Verb::Down, Some(at)) if at == last => {
                Err(format!("{} is at the bottom already.", self.title(item)))
            }
            (Verb::Down, Some(at)) => self.move_to(item, at + 1, page),
            (Verb::Top, _) => self.move_to(item, 1, page),
            (Verb::Bottom, at) => self.move_to(item, last + usize::from(at.is_none()), page),
            (Verb::NotNow, None) => Err(format!("{} is set aside already.", self.title(item))),
            (Verb::NotNow, Some(_)) => Ok(self.apply(Command::SetAside { item: self.id(item) }, page)),
            (Verb::Bring, at) => self.bring(at, page),
            (Verb::Talk, _) => self.talk(item, page),
            _ => Err(table::of(verb).how()),
        }
    }

    fn move_to(&mut self, item: ItemIx, to: usize, page: &mut Page) -> Result<Reply, String> {
        let order = &self.game().plan().order;
        let at = order.iter().position(|other| *other == item);
        if at.is_some_and(|at| at + 1 == to) {
            return Err(format!("{} is at place {to} already.", self.title(item)));
        }
        let is_up = at.is_none_or(|at| to <= at);
        let reply = self.apply(Command::Move { item: self.id(item), to }, page);
        if is_up && !reply.before.is_empty() {
            self.offer_to_bring(item, to, page);
        }
        Ok(reply)
    }

    /// Tells who moved an item above what it needs how that comes along.
    fn offer_to_bring(&self, item: ItemIx, to: usize, page: &mut Page) {
        let game = self.game();
        let above = &game.plan().order[..to - 1];
        let missing = order::missing(game.scenario(), game.state(), item, above);
        if self.session.coach() != Coach::Off && !missing.is_empty() {
            let titles: Vec<String> = missing.iter().map(|&needed| self.title(needed)).collect();
            page.say(format!("It needs {}: `bring {to}` brings that along.", words::list(&titles)));
        }
    }

    fn bring(&mut self, at: Option<usize>, page: &mut Page) -> Result<Reply, String> {
        let at = at.ok_or("That item is set aside: put it into the order first.")?;
        let game = self.game();
        let order = order::brought_along(game.scenario(), game.state(), &game.plan().order, at - 1);
        let order = order.ok_or("Nothing that this item needs stands below it.")?;
        let items = order.into_iter().map(|item| self.id(item)).collect();
        Ok(self.apply(Command::Order { items }, page))
    }

    fn talk(&mut self, item: ItemIx, page: &mut Page) -> Result<Reply, String> {
        let game = self.game();
        let is_possible = !game.has_talked(item) && game.state().item(item).can_be_refined();
        let command = Command::Talk { item: self.id(item) };
        if !is_possible || game.talks_left() == 0 {
            if game.has_talked(item) {
                page.say("You have talked about this item already.");
            }
            page.lines(texts::talk(game, item, page.columns()));
            return Ok(Reply::default());
        }
        if words::is_clear(game.scenario(), item) {
            page.lines(texts::talk(game, item, page.columns()));
            return Ok(self.question("Talk about it?".to_owned(), Yes::Do(command), page));
        }
        Ok(self.apply(command, page))
    }

    fn order(&self, names: &[&str]) -> Result<Command, String> {
        let first = self.open_items(names)?;
        let rest = self.game().plan().order.iter().filter(|item| !first.contains(item)).copied();
        let items = first.iter().copied().chain(rest).map(|item| self.id(item)).collect();
        Ok(Command::Order { items })
    }

    fn forecast(&self, what: &str, by: u32, percent: u32) -> Result<Command, String> {
        let subject = match what.strip_prefix("goal ") {
            Some(goal) => Subject::Goal(self.goal(goal.trim())?),
            None => Subject::Item(self.id(self.open_item(what)?)),
        };
        let percent = u8::try_from(percent)
            .map_err(|_| format!("A forecast is between 1 % and 99 % sure, not {percent} %."))?;
        Ok(Command::Commit { subject, by, percent })
    }

    /// The place of a goal, from 1.
    fn goal(&self, name: &str) -> Result<usize, String> {
        let goals = &self.game().scenario().goals;
        let count = goals.len();
        let fits = |title: &str| title.to_lowercase().contains(&name.to_lowercase());
        let found = match name.parse::<usize>() {
            Ok(number) => (1..=count).contains(&number).then_some(number),
            Err(_) => goals.iter().position(|goal| fits(&goal.title)).map(|index| index + 1),
        };
        found.ok_or_else(|| match count {
            0 => "There are no goals here that a forecast could be about.".to_owned(),
            _ => {
                format!("There is no goal {}: `risks` tells which there are.", words::quoted(&excerpt(name)))
            }
        })
    }

    fn run(&mut self, question: Option<String>, command: Command, page: &mut Page) -> Reply {
        if self.session.is_blind() {
            value::write_unsaid(page, &self.session);
            return Reply::default();
        }
        match question {
            Some(question) => self.question(question, Yes::Do(command), page),
            None => self.apply(command, page),
        }
    }

    fn write_review(&mut self, page: &mut Page, sprint: Option<u32>) -> Result<(), String> {
        let game = self.game();
        let played = game.records().len().min(game.scenario().sprints as usize);
        let sprint = sprint.map_or(played, |sprint| sprint as usize);
        if played == 0 {
            return Err("No Sprint has been run yet.".to_owned());
        }
        if !(1..=played).contains(&sprint) {
            return Err(match played {
                1 => "Only Sprint 1 has been run yet.".to_owned(),
                _ => format!("There are reviews of Sprints 1 to {played}."),
            });
        }
        page.say(format!("Sprint Review of Sprint {sprint}"));
        texts::remember(&mut self.session);
        page.lines(texts::review(&self.session, sprint - 1, page.columns()));
        Ok(())
    }

    /// Measures what the order is worth beside Par's, where that may be told.
    fn measure(&mut self) {
        if self.session.coach() == Coach::Full && !self.game().is_over() {
            self.ask(true);
        }
    }

    /// An item that is not Done, by its name.
    fn open_item(&self, name: &str) -> Result<ItemIx, String> {
        let item = named::find(self.game(), name)?;
        match self.game().state().item(item).done() {
            Some(_) => Err(format!("{} is Done: it can only be read.", self.title(item))),
            None => Ok(item),
        }
    }

    /// Items that are not Done, by their names, each of them once.
    fn open_items(&self, names: &[&str]) -> Result<Vec<ItemIx>, String> {
        let mut items: Vec<ItemIx> = Vec::new();
        for name in names {
            let item = self.open_item(name)?;
            if items.contains(&item) {
                return Err(format!("{} is named twice.", self.title(item)));
            }
            items.push(item);
        }
        Ok(items)
    }

    fn title(&self, item: ItemIx) -> String {
        words::quoted(&self.game().scenario().item(item).title)
    }

    fn id(&self, item: ItemIx) -> String {
        self.game().scenario().item(item).id.clone()
    }
}
