//! How the reader wants each view to look, remembered from run to run.

use rusqlite::params;

use super::{Store, StoreError, fact};
use crate::catalog::{Days, Duplicates, Look, Order, TextWidth};

/// What stands before the name of a view among the facts.
const FACT: &str = "look ";
/// What comes after all of these in the order of names.
const AFTER: &str = "look!";

impl Store {
    /// The looks of views by their names.
    ///
    /// # Errors
    /// If the store can't be read.
    pub fn looks(&self) -> Result<Vec<(String, Look)>, StoreError> {
        self.told("read how views look", |db| {
            let mut select = db.prepare_cached("SELECT name, value FROM fact WHERE name >= ?1 AND name < ?2")?;
            let found = select.query_map(params![FACT, AFTER], |row| {
                let name: String = row.get(0)?;
                Ok((name.get(FACT.len()..).unwrap_or_default().to_owned(), look(row.get(1)?)))
            })?;
            found.collect()
        })
    }

    /// Remembers how a view looks.
    ///
    /// # Errors
    /// If the store can't be written.
    pub fn keep_look(&mut self, view: &str, look: Look) -> Result<(), StoreError> {
        self.told_mut("remember how the view looks", |db| fact::set(db, &format!("{FACT}{view}"), number(look)))
    }
}

/// The order in the lowest two bits, then a bit each for the width, the duplicates and the days.
fn number(look: Look) -> i64 {
    let order = match look.order {
        Order::NewestFirst => 0,
        Order::OldestFirst => 1,
        Order::BySource => 2,
        Order::Relevance => 3,
    };
    let width = match look.width {
        TextWidth::Set => 0,
        TextWidth::Pane => 4,
    };
    let duplicates = match look.duplicates {
        Duplicates::One => 0,
        Duplicates::Each => 8,
    };
    let days = match look.days {
        Days::Mixed => 0,
        Days::Named => 16,
    };
    order + width + duplicates + days
}

fn look(number: i64) -> Look {
    let order = match number & 3 {
        1 => Order::OldestFirst,
        2 => Order::BySource,
        3 => Order::Relevance,
        _ => Order::NewestFirst,
    };
    Look {
        order,
        width: if number & 4 == 0 { TextWidth::Set } else { TextWidth::Pane },
        duplicates: if number & 8 == 0 { Duplicates::One } else { Duplicates::Each },
        days: if number & 16 == 0 { Days::Mixed } else { Days::Named },
    }
}
