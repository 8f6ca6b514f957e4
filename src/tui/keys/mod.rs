//! What can be done on each screen, and with which keys: one table for lookup, hints, help and palette.

mod map;
mod table;

pub use self::map::{KeyMap, Line, Own, Part, Problem};
pub use self::table::BINDINGS;

/// A screen, as far as keys are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Every screen.
    Everywhere,
    /// Where a scenario or a saved game is picked.
    Picker,
    /// What a scenario is about.
    Briefing,
    /// Where participants of a class wait for each other.
    Lobby,
    /// A class, as its trainer sees it.
    ClassBoard,
    /// How one joins a class, for everybody to see.
    Joining,
    /// What is played next in a class.
    Begin,
    /// One of several is chosen.
    Choose,
    /// Something is typed.
    Type,
    /// The screen of a participant, as the trainer sees it.
    Shoulder,
    /// The results of a round.
    Results,
    /// The Product Backlog.
    Board,
    /// One item in full.
    Item,
    /// A conversation about an item.
    Talk,
    /// What is said before a Sprint.
    Commit,
    /// The order in play beside the one that was parked.
    Parked,
    /// A Sprint that runs.
    Sprint,
    /// The Sprint Review.
    Review,
    /// Everybody who wants something.
    People,
    /// The whole game, Sprint by Sprint.
    Timeline,
    /// The board as it was.
    Past,
    /// The end.
    Debrief,
    /// How a figure of the debrief is made.
    Figure,
    /// An order of the game beside a better one.
    Beside,
    /// An order of the game, changed.
    WhatIf,
    /// A journal, step by step.
    Replay,
    /// Games on the same future, side by side.
    Race,
    /// The keys.
    Help,
    /// Commands by name.
    Palette,
    /// What the words mean.
    Glossary,
    /// What the trainer is told.
    Guide,
    /// A question before something is lost.
    Confirm,
}

impl Place {
    /// Every screen, as the table lists them.
    pub const ALL: [Self; 32] = [
        Self::Picker,
        Self::Briefing,
        Self::Lobby,
        Self::ClassBoard,
        Self::Joining,
        Self::Begin,
        Self::Choose,
        Self::Type,
        Self::Shoulder,
        Self::Results,
        Self::Board,
        Self::Item,
        Self::Talk,
        Self::Commit,
        Self::Parked,
        Self::Sprint,
        Self::Review,
        Self::People,
        Self::Timeline,
        Self::Past,
        Self::Debrief,
        Self::Figure,
        Self::Beside,
        Self::WhatIf,
        Self::Replay,
        Self::Race,
        Self::Help,
        Self::Palette,
        Self::Glossary,
        Self::Guide,
        Self::Confirm,
        Self::Everywhere,
    ];

    /// The name of a screen in a table of one's own.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Picker => "picker",
            Self::Briefing => "briefing",
            Self::Lobby => "lobby",
            Self::ClassBoard => "class-board",
            Self::Joining => "joining",
            Self::Begin => "begin-round",
            Self::Choose => "choose",
            Self::Type => "type",
            Self::Shoulder => "over-the-shoulder",
            Self::Results => "results",
            Self::Board => "board",
            Self::Item => "item",
            Self::Talk => "talk",
            Self::Commit => "commit",
            Self::Parked => "two-orders",
            Self::Sprint => "sprint",
            Self::Review => "review",
            Self::People => "people",
            Self::Timeline => "timeline",
            Self::Past => "as-it-was",
            Self::Debrief => "debrief",
            Self::Figure => "figure",
            Self::Beside => "show-me",
            Self::WhatIf => "what-if",
            Self::Replay => "replay",
            Self::Race => "race",
            Self::Help => "help",
            Self::Palette => "palette",
            Self::Glossary => "glossary",
            Self::Guide => "guide",
            Self::Confirm => "confirm",
            Self::Everywhere => "everywhere",
        }
    }
}

/// Something that a key, or a place that is clicked, does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table below says what each one does")]
pub enum Action {
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Previous,
    Next,
    Open,
    Back,
    Help,
    Quit,
    Suspend,
    SaveAgain,
    Colours,
    Motion,
    MoveUp,
    MoveDown,
    MoveToTop,
    MoveToBottom,
    NotNow,
    MoveTo,
    BringAlong,
    Mark,
    PasteBelow,
    PasteAbove,
    View,
    Adopt,
    Park,
    Clear,
    Declare,
    PanelUp,
    PanelDown,
    Find,
    Talk,
    Commit,
    RunSprint,
    RunRest,
    Undo,
    Redo,
    Brief,
    Less,
    More,
    Yes,
    No,
    Record,
    Advance,
    Timeline,
    People,
    Palette,
    Glossary,
    Guide,
    Tutorial,
    Class,
    NextMoment,
    PreviousMoment,
    First,
    Second,
    Third,
    Fourth,
    Figures,
    Fifth,
    Sixth,
    Joining,
    Sort,
    ForMyEyes,
    Watch,
    BeginRound,
    EndRound,
    StepClass,
    PauseClass,
    Together,
    Strike,
    Tell,
    TimeBox,
    HideNames,
    HideResults,
    Ask,
    ShowAnswers,
    PutPollAway,
    TakeOut,
    ChangeTeam,
    Results,
    Export,
    CloseClass,
}

/// One line of the key table.
#[derive(Debug)]
pub struct Binding {
    /// Where.
    pub place: Place,
    /// What.
    pub action: Action,
    /// The name for a table of one's own.
    pub name: &'static str,
    /// Keys, in the form that [`Key`](super::event::Key) reads.
    pub keys: &'static [&'static str],
    /// A word for the line of hints; empty: only in the help.
    pub hint: &'static str,
    /// What it does, one line.
    pub help: &'static str,
}

/// The lines of one screen as they come with the program.
pub fn bindings(place: Place) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(move |b| b.place == place)
}
