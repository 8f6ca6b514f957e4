//! What is typed, clicked and resized, in our own types.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use crossterm::event::{
    self, Event as Raw, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use super::Message;
use crate::tui::event::{Code, Event, Key, Mouse, MouseKind, Size};

/// Starts the thread that reads the terminal.
///
/// It ends with the program: a read that waits cannot be called off.
pub(super) fn watch(sender: Sender<Message>) -> io::Result<()> {
    let read = move || {
        // Told on every way out, a panic included: nobody could end the program any more.
        let _farewell = Farewell(sender.clone());
        while let Ok(raw) = event::read() {
            if let Some(event) = translated(raw)
                && sender.send(Message::Event(event)).is_err()
            {
                return;
            }
        }
    };
    thread::Builder::new().name("input".to_owned()).spawn(read).map(drop)
}

/// Says that nothing will be read any more.
struct Farewell(Sender<Message>);

impl Drop for Farewell {
    fn drop(&mut self) {
        // Without a receiver the program is ending already.
        let _ = self.0.send(Message::Lost);
    }
}

/// Leaves out what newer events of the same batch make void: all but the newest of several moves of the
/// mouse, or of several sizes, that come without anything between them. Presses and releases stay.
pub(super) fn coalesce(batch: Vec<Message>) -> Vec<Message> {
    let mut kept: Vec<Message> = Vec::with_capacity(batch.len());
    for message in batch {
        match kept.last_mut() {
            Some(last) if replaces(&message, last) => *last = message,
            _ => kept.push(message),
        }
    }
    kept
}

fn replaces(newer: &Message, older: &Message) -> bool {
    matches!((newer, older), (Message::Event(newer), Message::Event(older)) if newer.replaces(older))
}

fn translated(raw: Raw) -> Option<Event> {
    match raw {
        Raw::Key(key) => translated_key(key).map(Event::Key),
        Raw::Mouse(mouse) => {
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
        Raw::Resize(width, height) => Some(Event::Resize(Size { width, height })),
        Raw::Paste(text) => Some(Event::Paste(text)),
        Raw::FocusGained | Raw::FocusLost => None,
    }
}

fn translated_key(key: KeyEvent) -> Option<Key> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let code = match key.code {
        KeyCode::Char(character) => Code::Char(character),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
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
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    };
    // A character has Shift in it. Some terminals tell BackTab with Shift, some without.
    let shift = match code {
        Code::Char(_) => false,
        _ => key.modifiers.contains(KeyModifiers::SHIFT) || key.code == KeyCode::BackTab,
    };
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    Some(Key { code, ctrl, alt: key.modifiers.contains(KeyModifiers::ALT), shift })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mouse(kind: MouseKind, row: u16) -> Message {
        Message::Event(Event::Mouse(Mouse { kind, column: 0, row }))
    }

    fn size(width: u16) -> Message {
        Message::Event(Event::Resize(Size { width, height: 24 }))
    }

    fn told(messages: Vec<Message>) -> Vec<String> {
        let told = |message: &Message| match message {
            Message::Event(Event::Mouse(mouse)) => format!("{:?} {}", mouse.kind, mouse.row),
            Message::Event(Event::Resize(size)) => format!("size {}", size.width),
            other => format!("{other:?}"),
        };
        coalesce(messages).iter().map(told).collect()
    }

    #[test]
    fn of_a_flood_the_newest_move_and_size_are_kept_and_every_press_and_release() {
        use MouseKind::{Drag, Press, Release};
        let flood = vec![
            size(80),
            size(81),
            mouse(Press, 1),
            mouse(Drag, 2),
            mouse(Drag, 3),
            mouse(Drag, 4),
            mouse(Release, 4),
            mouse(Press, 5),
            size(82),
            mouse(Drag, 6),
            mouse(Drag, 7),
            Message::Lost,
        ];
        let kept = ["size 81", "Press 1", "Drag 4", "Release 4", "Press 5", "size 82", "Drag 7", "Lost"];
        assert_eq!(told(flood), kept);
    }

    #[test]
    fn wheel_turns_add_up_so_all_are_kept() {
        let turns = || vec![mouse(MouseKind::WheelDown, 1), mouse(MouseKind::WheelDown, 1)];
        assert_eq!(told(turns()).len(), 2);
    }

    #[test]
    fn keys_are_those_of_the_key_table() {
        let cases = [
            (KeyCode::BackTab, KeyModifiers::NONE, "shift-tab"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "shift-tab"),
            (KeyCode::Char('J'), KeyModifiers::SHIFT, "J"),
            (KeyCode::Char('c'), KeyModifiers::CONTROL, "ctrl-c"),
            (KeyCode::Down, KeyModifiers::SHIFT, "shift-down"),
            (KeyCode::Char('x'), KeyModifiers::ALT, "alt-x"),
            (KeyCode::F(1), KeyModifiers::NONE, "f1"),
        ];
        for (code, modifiers, name) in cases {
            assert_eq!(translated_key(KeyEvent::new(code, modifiers)), name.parse().ok(), "{name}");
        }
    }

    #[test]
    fn a_key_that_comes_up_is_not_typed_again() {
        let mut key = KeyEvent::new(KeyCode::Char('r'), KeyModifiers::NONE);
        key.kind = KeyEventKind::Release;
        assert_eq!(translated_key(key), None);
        key.kind = KeyEventKind::Repeat;
        assert!(translated_key(key).is_some());
    }

    #[test]
    fn pasted_text_is_no_series_of_keys() {
        assert!(
            matches!(translated(Raw::Paste("rrr".to_owned())), Some(Event::Paste(text)) if text == "rrr")
        );
    }
}
