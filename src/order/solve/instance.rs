//! One future of which everything is known, made small: only what is open and can still matter.

use crate::scenario::{Effect, ItemIx, Scenario, StakeholderIx, TINY, Targets, When};
use crate::sim::state::{Progress, RiskState};
use crate::sim::{Belief, Luck};

/// One future from a belief on, with all its luck (model, section 2). Open items are numbered anew, in file
/// order; figures are those of the scenario.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    /// What is not Done, in file order.
    pub(super) jobs: Vec<Job>,
    /// H, the last Sprint that is played.
    pub(super) sprints: u32,
    /// L, the last Sprint in which benefits count.
    pub(super) last: u32,
    /// Sprints that have ended.
    pub(super) ended: u32,
    /// Whether the Sprint after those has started.
    pub(super) is_started: bool,
    /// The velocity drawn for each Sprint from the first, effort units.
    pub(super) velocity: Vec<f64>,
    /// Velocity factors that were called, with their first and last Sprint.
    pub(super) factors: Vec<(f64, u32, u32)>,
    /// Effort that each Sprint loses already.
    pub(super) upkeep: f64,
    /// Value that is certain: what was paid, and what recurring benefits still pay.
    pub(super) value: f64,
    /// Risks that will strike unless they are prevented, by file order.
    pub(super) strikes: Vec<(u32, Vec<Act>)>,
    /// Goals that are still open.
    pub(super) goals: Vec<OpenGoal>,
    /// Stakeholders, if any can still escalate with consequences.
    pub(super) people: Vec<Person>,
    /// Who escalated in the last Sprint.
    pub(super) escalating: Vec<u32>,
    /// How many items are refined in a Sprint; 0 where that changes nothing.
    pub(super) refined_per_sprint: u32,
}

/// An item that is not Done.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub(super) item: ItemIx,
    /// Effort left, rework that may come left aside.
    pub(super) effort: f64,
    pub(super) is_started: bool,
    /// What rework multiplies the effort by if work starts before it is refined; 1 if it meets none.
    pub(super) rework: f64,
    pub(super) is_refined: bool,
    pub(super) has_arrived: bool,
    /// Product of the value factors so far.
    pub(super) factor: f64,
    pub(super) benefits: Vec<(f64, When)>,
    /// Whom it serves.
    pub(super) serves: Vec<StakeholderIx>,
    /// What it requires of what is open.
    pub(super) needs: Vec<u32>,
    pub(super) on_done: Vec<Act>,
    /// Effort that each later Sprint loses once it is Done.
    pub(super) upkeep: f64,
}

/// An effect, its luck known. What only tells something is left out: nobody listens.
#[derive(Clone, Debug)]
pub(super) enum Act {
    Effort(Vec<u32>, f64),
    Value(Vec<u32>, f64),
    Velocity(f64, Option<u32>),
    Cost(f64),
    Prevent(Vec<u32>),
    Arrive(Vec<u32>),
}

#[derive(Clone, Debug)]
pub(super) struct OpenGoal {
    pub(super) jobs: Vec<u32>,
    pub(super) by: u32,
    pub(super) bonus: f64,
}

#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) trust: f64,
    pub(super) waiting: u32,
    pub(super) patience: u32,
    pub(super) has_escalated: bool,
    pub(super) escalation: Vec<Act>,
}

