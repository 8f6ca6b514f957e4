//! A slice of a backlog as a scenario.

use std::collections::{HashMap, HashSet};

use super::figure;
use super::{Backlog, Item, Slice, Velocity, text};
use crate::scenario::raw::{
    FORMAT, RawBenefit, RawGuideSection, RawHistory, RawItem, RawLevel, RawProduct, RawRange, RawRefinement,
    RawScenario, RawStakeholder, RawTeam, RawVelocity,
};
use crate::scenario::words::count;
use crate::words::span;

/// The most stakeholders; those with the fewest items are one together.
const STAKEHOLDERS_MAX: usize = 6;
/// How many Sprints are played where nothing else is known.
const SPRINTS: u64 = 5;
/// The fewest and the most Sprints that a velocity can ask for.
const FEWEST_AND_MOST: (f64, f64) = (2.0, 12.0);
/// For how many Sprints after the last benefits count.
const PAID_AFTER: u64 = 4;
/// How the velocity of a Sprint may differ from what would be needed for all items.
const VELOCITY: (f64, f64) = (0.7, 1.2);
/// How many items are refined in a Sprint, the chance of rework, and how much it adds.
const REFINEMENT: RawRefinement = RawRefinement { per_sprint: 2, rework_chance: 0.25, rework_extra: 0.5 };

/// What a backlog does not say of a game.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Title of the scenario.
    pub title: String,
    /// How many Sprints are played, at least 1.
    pub sprints: u64,
    /// What was completed in past Sprints.
    pub velocity: Option<Velocity>,
}

impl Backlog {
    /// What is worth knowing of the velocity in a game of this slice.
    #[must_use]
    pub fn velocity_told(&self, slice: &Slice, frame: &Frame) -> String {
        match &frame.velocity {
            Some(velocity) => {
                let sprints = count(velocity.history.len(), "past Sprint");
                format!(
                    "Velocity: drawn from {sprints} (“{}”): {} a Sprint. {} are played (`--sprints`).",
                    velocity.column,
                    span(velocity.range(), self.effort_unit),
                    crate::words::sprints(u32::try_from(frame.sprints).unwrap_or(u32::MAX)),
                )
            }
            None => {
                let low_and_high = match self.needed(slice, frame.sprints) {
                    RawRange::Certain(figure) => (figure, figure),
                    RawRange::Spread(spread) => (spread.low, spread.high),
                };
                format!(
                    "Velocity: {}–{} {} a Sprint, about as much as all items need in {} (`--sprints`). `--velocity FILE` \
                     takes it from your past Sprints.",
                    crate::words::number(low_and_high.0),
                    crate::words::number(low_and_high.1),
                    self.effort_unit,
                    crate::words::sprints(u32::try_from(frame.sprints).unwrap_or(u32::MAX)),
                )
            }
        }
    }

    /// In how many Sprints all items of a slice are about Done with a velocity; five without one.
    #[must_use]
    pub fn sprints(&self, slice: &Slice, velocity: Option<&Velocity>) -> u64 {
        let Some(velocity) = velocity else { return SPRINTS };
        let mean = velocity.history.iter().sum::<f64>() / velocity.history.len() as f64;
        let needed = (self.effort(slice) / mean).clamp(FEWEST_AND_MOST.0, FEWEST_AND_MOST.1);
        needed as u64
    }

    fn effort(&self, slice: &Slice) -> f64 {
        slice.items.iter().map(|&item| figure::mean(self.items[item].effort)).sum()
    }

    /// The velocity with which all items of a slice are about Done in so many Sprints.
    fn needed(&self, slice: &Slice, sprints: u64) -> RawRange {
        let likely = (self.effort(slice) / sprints.max(1) as f64).clamp(0.01, 8e5);
        let fine = |figure: f64| if likely >= 10.0 { figure.round() } else { figure };
        figure::range(fine(likely * VELOCITY.0), fine(likely), fine(likely * VELOCITY.1))
    }

    /// What is told of refinement, which no backlog holds.
    #[must_use]
    pub fn refinement_told(&self) -> String {
        format!(
            "Rework: {} that work on an item brings half of its effort again, unless it was refined; {} can be \
             refined each Sprint. No export tells of it.",
            crate::words::percent(REFINEMENT.rework_chance),
            count(REFINEMENT.per_sprint as usize, "item"),
        )
    }

    /// The scenario of a slice.
    #[must_use]
    pub fn scenario(&self, slice: &Slice, frame: &Frame) -> RawScenario {
        let people = People::of(self, slice);
        let inside: HashSet<usize> = slice.items.iter().copied().collect();
        let items = slice.items.iter().map(|&n| self.item(&self.items[n], &inside, &people)).collect();
        let title = match text::line(&frame.title, text::TITLE_MAX).0 {
            title if title.is_empty() => "An imported backlog".to_owned(),
            title => title,
        };
        let velocity = match &frame.velocity {
            Some(velocity) => RawVelocity::History(RawHistory { history: velocity.history.clone() }),
            None => RawVelocity::Range(self.needed(slice, frame.sprints)),
        };
        let number = count(slice.items.len(), "item");
        RawScenario {
            schema: None,
            format: FORMAT,
            summary: format!(
                "{number} of a real Product Backlog, exported from {}.",
                self.findings.source.origin()
            ),
            level: RawLevel::Practitioner,
            minutes: (10 + frame.sprints.min(1_000) * 5) as f64,
            product: product(&title, frame.sprints),
            value_unit: "value points".to_owned(),
            effort_unit: self.effort_unit.to_owned(),
            sprints: frame.sprints,
            benefit_sprints: Some(frame.sprints.saturating_add(PAID_AFTER)),
            sprint_length: None,
            team: RawTeam { name: "The Developers".to_owned(), velocity, cost_per_sprint: None },
            refinement: Some(REFINEMENT),
            stakeholders: people.stakeholders,
            items,
            goals: Vec::new(),
            risks: Vec::new(),
            lessons: lessons(),
            guide: vec![self.guide(slice, frame)],
            title,
        }
    }

