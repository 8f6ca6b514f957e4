//! The format as it is written: one serde structure per JSON object, and the schema made from them.
//!
//! Nothing here is checked beyond its type; [`Scenario`](super::Scenario) is the checked form. The doc
//! comments of the fields are the descriptions in the JSON Schema, so authors read them in their editor.

mod choices;

use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the format that this program reads and writes.
pub const FORMAT: u64 = 1;

/// A scenario: a product, its stakeholders, its Product Backlog, its risks and a team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Toporder scenario, format 1")]
pub struct RawScenario {
    /// Where the JSON Schema of this format is, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The format's version: 1.
    #[schemars(schema_with = "format_version")]
    pub format: u64,
    /// Title, one line.
    pub title: String,
    /// One or two sentences, shown where a scenario is picked.
    pub summary: String,
    /// How demanding it is.
    pub level: RawLevel,
    /// How many minutes a workshop should plan for it, at least 0.
    pub minutes: f64,
    /// What is being built and why.
    pub product: RawProduct,
    /// Text shown after values, such as "k€" or "meals".
    pub value_unit: String,
    /// Text shown after efforts and velocities, such as "points" or "hours".
    pub effort_unit: String,
    /// How many Sprints are played, a whole number from 1 to 10,000.
    pub sprints: u64,
    /// The last Sprint in which benefits still count, from `sprints` to 20,000; `sprints` if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefit_sprints: Option<u64>,
    /// How long a Sprint is, as text; "2 weeks" if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sprint_length: Option<String>,
    /// Who builds the product.
    pub team: RawTeam,
    /// How many items become refined in each Sprint, and what happens to those that are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refinement: Option<RawRefinement>,
    /// The people with a stake in the product, at least one.
    pub stakeholders: Vec<RawStakeholder>,
    /// The Product Backlog in its starting order, 1 to 10,000 items.
    pub items: Vec<RawItem>,
    /// Sets of items that earn a bonus when all are Done in time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<RawGoal>,
    /// What may strike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<RawRisk>,
    /// Questions for the debrief.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lessons: Vec<String>,
    /// Notes for the trainer, never shown to a participant in play.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guide: Vec<RawGuideSection>,
}

/// How demanding a scenario is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum RawLevel {
    /// For people who have never ordered a Product Backlog.
    Foundation,
    /// For people who know the basics.
    Practitioner,
    /// For people who want to be tested.
    Advanced,
}

/// What is being built and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Product")]
pub struct RawProduct {
    /// The product's name.
    pub name: String,
    /// The Product Idea.
    pub idea: String,
    /// The Product Vision.
    pub vision: String,
    /// The steps of the strategy.
    pub strategy: Vec<String>,
    /// The Product Goal, a sentence.
    pub goal: String,
}

/// Who builds the product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Team")]
pub struct RawTeam {
    /// The team's name.
    pub name: String,
    /// Effort per Sprint: a figure, a range, or past velocities to draw from.
    pub velocity: RawVelocity,
    /// What a Sprint of the team costs, in value units, for the debrief only; 0 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_per_sprint: Option<f64>,
}

/// Refinement and rework.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Refinement")]
pub struct RawRefinement {
    /// How many items become refined at the end of each Sprint, a whole number.
    pub per_sprint: u64,
    /// The chance, 0 to 1, that work on an item that is not refined meets rework.
    pub rework_chance: f64,
    /// The share of the effort that rework adds, at least 0.
    pub rework_extra: f64,
}

/// Someone with a stake in the product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Stakeholder")]
pub struct RawStakeholder {
    /// A short name of its own, used in `for`.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// What they do.
    pub role: String,
    /// What they want from the product.
    pub wants: String,
    /// Weight in the mean trust, at least 0; 1 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub influence: Option<f64>,
    /// Sprints they wait before trust falls, a whole number; 2 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patience: Option<u64>,
    /// Trust before the first Sprint, 0 to 1; 0.6 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<f64>,
    /// Things they say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voice: Vec<String>,
    /// What happens, once, when their trust is used up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalation: Vec<RawEffect>,
}

/// An item of the Product Backlog.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Item")]
pub struct RawItem {
    /// A short name of its own, used in `requires`, `items` and orders.
    pub id: String,
    /// Title, one line.
    pub title: String,
    /// What sort of work it is.
    pub kind: RawKind,
    /// The user story: who wants what, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<RawStory>,
    /// Acceptance criteria.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acceptance: Vec<String>,
    /// Effort, above 0.
    pub effort: RawRange,
    /// What it pays, to whom and when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub value: Vec<RawBenefit>,
    /// Ids of the items that must be Done before work on it can start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    /// What happens when it is Done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_done: Vec<RawEffect>,
    /// Effort that each later Sprint loses once it is Done, at least 0; 0 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upkeep: Option<f64>,
    /// Whether it is refined from the start, which spares it rework; false if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refined: Option<bool>,
    /// Chance of rework, 0 to 1, in place of the scenario's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rework_chance: Option<f64>,
    /// Whether it stays out of the Product Backlog until an effect brings it; false if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrives: Option<bool>,
    /// What can be asked in a conversation about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub talk: Vec<RawTalk>,
    /// Anything else that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// What sort of work an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum RawKind {
    /// Something that people use.
    Feature,
    /// A way to find something out.
    Experiment,
    /// Something that makes other work possible, cheaper or safer.
    Enabler,
    /// A repair.
    Fix,
    /// Something that law or contract asks for.
    Compliance,
}