impl Instance {
    /// What a belief and a luck that agrees with it leave open.
    pub(super) fn of(scenario: &Scenario, belief: &Belief, luck: &Luck) -> Self {
        let state = belief.state();
        let names = Names::of(scenario, belief, luck);
        let mut jobs: Vec<Job> = names.open.iter().map(|&item| names.job(item)).collect();
        let refined_per_sprint = scenario.refined_per_sprint();
        let mut instance = Self {
            sprints: scenario.sprints,
            last: scenario.benefit_sprints,
            ended: state.ended,
            is_started: state.started > state.ended,
            velocity: luck.velocity.clone(),
            factors: state.velocity.iter().map(|f| (f.factor, f.from, f.to)).collect(),
            upkeep: state.upkeep,
            value: state.value
                + state.earning.iter().map(|e| e.amount).sum::<f64>()
                    * f64::from(scenario.benefit_sprints - state.ended),
            strikes: names
                .risks
                .iter()
                .map(|&(risk, sprint)| (sprint, names.acts(&scenario.risks[risk].impact)))
                .collect(),
            goals: names.goals(),
            people: names.people(),
            escalating: state.escalating.iter().map(|who| who.at() as u32).collect(),
            refined_per_sprint: 0,
            jobs: Vec::new(),
        };
        if instance.people.iter().all(|person| person.escalation.is_empty()) {
            instance.people.clear();
            instance.escalating.clear();
        }
        if jobs.iter().any(|job| job.rework != 1.0 && !job.is_refined && !job.is_started) {
            if refined_per_sprint == 0 {
                for job in jobs.iter_mut().filter(|job| !job.is_refined && !job.is_started) {
                    job.effort *= std::mem::replace(&mut job.rework, 1.0);
                }
            }
            instance.refined_per_sprint = refined_per_sprint;
        }
        instance.jobs = jobs;
        instance
    }

    /// The items of an order that are jobs here, by their numbers.
    pub(super) fn numbers(&self, order: &[ItemIx]) -> Vec<u32> {
        let number = |item: &ItemIx| self.jobs.binary_search_by_key(item, |job| job.item).ok();
        order.iter().filter_map(number).map(|at| at as u32).collect()
    }

    /// The items of these numbers.
    pub(super) fn items(&self, numbers: &[u32]) -> Vec<ItemIx> {
        numbers.iter().map(|&at| self.jobs[at as usize].item).collect()
    }

    /// Every effect that may still apply: of items, of risks, of escalations.
    pub(super) fn acts(&self) -> impl Iterator<Item = &Act> {
        let done = self.jobs.iter().flat_map(|job| &job.on_done);
        done.chain(self.acts_at_start())
    }

    /// The effects that may still apply at the start of a Sprint.
    pub(super) fn acts_at_start(&self) -> impl Iterator<Item = &Act> {
        let strikes = self.strikes.iter().flat_map(|(_, acts)| acts);
        strikes.chain(self.people.iter().flat_map(|person| &person.escalation))
    }

    /// The first Sprint in which work can be done.
    pub(super) fn first(&self) -> u32 {
        self.ended + 1
    }
}

impl Instance {
    /// Whether this is a single machine: efforts, capacities and pay-offs depend on nothing but the Sprint in
    /// which an item is Done, and goals on nothing but which others are.
    pub(super) fn is_machine(&self) -> bool {
        let is_cost = |act: &Act| matches!(act, Act::Cost(_));
        self.people.is_empty()
            && self.refined_per_sprint == 0
            && self.jobs.iter().all(|job| job.upkeep == 0.0 && job.on_done.iter().all(is_cost))
            && self.acts_at_start().all(|act| is_cost(act) || matches!(act, Act::Velocity(..)))
    }

    /// The work that one run through a sequence is: steps over its items and Sprints.
    pub(super) fn steps(&self) -> u64 {
        (self.jobs.len() + (self.sprints - self.ended) as usize) as u64
    }

    /// Whether something can interrupt the work on an item: what arrives at the start of a Sprint.
    pub(super) fn can_interrupt(&self) -> bool {
        self.acts_at_start().any(|act| matches!(act, Act::Arrive(_)))
    }

    /// The capacity of each Sprint from the first that is open, as large as it can be.
    pub(super) fn capacities(&self) -> Vec<f64> {
        let help: f64 = self.jobs.iter().map(Job::help).product();
        self.velocities().iter().map(|velocity| (velocity * help - self.upkeep).max(0.0)).collect()
    }

