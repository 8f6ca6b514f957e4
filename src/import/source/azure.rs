//! Azure DevOps: “Export to CSV” of a query or a backlog.
//!
//! A tree has columns `Title 1`, `Title 2` … of which each row fills one; tags are set apart by `; `; people are
//! `Name <address>`; descriptions are HTML; 1 is the highest priority. Links are there if the query asks for them.

use super::{Profile, Source};
use crate::import::field::Field;

pub(super) const PROFILE: Profile = Profile {
    source: Source::Azure,
    signs: &[&[&["work item type"], &["title", "title 1"]]],
    columns: &[
        (Field::Id, &["id"]),
        (Field::Title, &["title", "title 1", "title 2", "title 3", "title 4", "title 5", "title 6"]),
        (Field::Type, &["work item type"]),
        (Field::Status, &["state"]),
        (Field::Done, &["closed date"]),
        (Field::Estimate, &["effort", "story points", "size", "original estimate", "remaining work"]),
        (Field::Value, &["business value"]),
        (Field::Priority, &["priority"]),
        (Field::For, &["stakeholder", "customer", "requested by", "created by"]),
        (Field::Labels, &["tags"]),
        (Field::Description, &["description"]),
        (Field::Acceptance, &["acceptance criteria"]),
        (Field::Parent, &["parent"]),
        (Field::Requires, &["predecessor", "predecessors"]),
        (Field::Unlocks, &["successor", "successors"]),
    ],
    seconds: &[],
    hours: &["original estimate", "remaining work"],
    holders: &["epic", "feature"],
    parts: &["task", "test case", "test plan", "test suite", "shared steps"],
};
