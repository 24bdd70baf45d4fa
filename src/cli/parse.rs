//! `dateline parse`: what a file is understood as.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Args;

use super::{
    DONE,
    articles::JsonArticle,
    output::{complain, json_line, print},
};
use crate::{
    library::intake,
    sources::{
        Form, describe,
        feed::{self, Origin},
        files::{self, Input},
        mail, opml, recognise,
    },
    text::quotes::Lexicon,
};

/// Arguments of `dateline parse`.
#[derive(Debug, Args)]
pub struct Parse {
    /// The file, or - for standard input
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
    /// JSON, the only form there is
    #[arg(long, hide = true)]
    json: bool,
    /// The address that the document was read from, for its relative links
    #[arg(long, value_name = "URL")]
    base: Option<String>,
    /// What HTTP's Content-Type said of it
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,
}

impl Parse {
    /// Prints the parsed form: of a feed, a list of subscriptions, a message, or an article.
    pub fn print(&self) -> Result<u8> {
        let input = files::single(&self.file).map_err(|why| anyhow!(why))?;
        let bytes = input.read().map_err(|why| anyhow!(why))?;
        let content_type = self.content_type.as_deref().filter(|given| !given.is_empty());
        match recognise(&bytes, content_type) {
            Form::Feed | Form::JsonFeed => self.print_feed(&bytes, content_type),
            Form::Opml => {
                let list = opml::read(&bytes, content_type)?;
                print(|out| json_line(out, &describe::subscriptions(&list)))
            }
            Form::Mail => {
                let message = mail::read(&bytes)?;
                print(|out| json_line(out, &describe::mail(&message)))
            }
            _ => print_article(&input, &bytes),
        }?;
        Ok(DONE)
    }

    fn print_feed(&self, bytes: &[u8], content_type: Option<&str>) -> Result<()> {
        let url = self.base.as_deref().filter(|given| !given.is_empty());
        let feed = feed::read(bytes, &Origin { url, content_type })?;
        print(|out| json_line(out, &describe::feed(&feed)))
    }
}

fn print_article(input: &Input, bytes: &[u8]) -> Result<()> {
    let parsed = intake::understand(input, bytes, Lexicon::built_in()).map_err(|why| anyhow!(why))?;
    if let Some(told) = &parsed.cut {
        complain(told);
    }
    print(|out| json_line(out, &JsonArticle::new(&parsed.article, &parsed.quotations)))
}
