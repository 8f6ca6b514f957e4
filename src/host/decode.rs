//! Bytes of a terminal, as what was typed, clicked and pasted.

use termina::Parser;
use termina::escape::osc::{ColorOrQuery, DynamicColorNumber, Osc};
use termina::event::{
    Event as Raw, KeyCode, KeyEvent, KeyEventKind, Modifiers, MouseButton, MouseEvent, MouseEventKind,
};
use termina::style::RgbColor;

use crate::tui::event::{Code, Event, Key, Mouse, MouseKind};
use crate::tui::theme::Theme;

/// How many bytes may come without an event. A paste that is never closed would be held without bound.
pub const HELD_MAX: usize = 64 << 10;

/// What ends a paste.
const PASTE_END: &[u8] = b"\x1b[201~";

/// Makes events of bytes, which may come in any pieces. It takes any bytes whatever.
#[derive(Debug, Default)]
pub struct Decoder {
    parser: Parser,
    /// How many bytes came since the last event.
    held: usize,
    /// Where everything is left out until a paste ends: how much of its end has come.
    skipping: Option<usize>,
}

impl Decoder {
    /// Takes bytes in, and gives what they complete.
    pub fn take(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for byte in bytes {
            if let Some(seen) = &mut self.skipping {
                *seen =
                    if *byte == PASTE_END[*seen] { *seen + 1 } else { usize::from(*byte == PASTE_END[0]) };
                if *seen == PASTE_END.len() {
                    self.forget();
                }
                continue;
            }
            self.parser.parse(&[*byte], true);
            self.held += 1;
            self.give(&mut events);
            if self.held > HELD_MAX {
                self.skip();
            }
        }
        events
    }

    /// Leaves everything out until a paste ends, or nothing comes for a while: what is in the middle of something must
    /// not be taken for keys.
    pub fn skip(&mut self) {
        *self = Self { skipping: Some(0), ..Self::default() };
    }

    /// Whether bytes wait for others that complete them.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.held > 0 || self.skipping.is_some()
    }

    /// Nothing came for a moment: an Esc that waited was the key, and not the beginning of another.
    pub fn settle(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        self.parser.parse(&[], false);
        self.give(&mut events);
        events
    }

    /// Nothing came for a long time: what waited is never completed, and must not swallow the next keys.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn give(&mut self, events: &mut Vec<Event>) {
        while let Some(raw) = self.parser.pop() {
            self.held = 0;
            events.extend(translated(raw));
        }
    }
}

fn translated(raw: Raw) -> Option<Event> {
    match raw {
        Raw::Key(key) => translated_key(key).map(Event::Key),
        Raw::Mouse(mouse) => translated_mouse(mouse),
        Raw::Paste(text) => Some(Event::Paste(text)),
        Raw::Osc(Osc::ChangeDynamicColors(DynamicColorNumber::TextBackgroundColor, colours)) => {
            match colours.first()? {
                ColorOrQuery::Color(colour) => Some(Event::Background(theme_on(*colour))),
                ColorOrQuery::Query => None,
            }
        }
        _ => None,
    }
}

/// The theme for a background of this colour. Weights of the three are those of luma in ITU-R BT.601.
fn theme_on(background: RgbColor) -> Theme {
    let [red, green, blue] = [background.red, background.green, background.blue].map(u32::from);
    if 299 * red + 587 * green + 114 * blue > 1_000 * 127 { Theme::Light } else { Theme::Dark }
}

fn translated_mouse(mouse: MouseEvent) -> Option<Event> {
    let (column, row) = (mouse.column, mouse.row);
    let kind = match mouse.kind {
        MouseEventKind::Down(MouseButton::Right) => return Some(Event::Explain { column, row }),
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
        MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        _ => return None,
    };
    Some(Event::Mouse(Mouse { kind, column, row }))
}

