//! Has the program linked at a fixed address where that is known to work: Linux with the GNU C library.
//!
//! Anywhere else in memory, some 47,000 addresses in tables of constants have to be written at each start, on 220 pages that
//! are copied for it: a seventh of the time until the first frame. Libraries, heap and stack are at random addresses all the
//! same. With `DATELINE_PIE=1` in the environment of the build the program is, too.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=DATELINE_PIE");
    let of_target = |what: &str| env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    let is_static = of_target("FEATURE").split(',').any(|feature| feature == "crt-static");
    let is_known = of_target("OS") == "linux" && of_target("ENV") == "gnu" && !is_static;
    if is_known && env::var_os("DATELINE_PIE").is_none_or(|wish| wish.is_empty() || wish == "0") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
