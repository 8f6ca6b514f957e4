//! The rules about meaning (model, section 1): [`RawScenario`] → [`Scenario`], with every error at once.
//!
//! The checked scenario is built along the way, with stand-ins where something is wrong; it is handed
//! out only if nothing was.

pub(crate) mod circles;
mod effects;
mod figures;
mod ids;
mod people;
mod text;
mod work;

use std::sync::Arc;

use super::ItemIx;
use super::problem::{Here, Hinge, MOST, Problem, Severity};
use super::raw::{FORMAT, RawLevel, RawScenario, RawVelocity};
use super::words;
use super::{GuideSection, Level, Product, Range, Refinement, Scenario, Team, Velocity};
use figures::{CHANCE, EFFORT, FIGURE};
use ids::Ids;

/// The most Sprints played.
const MOST_SPRINTS: u64 = 10_000;
/// The most Sprints in which benefits can count.
const MOST_BENEFIT_SPRINTS: u64 = 20_000;
/// The most that any other whole number can be.
const MOST_COUNT: u64 = 1_000_000_000_000;
/// The most items.
const MOST_ITEMS: usize = 10_000;

/// A scenario built from a file, and what is wrong or doubtful with it.
pub(super) struct Examined {
    /// Not to be used if there is an error among the problems.
    pub(super) scenario: Scenario,
    pub(super) problems: Vec<Problem>,
}

impl TryFrom<RawScenario> for Scenario {
    type Error = Vec<Problem>;

    /// Checks every rule of the format; the error lists all that is wrong, and no doubts.
    fn try_from(raw: RawScenario) -> Result<Self, Vec<Problem>> {
        let Examined { scenario, mut problems } = examine(raw);
        problems.retain(|problem| problem.severity == Severity::Error);
        if problems.is_empty() { Ok(scenario) } else { Err(problems) }
    }
}

/// Checks every rule of the format.
pub(super) fn examine(raw: RawScenario) -> Examined {
    let raw = Arc::new(raw);
    let mut check = Check::new(&raw);
    check.format();
    let (sprints, benefit_sprints) = check.sprints();
    let items = check.items();
    let benefit_slots = items.iter().map(|item| item.benefits.len()).sum();
    let fines = work::fines(&items);
    let item_ids = items.iter().zip(0..).map(|(item, n)| (item.id.clone(), ItemIx::new(n))).collect();
    let stakeholders = check.stakeholders();
    let goals = check.goals(sprints);
    let risks = check.risks(sprints);
    let scenario = Scenario {
        title: check.line(&raw.title, &Here::Root.field("title")),
        summary: check.some_prose(&raw.summary, &Here::Root.field("summary")),
        level: match raw.level {
            RawLevel::Foundation => Level::Foundation,
            RawLevel::Practitioner => Level::Practitioner,
            RawLevel::Advanced => Level::Advanced,
        },
        minutes: check.figure(raw.minutes, FIGURE, &Here::Root.field("minutes")),
        product: check.product(),
        value_unit: check.line(&raw.value_unit, &Here::Root.field("value_unit")),
        effort_unit: check.line(&raw.effort_unit, &Here::Root.field("effort_unit")),
        sprints,
        benefit_sprints,
        sprint_length: check.sprint_length(),
        team: check.team(),
        refinement: check.refinement(),
        lessons: check.all_prose(&raw.lessons, &Here::Root.field("lessons")),
        guide: check.guide(),
        benefit_slots,
        cost_slots: check.costs.len(),
        costs: std::mem::take(&mut check.costs),
        stakeholders,
        items,
        goals,
        risks,
        fines,
        item_ids,
        source: Arc::clone(&raw),
    };
    Examined { scenario, problems: check.problems }
}

/// A check under way.
struct Check<'r> {
    raw: &'r RawScenario,
    items: Ids<'r>,
    stakeholders: Ids<'r>,
    risks: Ids<'r>,
    /// The amounts of the cost effects met so far: those of items, then stakeholders, then risks.
    costs: Vec<Range>,
    problems: Vec<Problem>,
}

impl<'r> Check<'r> {
    fn new(raw: &'r RawScenario) -> Self {
        let mut problems = Vec::new();
        let mut ids = |list, noun, ids: Vec<&'r str>| Ids::new(list, noun, ids, &mut problems);
        Self {
            items: ids("items", "item", raw.items.iter().map(|item| &*item.id).collect()),
            stakeholders: ids(
                "stakeholders",
                "stakeholder",
                raw.stakeholders.iter().map(|s| &*s.id).collect(),
            ),
            risks: ids("risks", "risk", raw.risks.iter().map(|risk| &*risk.id).collect()),
            raw,
            costs: Vec::new(),
            problems,
        }
    }