fn translated_key(key: KeyEvent) -> Option<Key> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let code = match key.code {
        KeyCode::Char(character) => Code::Char(character),
        KeyCode::Enter => Code::Enter,
        KeyCode::Escape => Code::Esc,
        KeyCode::Tab | KeyCode::BackTab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Function(number) => Code::F(number),
        _ => return None,
    };
    // A character has Shift in it.
    let shift = match code {
        Code::Char(_) => false,
        _ => key.modifiers.contains(Modifiers::SHIFT) || key.code == KeyCode::BackTab,
    };
    let ctrl = key.modifiers.contains(Modifiers::CONTROL);
    Some(Key { code, ctrl, alt: key.modifiers.contains(Modifiers::ALT), shift })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same table as for the local terminal.
    #[test]
    fn keys_are_those_of_the_key_table() {
        let cases = [
            (KeyCode::BackTab, Modifiers::NONE, "shift-tab"),
            (KeyCode::BackTab, Modifiers::SHIFT, "shift-tab"),
            (KeyCode::Char('J'), Modifiers::SHIFT, "J"),
            (KeyCode::Char('c'), Modifiers::CONTROL, "ctrl-c"),
            (KeyCode::Down, Modifiers::SHIFT, "shift-down"),
            (KeyCode::Char('x'), Modifiers::ALT, "alt-x"),
            (KeyCode::Function(1), Modifiers::NONE, "f1"),
        ];
        for (code, modifiers, name) in cases {
            assert_eq!(translated_key(KeyEvent::new(code, modifiers)), name.parse().ok(), "{name}");
        }
    }

    #[test]
    fn a_key_that_comes_up_is_not_typed_again() {
        let mut key = KeyEvent::new(KeyCode::Char('r'), Modifiers::NONE);
        key.kind = KeyEventKind::Release;
        assert_eq!(translated_key(key), None);
        key.kind = KeyEventKind::Repeat;
        assert!(translated_key(key).is_some());
    }

    #[test]
    fn the_background_is_told_by_its_colour_and_anything_else_is_no_key() {
        let told = |text: &str| Decoder::default().take(text.as_bytes());
        for (answer, theme) in [
            ("\x1b]11;rgb:1414/1717/1b1b\x1b\\", Theme::Dark),
            ("\x1b]11;rgb:ffff/ffff/ffff\x07", Theme::Light),
            ("\x1b]11;rgb:fd/f6/e3\x07", Theme::Light),
            ("\x1b]11;rgb:0000/0000/ffff\x1b\\", Theme::Dark),
        ] {
            assert!(matches!(told(answer)[..], [Event::Background(found)] if found == theme), "{answer:?}");
        }
        for answer in
            ["\x1b]10;rgb:ffff/ffff/ffff\x07", "\x1b]11;?\x07", "\x1b]11;rgb:q\x07", "\x1b]52;c;cg==\x07"]
        {
            assert!(told(answer).is_empty(), "{answer:?}");
        }
    }

    #[test]
    fn a_paste_that_is_never_closed_is_not_held_for_ever() {
        let mut decoder = Decoder::default();
        assert!(decoder.take(b"\x1b[200~").is_empty());
        // Nor is the rest of it a series of commands.
        assert!(decoder.take(&vec![b'a'; 2 * HELD_MAX]).is_empty());
        assert!(decoder.take(b"q").is_empty() && decoder.is_waiting());
        decoder.forget();
        assert!(matches!(decoder.take(b"q")[..], [Event::Key(key)] if key == "q".parse().unwrap()));
        assert!(!decoder.is_waiting());
    }

    #[test]
    fn a_paste_that_is_too_long_is_left_out_whole() {
        let mut decoder = Decoder::default();
        let paste = [&b"\x1b[200~"[..], &vec![b'r'; 2 * HELD_MAX], b"\x1b\x1b[20\x1b[201~q"].concat();
        let events: Vec<Event> = paste.chunks(1_000).flat_map(|piece| decoder.take(piece)).collect();
        assert!(matches!(events[..], [Event::Key(key)] if key == "q".parse().unwrap()), "{}", events.len());
    }

    #[test]
    fn what_is_never_completed_does_not_swallow_the_next_keys() {
        for begun in ["\x1b]", "\x1bP", "\x1b[", "\x1bO", "\x1b[200~"] {
            let mut decoder = Decoder::default();
            assert!(decoder.take(begun.as_bytes()).is_empty() && decoder.settle().is_empty(), "{begun:?}");
            assert!(decoder.is_waiting(), "{begun:?}");
            decoder.forget();
            assert_eq!(decoder.take(b"q").len(), 1, "{begun:?}");
        }
    }
}
