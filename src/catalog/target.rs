//! Which articles a change is for. It doesn't know what is done to them.

use super::{ArticleId, Found, Shown, View};

/// The articles that a change is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// These.
    Articles(Vec<ArticleId>),
    /// All that the view has when the change is made.
    View(View),
    /// All that the query finds when the change is made.
    Found(Found),
    /// What the view then has from one place to another, both included; an article needn't be there to name a place.
    Stretch {
        /// Of which view.
        view: View,
        /// From here.
        oldest: ArticleId,
        /// To here.
        newest: ArticleId,
    },
    /// Those of these that a query finds when the change is made.
    Met(Box<Target>, Found),
}

impl Target {
    /// Whether what was put off or is hidden is meant, too: it is, where it is named one by one, listed, or asked for.
    #[must_use]
    pub fn means_put_off(&self) -> bool {
        match self {
            Self::Articles(_) => true,
            Self::Found(found) => found.query.asks_for_put_off(),
            Self::View(view) | Self::Stretch { view, .. } => {
                matches!(view.shown, Shown::Later | Shown::Snoozed | Shown::Muted)
            }
            Self::Met(of, found) => {
                let listed = of.view().is_some() && of.means_put_off();
                listed || found.query.asks_for_put_off()
            }
        }
    }

    /// The view, where it isn't single articles.
    #[must_use]
    pub fn view(&self) -> Option<&View> {
        match self {
            Self::Articles(_) | Self::Found(_) => None,
            Self::View(view) | Self::Stretch { view, .. } => Some(view),
            Self::Met(of, _) => of.view(),
        }
    }
}
