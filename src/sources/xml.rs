//! XML as feeds really have it: read into a small tree without ever giving up. It knows no feed format, opens no file
//! or address, and takes no definition out of a DOCTYPE.

mod names;
mod reader;
mod references;
mod tree;

pub(crate) use names::Vocabulary;
pub(crate) use reader::{Ending, Units, read};
pub(crate) use references::unescaped;
pub(crate) use tree::{Element, NodeId, Tree, escape_into};

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests;