    fn item(&self, item: &Item, inside: &HashSet<usize>, people: &People) -> RawItem {
        let requires = item.requires.iter().filter(|required| inside.contains(required));
        let benefit =
            RawBenefit { stakeholder: people.id(item.whom.as_deref()), amount: item.value, when: None };
        RawItem {
            id: item.id.clone(),
            title: item.title.clone(),
            kind: item.kind,
            story: item.story.clone(),
            acceptance: item.acceptance.clone(),
            effort: item.effort,
            value: if item.value == RawRange::Certain(0.0) { Vec::new() } else { vec![benefit] },
            requires: requires.map(|&required| self.items[required].id.clone()).collect(),
            on_done: Vec::new(),
            upkeep: None,
            refined: None,
            rework_chance: None,
            arrives: None,
            talk: Vec::new(),
            notes: item.notes.clone(),
        }
    }

    /// A page for the trainer on what was assumed.
    fn guide(&self, slice: &Slice, frame: &Frame) -> RawGuideSection {
        let findings = &self.findings;
        let mut said = vec![format!("Made from an export of {}.", findings.source.origin())];
        said.extend(findings.assumed.iter().chain(&findings.links).cloned());
        said.push(self.velocity_told(slice, frame));
        said.push(self.refinement_told());
        // Names of columns and keys are somebody else's text.
        RawGuideSection { title: "Where this comes from".to_owned(), text: text::lines(&said) }
    }
}

fn product(title: &str, sprints: u64) -> RawProduct {
    let sprints = crate::words::sprints(u32::try_from(sprints).unwrap_or(u32::MAX));
    RawProduct {
        name: title.to_owned(),
        idea: "A product that exists: its backlog was imported.".to_owned(),
        vision: "What it is for, the people who work on it know: talk about it before you order.".to_owned(),
        strategy: vec!["What is worth most for its effort comes first.".to_owned()],
        goal: format!("As much value as possible within {sprints}."),
    }
}

fn lessons() -> Vec<String> {
    [
        "Where does this order differ from the one in your tool, and which of the two would you defend?",
        "Which figure would you most like to know better, and how could you find it out?",
        "What was left out at the end, and who would miss it?",
    ]
    .map(str::to_owned)
    .into()
}

/// The people that items are for.
struct People {
    stakeholders: Vec<RawStakeholder>,
    /// The id of each name.
    ids: HashMap<String, String>,
    /// The id of those who are not named.
    others: String,
}

impl People {
    fn of(backlog: &Backlog, slice: &Slice) -> Self {
        let mut numbers: Vec<(&str, usize)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut unnamed = 0;
        let items = || slice.items.iter().map(|&item| &backlog.items[item]);
        // Whom nothing serves would wait in vain.
        for item in items().filter(|item| figure::likely(item.value) > 0.0) {
            match item.whom.as_deref() {
                Some(name) => {
                    let place = *places.entry(name).or_insert(numbers.len());
                    if place == numbers.len() {
                        numbers.push((name, 0));
                    }
                    numbers[place].1 += 1;
                }
                None => unnamed += 1,
            }
        }
        // Those with the most items; of equals, those who come first.
        numbers.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
        let is_crowd = numbers.len() + usize::from(unnamed > 0) > STAKEHOLDERS_MAX;
        let named = if is_crowd { STAKEHOLDERS_MAX - 1 } else { numbers.len() };
        let others = if named == 0 { "users" } else { "others" }.to_owned();
        let mut people = Self { stakeholders: Vec::new(), ids: HashMap::new(), others };
        for (name, _) in &numbers[..named] {
            let id = people.free_id(name);
            people.ids.insert((*name).to_owned(), id.clone());
            people.stakeholders.push(stakeholder(&id, name, "asks for some of it"));
        }
        let is_unserved = |item: &Item| {
            figure::likely(item.value) < 0.0 && people.id(item.whom.as_deref()) == people.others
        };
        if named < numbers.len() || unnamed > 0 || named == 0 || items().any(is_unserved) {
            let (name, role) = match named {
                0 => ("Users", "everyone who uses the product"),
                _ => ("All others", "those with few items of their own"),
            };
            people.stakeholders.push(stakeholder(&people.others, name, role));
        }
        people
    }

    fn free_id(&self, name: &str) -> String {
        let id = text::id(&name.to_lowercase().replace(' ', "-")).unwrap_or_else(|| "someone".to_owned());
        let taken = |id: &str| id == self.others || self.ids.values().any(|other| other == id);
        let mut free = id.clone();
        let mut namesake = 2;
        while taken(&free) {
            free = format!("{id}-{namesake}");
            namesake += 1;
        }
        free
    }

    fn id(&self, name: Option<&str>) -> String {
        name.and_then(|name| self.ids.get(name)).unwrap_or(&self.others).clone()
    }
}

fn stakeholder(id: &str, name: &str, role: &str) -> RawStakeholder {
    RawStakeholder {
        id: id.to_owned(),
        name: name.to_owned(),
        role: role.to_owned(),
        wants: "What the items say that are for them.".to_owned(),
        influence: None,
        patience: None,
        trust: None,
        voice: Vec::new(),
        escalation: Vec::new(),
    }
}