    fn report(&mut self, problem: Problem) {
        if self.problems.len() < MOST {
            self.problems.push(problem);
        }
    }

    fn format(&mut self) {
        let here = Here::Root.field("format");
        if let Some(problem) = wrong_format(self.raw.format, &here) {
            self.report(problem);
        }
    }

    /// H and L.
    fn sprints(&mut self) -> (u32, u32) {
        let (here, until) = (Here::Root.field("sprints"), Here::Root.field("benefit_sprints"));
        let sprints = self.whole(self.raw.sprints, 1..=MOST_SPRINTS, &here);
        let Some(written) = self.raw.benefit_sprints else { return (sprints, sprints) };
        if written < self.raw.sprints {
            let message = format!("benefits cannot end in Sprint {written}, before the game does");
            let problem = Problem::error("benefits-end-early", until.path(), message)
                .label(format!("before Sprint {}", self.raw.sprints))
                .related(here.path(), "the last Sprint played")
                .help(format!("Write {} or more, or leave the field out.", self.raw.sprints))
                .hinges_on(Hinge::Value(here.path()));
            self.report(problem);
            return (sprints, sprints);
        }
        let last = self.whole(written, 1..=MOST_BENEFIT_SPRINTS, &until);
        (sprints, last.max(sprints))
    }

    fn product(&mut self) -> Product {
        let (raw, here) = (&self.raw.product, Here::Root.field("product"));
        Product {
            name: self.line(&raw.name, &here.field("name")),
            idea: self.prose(&raw.idea, &here.field("idea")),
            vision: self.prose(&raw.vision, &here.field("vision")),
            strategy: self.all_prose(&raw.strategy, &here.field("strategy")),
            goal: self.prose(&raw.goal, &here.field("goal")),
        }
    }

    fn sprint_length(&mut self) -> String {
        let here = Here::Root.field("sprint_length");
        self.raw.sprint_length.as_ref().map_or_else(|| "2 weeks".into(), |text| self.line(text, &here))
    }

    fn team(&mut self) -> Team {
        let (raw, here) = (&self.raw.team, Here::Root.field("team"));
        Team {
            name: self.line(&raw.name, &here.field("name")),
            velocity: self.velocity(&raw.velocity, &here.field("velocity")),
            cost_per_sprint: self.figure(
                raw.cost_per_sprint.unwrap_or(0.0),
                FIGURE,
                &here.field("cost_per_sprint"),
            ),
        }
    }

    fn velocity(&mut self, raw: &RawVelocity, here: &Here<'_>) -> Velocity {
        match raw {
            RawVelocity::Range(range) => Velocity::Range(self.range(*range, EFFORT, here)),
            RawVelocity::History(past) => {
                let list = here.field("history");
                if past.history.is_empty() {
                    let problem =
                        Problem::error("empty-list", list.path(), "`history` needs at least one velocity")
                            .label("empty")
                            .help("List the velocities of past Sprints: { \"history\": [18, 22, 20] }.");
                    self.report(problem);
                }
                let past = past.history.iter().enumerate();
                let past = past.map(|(n, value)| self.figure(*value, EFFORT, &list.entry(n)));
                Velocity::History(past.collect())
            }
        }
    }

    fn refinement(&mut self) -> Option<Refinement> {
        let (raw, here) = (self.raw.refinement.as_ref()?, Here::Root.field("refinement"));
        Some(Refinement {
            per_sprint: self.count(raw.per_sprint, &here.field("per_sprint")),
            rework_chance: self.figure(raw.rework_chance, CHANCE, &here.field("rework_chance")),
            rework_extra: self.figure(raw.rework_extra, FIGURE, &here.field("rework_extra")),
        })
    }

    fn guide(&mut self) -> Vec<GuideSection> {
        let list = Here::Root.field("guide");
        let sections = self.raw.guide.iter().enumerate();
        let sections = sections.map(|(n, raw)| {
            let here = list.entry(n);
            GuideSection {
                title: self.line(&raw.title, &here.field("title")),
                text: self.prose(&raw.text, &here.field("text")),
            }
        });
        sections.collect()
    }
}

/// What is wrong with a format's version, if anything is.
pub(super) fn wrong_format(format: u64, here: &Here<'_>) -> Option<Problem> {
    if format == FORMAT {
        return None;
    }
    let format = words::grouped(format);
    let problem = Problem::error(
        "format",
        here.path(),
        format!("this file is format {format}, this program reads {FORMAT}"),
    );
    let problem = problem.label(format!("this program reads {FORMAT}"));
    Some(if format == "0" {
        problem.help(format!("Write {FORMAT}."))
    } else {
        problem.help(format!("A newer Toporder may read it; or bring the file to format {FORMAT}."))
    })
}
