//! The two ways along the order of ids.

use crate::catalog::Order;

/// Which way from a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Newer,
    Older,
}

impl Direction {
    pub(super) fn back(self) -> Self {
        match self {
            Self::Newer => Self::Older,
            Self::Older => Self::Newer,
        }
    }

    /// The place from which everything lies in this direction.
    pub(super) fn start(self) -> i64 {
        match self {
            Self::Older => i64::MAX,
            Self::Newer => i64::MIN,
        }
    }

    /// How SQL says from a place on, and in which order.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Older => ("<=", "DESC"),
            Self::Newer => (">=", "ASC"),
        }
    }

    /// The next place in this direction.
    pub(super) fn after(self, place: i64) -> Option<i64> {
        match self {
            Self::Older => place.checked_sub(1),
            Self::Newer => place.checked_add(1),
        }
    }
}

/// Which way a list of an order goes on.
pub(super) fn onwards(order: Order) -> Direction {
    match order {
        // Relevance ranks the newest.
        Order::NewestFirst | Order::BySource | Order::Relevance => Direction::Older,
        Order::OldestFirst => Direction::Newer,
    }
}