    /// The velocity of each Sprint from the first that is open, as large as it can be with no effects of items.
    pub(super) fn velocities(&self) -> Vec<f64> {
        let preventable = self.preventable();
        let by_people = self.people.iter().flat_map(|person| &person.escalation);
        let unsure = self.strikes.iter().zip(&preventable).filter(|(_, can)| **can);
        let help = help(by_people.chain(unsure.flat_map(|((_, acts), _)| acts)));
        let mut factors = self.factors.clone();
        for ((sprint, acts), _) in self.strikes.iter().zip(&preventable).filter(|(_, can)| !**can) {
            for act in acts {
                if let Act::Velocity(factor, n) = *act {
                    factors.push((factor, *sprint, n.map_or(u32::MAX, |n| sprint.saturating_add(n - 1))));
                }
            }
        }
        let velocity = |sprint: u32| {
            let in_force = factors.iter().filter(|(_, from, to)| (*from..=*to).contains(&sprint));
            let factor = in_force.fold(1.0, |product, (factor, ..)| product * factor);
            self.velocity[sprint as usize - 1] * factor * help
        };
        (self.first()..=self.sprints).map(velocity).collect()
    }

    /// Which strikes something could prevent.
    pub(super) fn preventable(&self) -> Vec<bool> {
        let mut can = vec![false; self.strikes.len()];
        for act in self.acts() {
            if let Act::Prevent(risks) = act {
                risks.iter().for_each(|&risk| can[risk as usize] = true);
            }
        }
        can
    }

    /// Whether each job is in the Product Backlog or can arrive there.
    pub(super) fn reachable(&self) -> Vec<bool> {
        let mut can: Vec<bool> = self.jobs.iter().map(|job| job.has_arrived).collect();
        for act in self.acts() {
            if let Act::Arrive(jobs) = act {
                jobs.iter().for_each(|&job| can[job as usize] = true);
            }
        }
        can
    }

    /// What costs at the start of Sprints after each Sprint 0 … H bring at most.
    pub(super) fn costs_to_come(&self) -> Vec<f64> {
        let mut sum = vec![0.0; self.sprints as usize + 1];
        let cost = |acts: &[Act]| -> f64 {
            acts.iter().map(|act| if let Act::Cost(amount) = act { *amount } else { 0.0 }).sum()
        };
        for ((sprint, acts), can) in self.strikes.iter().zip(self.preventable()) {
            let gain = if can { (-cost(acts)).max(0.0) } else { -cost(acts) };
            sum[..*sprint as usize].iter_mut().for_each(|sum| *sum += gain);
        }
        let escalations: f64 = self.people.iter().map(|p| (-cost(&p.escalation)).max(0.0)).sum();
        sum.iter_mut().for_each(|sum| *sum += escalations);
        sum
    }
}

impl Job {
    /// By how much it makes Sprints larger once it is Done, at most.
    pub(super) fn help(&self) -> f64 {
        help(self.on_done.iter())
    }
}

/// By how much effects make Sprints larger, at most.
fn help<'a>(acts: impl Iterator<Item = &'a Act>) -> f64 {
    acts.map(|act| if let Act::Velocity(factor, _) = act { factor.max(1.0) } else { 1.0 }).product()
}

/// What the small problem calls things.
struct Names<'a> {
    scenario: &'a Scenario,
    belief: &'a Belief,
    luck: &'a Luck,
    open: Vec<ItemIx>,
    job: Vec<Option<u32>>,
    /// Which risks will strike, and when.
    risks: Vec<(usize, u32)>,
}

impl<'a> Names<'a> {
    fn of(scenario: &'a Scenario, belief: &'a Belief, luck: &'a Luck) -> Self {
        let state = belief.state();
        let open: Vec<ItemIx> =
            scenario.item_indexes().filter(|&item| state.item(item).done().is_none()).collect();
        let mut job = vec![None; scenario.items.len()];
        for (number, item) in open.iter().enumerate() {
            job[item.at()] = Some(number as u32);
        }
        let strikes = luck.strikes.iter().enumerate().filter_map(|(risk, &strike)| Some((risk, strike?)));
        let will =
            |&(risk, sprint): &(usize, u32)| state.risks[risk] == RiskState::Open && sprint > state.started;
        let risks = strikes.filter(will).collect();
        Self { scenario, belief, luck, open, job, risks }
    }

