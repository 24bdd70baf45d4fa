//! `dateline parse`: what a file is understood as.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Args;

use super::{
    DONE,
    output::{complain, json_line, print},
};
use crate::{
    library::intake,
    sources::{
        Form, describe,
        documents::Given,
        feed::{self, Origin},
        files::{self, Input},
        mail, opml, recognise,
    },
    text::{print::JsonArticle, quotes::Lexicon},
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
    /// Take it as what a server sent for a feed, with this Content-Type, which may be empty
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,
    /// Of a web page, all of the text, not only the article
    #[arg(long)]
    whole_page: bool,
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
            _ if self.content_type.is_some() => self.print_feed(&bytes, content_type),
            _ => self.print_articles(&input, &bytes),
        }?;
        Ok(DONE)
    }

    fn print_feed(&self, bytes: &[u8], content_type: Option<&str>) -> Result<()> {
        let url = self.base.as_deref().filter(|given| !given.is_empty());
        let feed = feed::read(bytes, &Origin { url, content_type })?;
        print(|out| json_line(out, &describe::feed(&feed)))
    }

    fn print_articles(&self, input: &Input, bytes: &[u8]) -> Result<()> {
        let given = Given {
            bytes,
            name: None,
            content_type: self.content_type.as_deref(),
            base: self.base.as_deref(),
            extent: super::extent(self.whole_page),
        };
        let found = intake::understand(input, &given, Lexicon::in_force()).map_err(|why| anyhow!(why))?;
        found.notices.iter().for_each(|notice| complain(notice));
        print(|out| {
            found.parsed.iter().try_for_each(|one| json_line(out, &JsonArticle::new(&one.article, &one.quotations)))
        })
    }
}
