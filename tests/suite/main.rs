//! Everything that is tested from outside of a module: the screens that keys lead to, the command line, the program in
//! a real terminal, and who may import whom.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod any_keys;
mod beside;
mod briefing;
mod cli;
mod config;
mod duplicates;
mod earlier;
mod elsewhere;
mod keys;
mod layers;
mod leaving;
mod linear;
mod manual;
mod mouse;
mod moving;
mod newsboat;
mod notes;
mod outside;
mod pages;
mod people;
mod places;
mod refresh;
mod rules;
mod screens;
mod search;
mod sharing;
mod subscriptions;
mod support;
mod survival;
mod terminal;
mod tls;
mod triage;
mod voices;