/// A user story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Story")]
pub struct RawStory {
    /// Who: "As a …".
    #[serde(rename = "as")]
    pub role: String,
    /// What: "I want …".
    pub want: String,
    /// Why: "so that …".
    pub so_that: String,
}

/// One question about an item, and the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Talk")]
pub struct RawTalk {
    /// The question.
    pub ask: String,
    /// The answer.
    pub answer: String,
}

/// One part of what an item pays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Benefit")]
pub struct RawBenefit {
    /// The id of the stakeholder whom it serves.
    #[serde(rename = "for")]
    pub stakeholder: String,
    /// Value units; may be negative.
    pub amount: RawRange,
    /// When it pays; "recurring" if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<RawWhen>,
}

/// In which Sprints a benefit pays.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "When")]
pub enum RawWhen {
    /// In every Sprint after the item is Done.
    Recurring,
    /// In the Sprint in which the item is Done.
    Once,
    /// In the Sprint in which the item is Done, only if that is not after this Sprint.
    By(u64),
    /// In the Sprint in which the item is Done, halved for every so many Sprints after the first.
    HalfLife(f64),
    /// A fine in every Sprint after this one in which the item was not Done before.
    FineAfter(u64),
}

/// Items that earn a bonus when all are Done in time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Goal")]
pub struct RawGoal {
    /// Title, one line.
    pub title: String,
    /// Ids of the items, at least one.
    pub items: Vec<String>,
    /// The last Sprint in which it can be earned, from 1 to `sprints`; `sprints` if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<u64>,
    /// Value units.
    pub bonus: RawRange,
}

/// Something that may strike, at most once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Risk")]
pub struct RawRisk {
    /// A short name of its own, used in `risks` of a `prevent` effect.
    pub id: String,
    /// Title, one line.
    pub title: String,
    /// What it is about.
    pub text: String,
    /// The chance that it strikes at all, 0 to 1.
    pub chance: f64,
    /// The first Sprint in which it can strike, at least 1.
    pub from: u64,
    /// The last Sprint in which it can strike, at most `sprints`.
    pub to: u64,
    /// What happens when it strikes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub impact: Vec<RawEffect>,
}

/// A page of the trainer's guide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "GuideSection")]
pub struct RawGuideSection {
    /// Heading.
    pub title: String,
    /// Text.
    pub text: String,
}

/// What an item, a risk or an escalation changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "effect", rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Effect")]
pub enum RawEffect {
    /// Multiplies the remaining effort of items that are not Done.
    Effort {
        /// Ids of items, or "all".
        items: RawTargets,
        /// Above 0.
        factor: f64,
    },
    /// Multiplies what items that are not Done will pay.
    Value {
        /// Ids of items, or "all".
        items: RawTargets,
        /// At least 0.
        factor: f64,
    },
    /// Multiplies the team's velocity.
    Velocity {
        /// At least 0.
        factor: f64,
        /// For how many Sprints, at least 1; for good if left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sprints: Option<u64>,
    },
    /// Costs value in the current Sprint.
    Cost {
        /// Value units.
        amount: RawRange,
    },
    /// Makes the true effort and amounts of items known.
    Reveal {
        /// Ids of items, or "all".
        items: RawTargets,
    },
    /// Keeps risks that have not struck from ever striking.
    Prevent {
        /// Ids of risks.
        risks: Vec<String>,
    },
    /// Brings items into the Product Backlog.
    Arrive {
        /// Ids of items.
        items: Vec<String>,
    },
}

/// A certain figure, or `{"low": …, "likely": …, "high": …}`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RawRange {
    /// A number.
    Certain(f64),
    /// An object.
    Spread(RawSpread),
}

/// The three figures of a range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Spread")]
pub struct RawSpread {
    /// The smallest possible figure.
    pub low: f64,
    /// The likeliest figure.
    pub likely: f64,
    /// The largest possible figure.
    pub high: f64,
}

/// A range, or `{"history": […]}`.
#[derive(Clone, Debug, PartialEq)]
pub enum RawVelocity {
    /// A number, or low, likely and high.
    Range(RawRange),
    /// Past velocities.
    History(RawHistory),
}

/// Past velocities, one of which is drawn for each Sprint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "History")]
pub struct RawHistory {
    /// Effort units, at least one figure.
    pub history: Vec<f64>,
}

/// `"all"`, or a list of ids.
#[derive(Clone, Debug, PartialEq)]
pub enum RawTargets {
    /// Every item.
    All,
    /// These.
    Some(Vec<String>),
}

fn format_version(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "integer", "const": FORMAT })
}

/// The JSON Schema of the format.
#[must_use]
pub fn schema() -> Schema {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<RawScenario>();
    refuse_null(&mut schema);
    schema
}

/// An optional field is left out, never null; and `double` and `uint64` say nothing to an author.
fn refuse_null(schema: &mut Schema) {
    transform_subschemas(&mut refuse_null, schema);
    let Some(schema) = schema.as_object_mut() else { return };
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".into(), only);
        }
    }
    let mut only_branch = None;
    if let Some(Value::Array(branches)) = schema.get_mut("anyOf") {
        branches.retain(|branch| branch["type"] != "null");
        if let [Value::Object(only)] = branches.as_slice() {
            only_branch = Some(only.clone());
        }
    }
    schema.retain(|key, _| key != "format" && (key != "anyOf" || only_branch.is_none()));
    schema.extend(only_branch.unwrap_or_default());
}
