//! What can be done on each screen, and with which keys: one table for lookup, hints and help.

use super::event::Key;

/// A screen, as far as keys are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Every screen.
    Everywhere,
    /// Where a scenario or a saved game is picked.
    Picker,
    /// What a scenario is about.
    Briefing,
    /// The Product Backlog.
    Board,
    /// One item in full.
    Item,
    /// A conversation about an item.
    Talk,
    /// A forecast to be committed.
    Commit,
    /// A Sprint that runs.
    Sprint,
    /// The Sprint Review.
    Review,
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
    /// The keys.
    Help,
    /// A question before something is lost.
    Confirm,
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
    MoveUp,
    MoveDown,
    MoveToTop,
    MoveToBottom,
    NotNow,
    MoveTo,
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
    /// Keys, in the form that [`Key`] reads.
    pub keys: &'static [&'static str],
    /// A word for the line of hints; empty: only in the help.
    pub hint: &'static str,
    /// What it does, one line.
    pub help: &'static str,
}

const fn binding(
    place: Place,
    action: Action,
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    help: &'static str,
) -> Binding {
    Binding { place, action, name, keys, hint, help }
}

use Action as A;
use Place as P;

/// The key table. Hints are shown in this order, so what matters most comes first.
pub const BINDINGS: &[Binding] = &[
    binding(P::Picker, A::Open, "open", &["enter"], "open", "Open what is selected"),
    binding(P::Picker, A::Up, "up", &["up", "k"], "", "Select the line above"),
    binding(P::Picker, A::Down, "down", &["down", "j"], "", "Select the line below"),
    binding(P::Picker, A::Top, "top", &["home"], "", "Select the first line"),
    binding(P::Picker, A::Bottom, "bottom", &["end"], "", "Select the last line"),
    binding(P::Picker, A::Back, "leave", &["q"], "leave", "Leave the program"),
    //
    binding(P::Briefing, A::Open, "start", &["enter"], "order the backlog", "Go on to the Product Backlog"),
    binding(P::Briefing, A::Down, "down", &["down", "j"], "", "Scroll down"),
    binding(P::Briefing, A::Up, "up", &["up", "k"], "", "Scroll up"),
    binding(P::Briefing, A::PageDown, "page-down", &["pgdn", "space"], "more", "Scroll down a page"),
    binding(P::Briefing, A::PageUp, "page-up", &["pgup"], "", "Scroll up a page"),
    binding(P::Briefing, A::Back, "back", &["esc", "q"], "back", "Go back"),
    //
    binding(P::Board, A::MoveDown, "move-down", &["J", "shift-down"], "move", "Move the item down"),
    binding(P::Board, A::MoveUp, "move-up", &["K", "shift-up"], "", "Move the item up"),
    binding(P::Board, A::Open, "open", &["enter"], "read", "Read the item in full"),
    binding(P::Board, A::Talk, "talk", &["t"], "talk", "Talk about the item"),
    binding(P::Board, A::RunSprint, "run-sprint", &["r"], "run", "Run this Sprint"),
    binding(
        P::Board,
        A::Next,
        "next-panel",
        &["tab", "right"],
        "panel",
        "Show the next panel beside the list",
    ),
    binding(P::Board, A::Undo, "undo", &["u"], "undo", "Take back the last move of this Sprint"),
    binding(P::Board, A::Commit, "commit", &["f"], "forecast", "Commit a forecast: Done by when, how sure"),
    binding(
        P::Board,
        A::NotNow,
        "not-now",
        &["x", "delete"],
        "not now",
        "Set the item aside, or bring it back",
    ),
    binding(P::Board, A::MoveToTop, "move-to-top", &["g"], "top", "Move the item to the top"),
    binding(P::Board, A::MoveToBottom, "move-to-bottom", &["G"], "", "Move the item to the bottom"),
    binding(P::Board, A::MoveTo, "move-to", &["m"], "", "Move the item to a place that you type"),
    binding(
        P::Board,
        A::Find,
        "find",
        &["/"],
        "find",
        "Find an item by a part of its title; nothing is moved",
    ),
    binding(P::Board, A::RunRest, "run-rest", &["R"], "", "Run all Sprints left on this order"),
    binding(P::Board, A::Redo, "redo", &["U", "ctrl-r"], "", "Do again what was taken back"),
    binding(P::Board, A::Up, "up", &["up", "k"], "", "Select the item above"),
    binding(P::Board, A::Down, "down", &["down", "j"], "", "Select the item below"),
    binding(P::Board, A::PageUp, "page-up", &["pgup"], "", "Select a page further up"),
    binding(P::Board, A::PageDown, "page-down", &["pgdn"], "", "Select a page further down"),
    binding(P::Board, A::Top, "top", &["home"], "", "Select the first item"),
    binding(P::Board, A::Bottom, "bottom", &["end"], "", "Select the last item"),
    binding(P::Board, A::Previous, "previous-panel", &["shift-tab", "left"], "", "Show the panel before"),
    binding(P::Board, A::Brief, "briefing", &["b"], "", "Read the briefing again"),
    binding(P::Board, A::Record, "record", &["h"], "", "Look at the last Sprint Review again"),
    binding(P::Board, A::Back, "leave", &["q"], "leave", "Leave the game; it is kept"),
    //
    binding(P::Item, A::Down, "down", &["down", "j"], "scroll", "Scroll down"),
    binding(P::Item, A::Up, "up", &["up", "k"], "", "Scroll up"),
    binding(P::Item, A::PageDown, "page-down", &["pgdn", "space"], "", "Scroll down a page"),
    binding(P::Item, A::PageUp, "page-up", &["pgup"], "", "Scroll up a page"),
    binding(P::Item, A::Next, "next-item", &["right", "n"], "next item", "Show the next item"),
    binding(P::Item, A::Previous, "previous-item", &["left", "p"], "", "Show the item before"),
    binding(P::Item, A::Back, "back", &["esc", "q", "enter"], "back", "Go back to the list"),
    //
    binding(
        P::Talk,
        A::Yes,
        "ask",
        &["enter", "y"],
        "go on",
        "Have this conversation, or close it when it was had",
    ),
    binding(P::Talk, A::Down, "down", &["down", "j"], "", "Scroll down"),
    binding(P::Talk, A::Up, "up", &["up", "k"], "", "Scroll up"),
    binding(P::Talk, A::Back, "back", &["esc", "q"], "back", "Go back to the list"),
    //
    binding(P::Commit, A::Up, "up", &["up", "k"], "", "Choose the line above"),
    binding(P::Commit, A::Down, "down", &["down", "j"], "choose", "Choose the line below"),
    binding(P::Commit, A::Less, "less", &["left"], "change", "An earlier Sprint, or less sure"),
    binding(P::Commit, A::More, "more", &["right"], "", "A later Sprint, or surer"),
    binding(P::Commit, A::Open, "commit", &["enter"], "commit", "Commit the forecast"),
    binding(P::Commit, A::Back, "back", &["esc", "q"], "back", "Go back without a forecast"),
    //
    binding(P::Sprint, A::Open, "go-on", &["enter", "space", "esc"], "go on", "Go on to the Sprint Review"),
    //
    binding(P::Review, A::Open, "go-on", &["enter"], "go on", "Go on to the next Sprint, or the debrief"),
    binding(P::Review, A::Down, "down", &["down", "j"], "scroll", "Scroll down"),
    binding(P::Review, A::Up, "up", &["up", "k"], "", "Scroll up"),
    binding(P::Review, A::PageDown, "page-down", &["pgdn", "space"], "", "Scroll down a page"),
    binding(P::Review, A::PageUp, "page-up", &["pgup"], "", "Scroll up a page"),
    binding(P::Review, A::Previous, "previous-sprint", &["left", "p"], "", "Look at the Sprint before"),
    binding(P::Review, A::Next, "next-sprint", &["right", "n"], "", "Look at the Sprint after"),
    binding(P::Review, A::Back, "back", &["esc", "q"], "", "Go on"),
    //
    binding(
        P::Debrief,
        A::Next,
        "next-page",
        &["right", "space", "n", "tab"],
        "next page",
        "Show the next page",
    ),
    binding(
        P::Debrief,
        A::Previous,
        "previous-page",
        &["left", "p", "shift-tab"],
        "page before",
        "Show the page before",
    ),
    binding(P::Debrief, A::Down, "down", &["down", "j"], "choose", "Choose the next line with ›, or scroll"),
    binding(
        P::Debrief,
        A::Open,
        "open",
        &["enter"],
        "open",
        "Open the line with ▸: how a figure is made, or the board as it was",
    ),
    binding(P::Debrief, A::Up, "up", &["up", "k"], "", "Choose the line with › above, or scroll"),
    binding(P::Debrief, A::PageDown, "page-down", &["pgdn"], "", "Scroll down a page"),
    binding(P::Debrief, A::PageUp, "page-up", &["pgup"], "", "Scroll up a page"),
    binding(P::Debrief, A::Top, "top", &["home"], "", "To the top of the page"),
    binding(P::Debrief, A::Bottom, "bottom", &["end"], "", "To the end of the page"),
    binding(P::Debrief, A::Record, "record", &["h"], "", "Look at the Sprint Reviews again"),
    binding(P::Debrief, A::Back, "leave", &["q"], "leave", "Leave the game; it is kept"),
    //
    binding(P::Figure, A::Down, "down", &["down", "j"], "scroll", "Scroll down"),
    binding(P::Figure, A::Up, "up", &["up", "k"], "", "Scroll up"),
    binding(P::Figure, A::PageDown, "page-down", &["pgdn", "space"], "", "Scroll down a page"),
    binding(P::Figure, A::PageUp, "page-up", &["pgup"], "", "Scroll up a page"),
    binding(P::Figure, A::Back, "back", &["esc", "q", "enter"], "back", "Go back to the debrief"),
    //
    binding(P::Beside, A::Down, "down", &["down", "j"], "scroll", "Scroll down"),
    binding(P::Beside, A::Up, "up", &["up", "k"], "", "Scroll up"),
    binding(P::Beside, A::PageDown, "page-down", &["pgdn", "space"], "", "Scroll down a page"),
    binding(P::Beside, A::PageUp, "page-up", &["pgup"], "", "Scroll up a page"),
    binding(P::Beside, A::Back, "back", &["esc", "q", "enter"], "back", "Go back to the debrief"),
    //
    binding(P::WhatIf, A::MoveDown, "move-down", &["J", "shift-down"], "move", "Move the item down"),
    binding(P::WhatIf, A::MoveUp, "move-up", &["K", "shift-up"], "", "Move the item up"),
    binding(P::WhatIf, A::MoveToTop, "move-to-top", &["g"], "top", "Move the item to the top"),
    binding(P::WhatIf, A::MoveToBottom, "move-to-bottom", &["G"], "", "Move the item to the bottom"),
    binding(
        P::WhatIf,
        A::NotNow,
        "not-now",
        &["x", "space", "delete"],
        "not now",
        "Set the item aside, or bring it back",
    ),
    binding(P::WhatIf, A::Undo, "reset", &["u"], "as it was", "Back to the order as it was"),
    binding(P::WhatIf, A::Next, "next-sprint", &["right", "n"], "Sprint", "Take the Sprint after"),
    binding(P::WhatIf, A::Previous, "previous-sprint", &["left", "p"], "", "Take the Sprint before"),
    binding(P::WhatIf, A::Down, "down", &["down", "j"], "", "Select the item below"),
    binding(P::WhatIf, A::Up, "up", &["up", "k"], "", "Select the item above"),
    binding(P::WhatIf, A::PageDown, "page-down", &["pgdn"], "", "Select a page further down"),
    binding(P::WhatIf, A::PageUp, "page-up", &["pgup"], "", "Select a page further up"),
    binding(P::WhatIf, A::Back, "back", &["esc", "q", "enter"], "back", "Go back to the debrief"),
    //
    binding(P::Replay, A::Next, "next", &["right", "space", "n"], "step", "One step forwards"),
    binding(P::Replay, A::Previous, "previous", &["left", "p"], "back", "One step backwards"),
    binding(P::Replay, A::PageDown, "next-sprint", &["pgdn"], "next Sprint", "Forwards to the next Sprint"),
    binding(P::Replay, A::PageUp, "previous-sprint", &["pgup"], "", "Backwards to the Sprint before"),
    binding(P::Replay, A::Top, "top", &["home"], "", "To the beginning"),
    binding(P::Replay, A::Bottom, "bottom", &["end"], "", "To the end"),
    binding(P::Replay, A::Down, "down", &["down", "j"], "", "Scroll down"),
    binding(P::Replay, A::Up, "up", &["up", "k"], "", "Scroll up"),
    binding(P::Replay, A::Open, "debrief", &["enter"], "", "Show the debrief, at the end of a game"),
    binding(P::Replay, A::Back, "leave", &["q"], "leave", "Leave the replay"),
    //
    binding(P::Help, A::Down, "down", &["down", "j"], "scroll", "Scroll down"),
    binding(P::Help, A::Up, "up", &["up", "k"], "", "Scroll up"),
    binding(P::Help, A::PageDown, "page-down", &["pgdn", "space"], "", "Scroll down a page"),
    binding(P::Help, A::PageUp, "page-up", &["pgup"], "", "Scroll up a page"),
    binding(P::Help, A::Back, "back", &["esc", "q", "enter"], "back", "Close the help"),
    //
    binding(P::Confirm, A::Yes, "yes", &["y"], "yes", "Do it"),
    binding(P::Confirm, A::No, "no", &["n", "esc", "q"], "no", "Leave everything as it is"),
    //
    binding(P::Everywhere, A::Help, "help", &["?", "f1"], "keys", "Show the keys of this screen"),
    binding(P::Everywhere, A::SaveAgain, "save-again", &["ctrl-s"], "", "Try again to write the journal"),
    binding(P::Everywhere, A::Suspend, "suspend", &["ctrl-z"], "", "Suspend the program"),
    binding(P::Everywhere, A::Quit, "quit", &["ctrl-c"], "", "Leave the program at once; a game is kept"),
];

