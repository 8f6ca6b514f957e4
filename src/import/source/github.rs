//! GitHub Projects: “Export view data” of a table, with tabs between cells.
//!
//! There are the columns of the view, fields of one's own among them; a draft has no URL; there is no number but
//! the one in the URL; statuses and field names often carry emoji.

use super::{Profile, Source};
use crate::import::field::Field;

pub(super) const PROFILE: Profile = Profile {
    source: Source::GitHub,
    signs: &[
        &[&["title"], &["url"], &["assignees", "labels", "repository", "milestone", "status"]],
        &[&["title"], &["linked pull requests", "sub issues progress", "reviewers"]],
    ],
    columns: &[
        (Field::Id, &["url"]),
        (Field::Title, &["title"]),
        (Field::Type, &["type", "issue type"]),
        (Field::Status, &["status"]),
        (Field::Done, &["closed", "closed at"]),
        (Field::Estimate, &["estimate", "story points", "points", "effort", "size"]),
        (Field::Labels, &["labels"]),
        (Field::Parent, &["parent issue"]),
        (Field::Requires, &["blocked by"]),
        (Field::Unlocks, &["blocking", "blocks"]),
    ],
    seconds: &[],
    hours: &[],
    holders: &["epic", "initiative"],
    parts: &[],
};
