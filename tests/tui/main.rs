//! Screens, driven by scripted keys and mouse.

mod board;
mod class_board;
#[expect(dead_code, reason = "this test program uses a part of it")]
#[path = "../common/mod.rs"]
mod common;
mod debrief;
mod guide;
mod looks;
mod monkey;
mod people;
mod preferences;
mod race;
mod screens;
#[path = "../script/mod.rs"]
mod script;
mod theme;
mod timeline;
mod tutorial;
mod whole_games;
