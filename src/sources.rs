//! Where articles come from: files and folders, and what they hold. It reads; it keeps nothing.

pub mod files;
