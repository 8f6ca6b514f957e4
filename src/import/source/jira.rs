//! Jira: “Export CSV (all fields)” or “(current fields)” of a search.
//!
//! A field with several values has several columns of the same name; custom fields stand in brackets; links are
//! columns named by direction and type, with one key each; a parent is named by its number, not its key; times are
//! in seconds. What Jira calls an issue in some exports it calls a work item in others.

use super::{Profile, Source};
use crate::import::field::Field;

pub(super) const PROFILE: Profile = Profile {
    source: Source::Jira,
    signs: &[&[&["issue key", "work item key", "key"], &["summary"]]],
    columns: &[
        (Field::Id, &["issue key", "work item key", "key"]),
        (Field::OtherId, &["issue id", "work item id"]),
        (Field::Title, &["summary"]),
        (Field::Type, &["issue type", "work type", "work item type"]),
        (Field::Status, &["status"]),
        (Field::Done, &["resolution", "resolved"]),
        (Field::Estimate, &["story points", "story point estimate", "original estimate"]),
        (Field::Value, &["business value", "value", "customer value", "cost of delay"]),
        (Field::Priority, &["priority"]),
        (Field::For, &["stakeholder", "stakeholders", "customer", "requested by", "reporter", "creator"]),
        (Field::Labels, &["labels"]),
        (Field::Description, &["description"]),
        (Field::Acceptance, &["acceptance criteria"]),
        (Field::Parent, &["parent", "parent id", "parent key"]),
        (
            Field::Requires,
            &[
                "inward issue link blocks",
                "inward issue link blocker",
                "inward work item link blocks",
                "inward work item link blocker",
                // These read the other way round: out of the item goes “depends on”.
                "outward issue link dependency",
                "outward issue link depends",
                "outward issue link dependent",
                "outward work item link dependency",
                "outward work item link depends",
            ],
        ),
        (
            Field::Unlocks,
            &[
                "outward issue link blocks",
                "outward issue link blocker",
                "outward work item link blocks",
                "outward work item link blocker",
                "inward issue link dependency",
                "inward issue link depends",
                "inward issue link dependent",
                "inward work item link dependency",
                "inward work item link depends",
            ],
        ),
    ],
    seconds: &["original estimate", "remaining estimate", "σ original estimate"],
    hours: &[],
    holders: &["epic", "initiative", "theme"],
    parts: &["sub task", "subtask", "sub bug"],
};
