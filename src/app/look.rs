//! How pages are set, as the options have it.

use crate::{
    settings::config::{Config, Reported, Switch},
    text::page::{Hyphenate, Justify, LeadHeadline, LinkNumbers, QuotesShown, Setting},
};

/// The setting of pages that the options ask for; its width is the pane's affair.
pub fn page_setting(config: &Config) -> Setting {
    Setting {
        text_width: config.text_width,
        justify: match config.justify {
            Switch::On => Justify::Justified,
            Switch::Off => Justify::Ragged,
        },
        hyphenate: match config.hyphenate {
            Switch::On => Hyphenate::ByLanguage,
            Switch::Off => Hyphenate::Never,
        },
        link_numbers: match config.link_numbers {
            Switch::On => LinkNumbers::Shown,
            Switch::Off => LinkNumbers::Hidden,
        },
        quotes: quotes_shown(&config.quotations),
        // The lead follows at once: it need not stand there twice.
        lead_headline: LeadHeadline::Hidden,
        ..Setting::default()
    }
}

fn quotes_shown(wanted: &[Reported]) -> QuotesShown {
    if wanted.contains(&Reported::Indirect) {
        return QuotesShown::All;
    }
    if wanted.contains(&Reported::Mixed) {
        return QuotesShown::Marked;
    }
    if wanted.contains(&Reported::Direct) { QuotesShown::Direct } else { QuotesShown::None }
}
