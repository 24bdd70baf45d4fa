//! What every parser promises, whatever comes in.

mod fixtures;
mod invariants;
