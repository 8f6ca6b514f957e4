//! What colours mean. Screens name a role; a theme gives it a style.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text or a mark is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Text that stands back: labels, hints, units.
    Faint,
    /// Headings and what is most important.
    Strong,
    /// The one accent: what can be acted on, where one is.
    Accent,
    /// Good news.
    Good,
    /// Something to look at.
    Warn,
    /// Bad news.
    Bad,
    /// The line of the list one is on.
    Selected,
    /// What just changed.
    Changed,
    /// The title bar.
    Bar,
    /// Lines that separate.
    Rule,
    /// The doubtful part of a chart.
    Band,
}

/// A set of styles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// For a dark background.
    #[default]
    Dark,
    /// For a light background, such as a projector.
    Light,
    /// Black and white with few strong colours, for tired eyes and poor projectors.
    Contrast,
    /// Without colour (`NO_COLOR`).
    Mono,
}

impl Theme {
    /// The style of a role. Every meaning that a colour carries is also carried by a mark or a word.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        match self {
            Self::Dark => dark(role),
            Self::Light => light(role),
            Self::Contrast => contrast(role),
            Self::Mono => mono(role),
        }
    }
}

// Colours that started from the palette of Okabe and Ito (2008). A test computes that they stand out from the
// background, and are told apart under the three common deficiencies of colour vision.
fn dark(role: Role) -> Style {
    let fg = |r, g, b| Style::new().fg(Color::Rgb(r, g, b));
    match role {
        Role::Text => fg(0xdd, 0xdd, 0xdd),
        Role::Faint => fg(0x9a, 0x9f, 0xa6),
        Role::Strong => fg(0xff, 0xff, 0xff).add_modifier(Modifier::BOLD),
        Role::Accent => fg(0x88, 0xbf, 0xed),
        Role::Good => fg(0x40, 0xd3, 0x9e),
        Role::Warn => fg(0xe8, 0xae, 0x28),
        Role::Bad => fg(0xff, 0x8a, 0x5c),
        Role::Selected => fg(0xff, 0xff, 0xff).bg(Color::Rgb(0x1f, 0x45, 0x63)).add_modifier(Modifier::BOLD),
        Role::Changed => fg(0xf2, 0xe0, 0x6d),
        Role::Bar => fg(0xff, 0xff, 0xff).bg(Color::Rgb(0x23, 0x33, 0x42)),
        Role::Rule => fg(0x70, 0x7b, 0x86),
        Role::Band => fg(0x4f, 0x86, 0xa8),
    }
}

fn light(role: Role) -> Style {
    let fg = |r, g, b| Style::new().fg(Color::Rgb(r, g, b));
    match role {
        Role::Text => fg(0x22, 0x22, 0x22),
        Role::Faint => fg(0x5c, 0x61, 0x68),
        Role::Strong => fg(0x00, 0x00, 0x00).add_modifier(Modifier::BOLD),
        Role::Accent => fg(0x04, 0x70, 0xc8),
        Role::Good => fg(0x00, 0x66, 0x47),
        Role::Warn => fg(0x94, 0x64, 0x09),
        Role::Bad => fg(0x85, 0x1f, 0x00),
        Role::Selected => fg(0x00, 0x00, 0x00).bg(Color::Rgb(0xc4, 0xdf, 0xf2)).add_modifier(Modifier::BOLD),
        Role::Changed => fg(0x7a, 0x2f, 0x6a),
        Role::Bar => fg(0x00, 0x00, 0x00).bg(Color::Rgb(0xd9, 0xe2, 0xea)),
        Role::Rule => fg(0x7a, 0x82, 0x8a),
        Role::Band => fg(0x4a, 0x7f, 0xa3),
    }
}

fn contrast(role: Role) -> Style {
    let fg = |r, g, b| Style::new().fg(Color::Rgb(r, g, b));
    match role {
        Role::Text | Role::Strong => fg(0xff, 0xff, 0xff).add_modifier(if role == Role::Strong {
            Modifier::BOLD
        } else {
            Modifier::empty()
        }),
        Role::Faint | Role::Rule => fg(0xd0, 0xd0, 0xd0),
        Role::Accent => fg(0x8e, 0xd3, 0xfb).add_modifier(Modifier::BOLD),
        Role::Good => fg(0x5a, 0xf0, 0xc0).add_modifier(Modifier::BOLD),
        Role::Warn => fg(0xff, 0xcf, 0x3c).add_modifier(Modifier::BOLD),
        Role::Bad => fg(0xff, 0x9e, 0x7a).add_modifier(Modifier::BOLD),
        Role::Selected | Role::Bar => {
            fg(0x00, 0x00, 0x00).bg(Color::Rgb(0xff, 0xff, 0xff)).add_modifier(Modifier::BOLD)
        }
        Role::Changed => fg(0xda, 0xde, 0x68).add_modifier(Modifier::BOLD),
        Role::Band => fg(0x7f, 0xb8, 0xe0),
    }
}

fn mono(role: Role) -> Style {
    match role {
        Role::Text | Role::Good | Role::Rule | Role::Band => Style::new(),
        Role::Faint => Style::new().add_modifier(Modifier::DIM),
        Role::Strong | Role::Accent | Role::Changed => Style::new().add_modifier(Modifier::BOLD),
        Role::Warn | Role::Bad => Style::new().add_modifier(Modifier::UNDERLINED),
        Role::Selected | Role::Bar => Style::new().add_modifier(Modifier::REVERSED),
    }
}
