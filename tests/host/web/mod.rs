//! The way in with a browser: requests and sockets of our own, and headless Chromium.
//!
//! Where there is no Chromium the tests with it say so and pass, unless `CI` is set.

mod browser;
mod page;
mod pages;
mod sockets;
