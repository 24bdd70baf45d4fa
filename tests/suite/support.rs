//! What the tests share: a place for a program to keep things, a screen without a terminal, and a real terminal.

pub mod place;
pub mod screen;
pub mod tty;
pub mod web;
