//! How a session ends, and in which words.

/// How a session ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// As the guest wished.
    Left,
    /// The class sent them home, with these words.
    SentHome(String),
    /// The connection is gone.
    Lost,
    /// Nothing of what was sent was read for too long.
    Stalled,
    /// Nothing was typed for too long.
    Idle,
    /// Far more was typed than anybody can type.
    Flood,
    /// The App failed.
    Fault,
    /// The host goes down.
    Down,
}

impl Ending {
    /// What the guest is told at the end.
    #[must_use]
    pub fn farewell(&self) -> Option<&str> {
        match self {
            Self::Left | Self::Lost | Self::Stalled => None,
            Self::SentHome(words) => Some(words),
            Self::Idle => Some("You have not typed anything for a long time. Come back under the same name."),
            Self::Flood => Some("Far more came from your side than anybody can type, so this was ended."),
            Self::Fault => {
                Some("Something went wrong here. Come back under the same name; your game is kept.")
            }
            Self::Down => Some("The host is going down; come back in a moment, under the same name."),
        }
    }

    /// What the log says of it.
    #[must_use]
    pub fn told(&self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::SentHome(_) => "was sent home by the class",
            Self::Lost => "lost the connection",
            Self::Stalled => "was cut: nothing that was sent was read any more",
            Self::Idle => "was cut: nothing was typed for a long time",
            Self::Flood => "was cut: far more came than anybody can type",
            Self::Fault => "was cut: their session failed",
            Self::Down => "was sent home: the host goes down",
        }
    }
}
