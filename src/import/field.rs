//! What a column can tell of an item.

use crate::scenario::words::{nearest, ticked};

/// What a column can tell of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Its key.
    Id,
    /// Another key, which links may use.
    OtherId,
    /// Its title.
    Title,
    /// What sort of work it is.
    Type,
    /// How far it is.
    Status,
    /// When, why or whether it was finished: anything here means that it is.
    Done,
    /// Its effort.
    Estimate,
    /// Its value.
    Value,
    /// How important it is.
    Priority,
    /// Whom it is for.
    For,
    /// Labels.
    Labels,
    /// Its description.
    Description,
    /// Its acceptance criteria.
    Acceptance,
    /// What it is a part of.
    Parent,
    /// What it is blocked by.
    Requires,
    /// What it blocks.
    Unlocks,
    /// In a file of past Sprints: what was completed.
    Velocity,
}

impl Field {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 17] = [
        Self::Id,
        Self::OtherId,
        Self::Title,
        Self::Type,
        Self::Status,
        Self::Done,
        Self::Estimate,
        Self::Value,
        Self::Priority,
        Self::For,
        Self::Labels,
        Self::Description,
        Self::Acceptance,
        Self::Parent,
        Self::Requires,
        Self::Unlocks,
        Self::Velocity,
    ];

    /// What it is called on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::OtherId => "other-id",
            Self::Title => "title",
            Self::Type => "type",
            Self::Status => "status",
            Self::Done => "done",
            Self::Estimate => "estimate",
            Self::Value => "value",
            Self::Priority => "priority",
            Self::For => "for",
            Self::Labels => "labels",
            Self::Description => "description",
            Self::Acceptance => "acceptance",
            Self::Parent => "parent",
            Self::Requires => "requires",
            Self::Unlocks => "unlocks",
            Self::Velocity => "velocity",
        }
    }

    /// What it is for the item, in a few words.
    pub(super) fn told(self) -> &'static str {
        match self {
            Self::Id => "its key",
            Self::OtherId => "another key, used by links",
            Self::Title => "its title",
            Self::Type => "what sort of work it is",
            Self::Status => "whether it is Done",
            Self::Done => "whether it is Done: anything here means so",
            Self::Estimate => "its effort",
            Self::Value => "its value",
            Self::Priority => "its value, by priority",
            Self::For => "whom it is for",
            Self::Labels => "what sort of work it is",
            Self::Description => "its notes, and its story if there is one",
            Self::Acceptance => "its acceptance criteria",
            Self::Parent => "what it is a part of",
            Self::Requires => "what it requires",
            Self::Unlocks => "what requires it",
            Self::Velocity => "what was completed",
        }
    }

    /// Whether several columns of different names tell it together.
    pub(super) fn is_many(self) -> bool {
        matches!(self, Self::Done | Self::Labels | Self::Requires | Self::Unlocks)
    }
}

/// A column that somebody names for a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// What it tells.
    pub field: Field,
    /// The column's name; empty for none at all.
    pub column: String,
}

impl std::str::FromStr for Mapping {
    type Err = String;

    /// Reads `field=column`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, column) =
            text.split_once('=').ok_or("write FIELD=COLUMN, for example `value=Business Value`")?;
        let name = name.trim();
        let found = Field::ALL.iter().find(|field| field.name().eq_ignore_ascii_case(name));
        let Some(&field) = found else {
            let help = match nearest(name, Field::ALL.map(Field::name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the fields are {}", Field::ALL.map(Field::name).join(", ")),
            };
            return Err(format!("there is no field {}: {help}", ticked(name)));
        };
        Ok(Self { field, column: column.trim().to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_names_a_field_and_a_column() {
        let read = |text: &str| text.parse::<Mapping>().map(|map| (map.field, map.column));
        assert_eq!(read("value=Business = Value"), Ok((Field::Value, "Business = Value".to_owned())));
        assert_eq!(read("for="), Ok((Field::For, String::new())));
        assert_eq!(
            read("estimte=x"),
            Err("there is no field `estimte`: did you mean `estimate`?".to_owned())
        );
        assert!(read("colour=x").unwrap_err().ends_with("requires, unlocks, velocity"));
        assert!(read("value").unwrap_err().starts_with("write FIELD=COLUMN"));
    }
}
