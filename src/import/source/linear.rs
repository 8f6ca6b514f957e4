//! Linear: “Export issues as CSV” of a team, project or view.
//!
//! Every cell is quoted; labels and links are set apart by commas; there is “Blocked by”, and nothing for the other
//! direction; finished and canceled issues have a date; text that a spreadsheet could take for a formula begins
//! with an apostrophe.

use super::{Profile, Source};
use crate::import::field::Field;

pub(super) const PROFILE: Profile = Profile {
    source: Source::Linear,
    signs: &[&[
        &["id"],
        &["team"],
        &["title"],
        &["status"],
        &["cycle number", "parent issue", "project milestone", "triaged", "estimate"],
    ]],
    columns: &[
        (Field::Id, &["id"]),
        (Field::OtherId, &["uuid"]),
        (Field::Title, &["title"]),
        (Field::Status, &["status"]),
        (Field::Done, &["completed", "canceled", "archived", "duplicate of"]),
        (Field::Estimate, &["estimate"]),
        (Field::Priority, &["priority"]),
        (Field::For, &["customer", "customers", "creator"]),
        (Field::Labels, &["labels"]),
        (Field::Description, &["description"]),
        (Field::Parent, &["parent issue"]),
        (Field::Requires, &["blocked by"]),
        (Field::Unlocks, &["blocks", "blocking"]),
    ],
    seconds: &[],
    hours: &[],
    holders: &["epic"],
    parts: &[],
};