/// What a key does on a screen.
#[must_use]
pub fn action(place: Place, key: Key) -> Option<Action> {
    let bound = |b: &&Binding| b.keys.iter().any(|text| text.parse() == Ok(key));
    bindings(place).chain(bindings(Place::Everywhere)).find(bound).map(|b| b.action)
}

/// The bindings of one screen.
pub fn bindings(place: Place) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(move |b| b.place == place)
}

/// The keys of a binding, for reading.
#[must_use]
pub fn shown(binding: &Binding) -> String {
    let keys = binding.keys.iter().map(|text| text.parse().map_or_else(|e| e, |key: Key| key.to_string()));
    keys.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_can_be_read_and_is_bound_once_on_a_screen() {
        for binding in BINDINGS {
            for text in binding.keys {
                let key: Key = text.parse().unwrap_or_else(|e| panic!("{}: {e}", binding.name));
                let reached = |b: &&Binding| b.place == binding.place || b.place == Place::Everywhere;
                let same = BINDINGS
                    .iter()
                    .filter(reached)
                    .flat_map(|b| b.keys)
                    .filter(|other| other.parse() == Ok(key))
                    .count();
                assert_eq!(same, 1, "{key} on {:?}", binding.place);
            }
        }
    }

    #[test]
    fn names_are_unique_on_a_screen_and_every_line_has_help() {
        for binding in BINDINGS {
            let same = bindings(binding.place).filter(|b| b.name == binding.name).count();
            assert_eq!(same, 1, "{} on {:?}", binding.name, binding.place);
            assert!(!binding.help.is_empty());
        }
    }
}
