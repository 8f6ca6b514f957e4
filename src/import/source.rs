//! Where a file comes from, as data: by which columns it is told, and what its columns mean.

mod azure;
mod github;
mod jira;
mod linear;
mod plain;
pub(super) mod trello;

use super::field::Field;
use super::table::{Table, plain_name};

/// A program that exports backlogs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Jira, CSV.
    Jira,
    /// Azure DevOps, CSV of a query or a backlog.
    Azure,
    /// GitHub Projects, a view as TSV or CSV.
    GitHub,
    /// Linear, CSV.
    Linear,
    /// Trello, JSON of a board.
    Trello,
    /// Any other table.
    Csv,
}

impl Source {
    /// "a Jira export".
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Self::Jira => "a Jira export",
            Self::Azure => "an Azure DevOps export",
            Self::GitHub => "a view of GitHub Projects",
            Self::Linear => "a Linear export",
            Self::Trello => "a Trello board",
            Self::Csv => "a table",
        }
    }

    /// What the backlog was exported from, in a sentence.
    pub(super) fn origin(self) -> &'static str {
        match self {
            Self::Jira => "Jira",
            Self::Azure => "Azure DevOps",
            Self::GitHub => "GitHub Projects",
            Self::Linear => "Linear",
            Self::Trello => "Trello",
            Self::Csv => "a spreadsheet",
        }
    }

    fn profile(self) -> Option<&'static Profile> {
        PROFILES.iter().copied().find(|profile| profile.source == self)
    }
}

/// What is known of a program's exports. All names are plain, as [`plain_name`] makes them.
#[derive(Debug)]
pub(super) struct Profile {
    pub(super) source: Source,
    /// The sets of columns by which it is told: of one of the sets each entry must be there, under one of its names.
    signs: &'static [&'static [&'static [&'static str]]],
    /// The names of the columns that tell a field, the best first.
    columns: &'static [(Field, &'static [&'static str])],
    /// Columns with efforts in seconds.
    seconds: &'static [&'static str],
    /// Columns with efforts in hours.
    hours: &'static [&'static str],
    /// Types of what holds items, such as epics.
    holders: &'static [&'static str],
    /// Types of what is a part of an item, such as tasks of a story.
    parts: &'static [&'static str],
}

/// Those that are told by their columns, the most peculiar first.
const PROFILES: [&Profile; 5] =
    [&jira::PROFILE, &azure::PROFILE, &linear::PROFILE, &github::PROFILE, &trello::PROFILE];

/// The source that the columns of a table tell, and the columns that tell it.
pub(super) fn recognise(table: &Table) -> (Source, Vec<String>) {
    let plain: Vec<String> = table.headers.iter().map(|header| plain_name(header)).collect();
    for profile in PROFILES {
        for signs in profile.signs {
            let find = |names: &&[&str]| plain.iter().position(|header| names.contains(&header.as_str()));
            let found: Option<Vec<usize>> = signs.iter().map(find).collect();
            if let Some(found) = found {
                return (profile.source, found.into_iter().map(|n| table.headers[n].clone()).collect());
            }
        }
    }
    (Source::Csv, Vec::new())
}

/// The plain names of the columns that may tell a field, the best first.
pub(super) fn names(source: Source, field: Field) -> impl Iterator<Item = &'static str> {
    let own = source.profile().map_or(&[][..], |profile| profile.columns);
    let of = move |columns: &'static [(Field, &'static [&'static str])]| {
        columns.iter().filter(move |(other, _)| *other == field).flat_map(|(_, names)| names.iter().copied())
    };
    of(own).chain(of(plain::PROFILE.columns))
}

/// What the figures of a column of efforts count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Points,
    Hours,
    Days,
    Seconds,
}

/// What the figures of a column of efforts count, by its plain name.
pub(super) fn unit(source: Source, column: &str) -> Unit {
    let mut profiles = source.profile().into_iter().chain([&plain::PROFILE]);
    let has = |word: &str| column.split(' ').any(|other| other == word);
    if source.profile().is_some_and(|profile| profile.seconds.contains(&column)) || has("seconds") {
        Unit::Seconds
    } else if profiles.any(|profile| profile.hours.contains(&column)) || has("hours") || has("hrs") {
        Unit::Hours
    } else if has("days") {
        Unit::Days
    } else {
        Unit::Points
    }
}

/// Where something stands in the tree of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// What is ordered.
    Item,
    /// What holds items.
    Holder,
    /// A part of an item.
    Part,
}

/// Where something stands in the tree of work, by its type.
pub(super) fn level(source: Source, kind: &str) -> Level {
    let kind = plain_name(kind);
    let has = |list: fn(&Profile) -> &'static [&'static str]| {
        source.profile().into_iter().chain([&plain::PROFILE]).any(|p| list(p).contains(&kind.as_str()))
    };
    if has(|profile| profile.holders) {
        Level::Holder
    } else if has(|profile| profile.parts) {
        Level::Part
    } else {
        Level::Item
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table;

    #[test]
    fn names_are_plain() {
        for profile in PROFILES.into_iter().chain([&plain::PROFILE]) {
            let columns = profile.columns.iter().flat_map(|(_, names)| names.iter());
            let signs = profile.signs.iter().flat_map(|sets| sets.iter()).flat_map(|names| names.iter());
            let lists = [profile.seconds, profile.hours, profile.holders, profile.parts];
            for name in columns.chain(signs).chain(lists.into_iter().flatten()) {
                assert_eq!(plain_name(name), *name);
            }
        }
    }

    #[test]
    fn a_source_is_told_by_its_columns() {
        for (header, source) in [
            ("Summary,Issue key,Issue id,Issue Type,Status", Source::Jira),
            ("Work type,Key,Summary,Status", Source::Jira),
            ("ID,Work Item Type,Title 1,Title 2,State", Source::Azure),
            ("ID,Work Item Type,Title,Assigned To,State,Tags", Source::Azure),
            ("ID,Team,Title,Description,Status,Estimate,Priority,Cycle Number", Source::Linear),
            ("Title\tURL\tAssignees\tStatus\tLabels", Source::GitHub),
            ("Title\tStatus\tLinked pull requests", Source::GitHub),
            ("Title,Status,Estimate", Source::Csv),
        ] {
            let table = table::read(&format!("{header}\nx\n")).expect("a table");
            assert_eq!(recognise(&table).0, source, "{header}");
        }
    }
}
