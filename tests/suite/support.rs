//! What the tests share: a place for a program to keep things, a screen without a terminal, and a real terminal.

pub mod place;
pub mod screen;
pub mod site;
pub mod tty;
#[allow(dead_code, reason = "shared with the tests of the client")]
#[path = "../../src/sources/http/tests/server.rs"]
pub mod web;