    fn jobs(&self, items: &[ItemIx]) -> Vec<u32> {
        items.iter().filter_map(|item| self.job[item.at()]).collect()
    }

    fn targets(&self, items: &Targets) -> Vec<u32> {
        match items {
            Targets::All => (0..self.open.len() as u32).collect(),
            Targets::Some(items) => self.jobs(items),
        }
    }

    fn acts(&self, effects: &[Effect]) -> Vec<Act> {
        let act = |effect: &Effect| match effect {
            Effect::Effort { items, factor } => Some(Act::Effort(self.targets(items), *factor)),
            Effect::Value { items, factor } => Some(Act::Value(self.targets(items), *factor)),
            Effect::Velocity { factor, sprints } => Some(Act::Velocity(*factor, *sprints)),
            Effect::Cost { slot } => Some(Act::Cost(self.luck.cost[*slot])),
            Effect::Reveal { .. } => None,
            Effect::Prevent { risks } => {
                let number = |wanted: usize| self.risks.iter().position(|&(risk, _)| risk == wanted);
                let risks: Vec<u32> =
                    risks.iter().filter_map(|risk| number(risk.at())).map(|at| at as u32).collect();
                (!risks.is_empty()).then_some(Act::Prevent(risks))
            }
            Effect::Arrive { items } => {
                let here = |item: &&ItemIx| !self.belief.state().item(**item).arrived;
                let items: Vec<ItemIx> = items.iter().filter(here).copied().collect();
                (!items.is_empty()).then(|| Act::Arrive(self.jobs(&items)))
            }
        };
        effects.iter().filter_map(act).collect()
    }

    fn job(&self, item: ItemIx) -> Job {
        let (here, told) = (self.belief.state().item(item), self.scenario.item(item));
        let (effort, is_started) = match here.progress {
            Progress::Started { remaining } => (remaining, true),
            _ => (self.luck.effort[item.at()] * here.effort_factor, false),
        };
        let meets_rework =
            self.scenario.refinement.is_some() && self.luck.rework[item.at()] < told.rework_chance;
        let serves = told.benefits.iter().filter(|benefit| benefit.amount.likely() > 0.0);
        Job {
            item,
            effort,
            is_started,
            rework: if meets_rework { 1.0 + self.scenario.rework_extra() } else { 1.0 },
            is_refined: here.refined,
            has_arrived: here.arrived,
            factor: here.value_factor,
            benefits: told.benefits.iter().map(|b| (self.luck.amount[b.slot], b.when)).collect(),
            serves: serves.map(|benefit| benefit.stakeholder).collect(),
            needs: self.jobs(&told.requires),
            on_done: self.acts(&told.on_done),
            upkeep: told.upkeep,
        }
    }

    fn goals(&self) -> Vec<OpenGoal> {
        let goals = self.scenario.goals.iter().zip(&self.belief.state().goals).enumerate();
        let open = goals.filter(|(_, (goal, done))| done.is_none() && goal.by > self.belief.state().ended);
        open.map(|(index, (goal, _))| OpenGoal {
            jobs: self.jobs(&goal.items),
            by: goal.by,
            bonus: self.luck.bonus[index],
        })
        .collect()
    }

    fn people(&self) -> Vec<Person> {
        let people = self.scenario.stakeholders.iter().zip(&self.belief.state().stakeholders).enumerate();
        let calls = |index| self.belief.state().escalating.iter().any(|who| who.at() == index);
        people
            .map(|(index, (told, here))| Person {
                trust: here.trust,
                waiting: here.waiting,
                patience: told.patience,
                has_escalated: here.escalated,
                escalation: if here.escalated && !calls(index) {
                    Vec::new()
                } else {
                    self.acts(&told.escalation)
                },
            })
            .collect()
    }
}

/// Whether effort or capacity is used up.
pub(super) fn is_tiny(effort: f64) -> bool {
    effort <= TINY
}
