//! What the terminal tells of its colours.

use std::time::Duration;

use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

use crate::tui::theme::Theme;

/// How long a terminal may take to answer. One far away that takes longer is played on in dark.
const PATIENCE: Duration = Duration::from_millis(150);

/// The theme that fits the terminal's background; dark where it does not tell. To be asked before anything
/// else reads what is typed.
pub(super) fn theme() -> Theme {
    let mut options = QueryOptions::default();
    options.timeout = PATIENCE;
    match theme_mode(options) {
        Ok(ThemeMode::Light) => Theme::Light,
        Ok(ThemeMode::Dark) | Err(_) => Theme::Dark,
    }
}
