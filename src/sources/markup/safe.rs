//! HTML tokens -> HTML that can be shown anywhere.

use html5ever::tokenizer::{EndTag, StartTag, Tag};
use url::Url;

use super::elements::{ends_before, is_kept, is_phrasing, is_void};
use super::tokens::{Act, Hiding, attribute, local};
use crate::sources::address;
use crate::sources::xml::escape_into;
use crate::text::clean;

/// Open elements that a tag can close: far enough for sane markup, and no hostile one can make it slow.
const REACH: usize = 50;
/// Open elements deeper than this are left out, their text is kept.
const MAX_DEPTH: usize = 200;

/// Writes what is kept.
pub(super) struct Safe<'a> {
    html: String,
    /// Text since the last tag: references arrive one by one, but runs of marks are counted over all of them.
    text: String,
    base: Option<&'a Url>,
    /// Open elements, and whether they were written.
    open: Vec<(Box<str>, bool)>,
    hiding: Hiding,
    /// The element of a drawing that is being read and says in words what the drawing shows.
    caption: Option<&'static str>,
}

impl<'a> Safe<'a> {
    pub(super) fn new(base: Option<&'a Url>) -> Self {
        Self {
            html: String::new(),
            text: String::new(),
            base,
            open: Vec::new(),
            hiding: Hiding::default(),
            caption: None,
        }
    }

    /// The HTML, every element closed.
    pub(super) fn finish(mut self) -> String {
        self.end_caption();
        self.flush();
        while let Some((name, written)) = self.open.pop() {
            self.close(&name, written);
        }
        self.html
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            escape_into(&mut self.html, &clean::text(&self.text));
            self.text.clear();
        }
    }

    /// Of a drawing only the words stay that stand for it, as a picture's `alt` does (SVG 2, 5.7).
    fn within_drawing(&mut self, tag: &Tag) {
        let caption = match local(&tag.name) {
            "title" => "title",
            "desc" => "desc",
            "script" | "style" => return self.end_caption(),
            _ => return,
        };
        self.end_caption();
        if tag.kind == StartTag && !tag.self_closing {
            self.flush();
            self.caption = Some(caption);
        }
    }

    fn end_caption(&mut self) {
        let Some(name) = self.caption.take() else { return };
        let words = std::mem::take(&mut self.text);
        let words = clean::line(&words);
        if !words.is_empty() {
            for part in ["<svg><", name, ">"] {
                self.html.push_str(part);
            }
            escape_into(&mut self.html, &words);
            for part in ["</", name, "></svg>"] {
                self.html.push_str(part);
            }
        }
    }

    fn close(&mut self, name: &str, written: bool) {
        if written {
            self.html.push_str("</");
            self.html.push_str(name);
            self.html.push('>');
        }
    }

    fn end(&mut self, name: &str) {
        let depth = self.open.iter().rev().take(REACH).position(|(open, _)| **open == *name);
        self.close_innermost(depth.map_or(0, |depth| depth + 1));
    }

    /// How many open elements lie inside the one that has no end tag and ends where this one starts.
    fn ended_by(&self, name: &str) -> Option<usize> {
        let within = self.open.iter().rev().take(REACH);
        within
            .take_while(|(open, _)| is_phrasing(open) || ends_before(open, name))
            .position(|(open, _)| ends_before(open, name))
    }

    fn close_innermost(&mut self, count: usize) {
        for _ in 0..count {
            if let Some((name, written)) = self.open.pop() {
                self.close(&name, written);
            }
        }
    }

    fn start(&mut self, tag: &Tag, name: &str) {
        while let Some(depth) = self.ended_by(name) {
            self.close_innermost(depth + 1);
        }
        let written = self.open.len() < MAX_DEPTH;
        if written {
            self.html.push('<');
            self.html.push_str(name);
            self.attributes(tag);
            self.html.push('>');
        }
        if !is_void(name) {
            self.open.push((name.into(), written));
        }
    }

    fn attributes(&mut self, tag: &Tag) {
        for attribute in &tag.attrs {
            let name = &*attribute.name.local;
            let value = match name {
                "href" | "src" | "cite" | "poster" => match address::safe(&attribute.value, self.base) {
                    Some(address) => address,
                    None => continue,
                },
                "alt" | "title" | "lang" | "dir" | "class" | "id" | "start" | "value" | "reversed" | "colspan"
                | "rowspan" | "datetime" | "width" | "height" | "type" | "hidden" | "scope" => {
                    clean::line(&attribute.value).into_owned()
                }
                "style" if hides(&attribute.value) => {
                    self.html.push_str(" hidden=\"\"");
                    continue;
                }
                _ => continue,
            };
            self.html.push(' ');
            self.html.push_str(name);
            self.html.push_str("=\"");
            escape_into(&mut self.html, &value);
            self.html.push('"');
        }
        if &*tag.name == "img" && address_of_picture(tag).is_none() {
            let lazy = ["data-src", "data-lazy-src", "data-original"].iter().find_map(|name| attribute(tag, name));
            if let Some(address) = lazy.and_then(|lazy| address::safe(lazy, self.base)) {
                self.html.push_str(" src=\"");
                escape_into(&mut self.html, &address);
                self.html.push('"');
            }
        }
    }
}

impl Act for Safe<'_> {
    fn tag(&mut self, tag: &Tag) {
        let in_drawing = self.hiding.is_inside("svg");
        if self.hiding.hides(tag) {
            if !self.hiding.is_open() {
                self.end_caption();
            } else if in_drawing {
                self.within_drawing(tag);
            }
            return;
        }
        let name = local(&tag.name);
        if !is_kept(name) {
            return;
        }
        self.flush();
        if tag.kind == EndTag {
            self.end(name);
        } else {
            self.start(tag, name);
        }
    }

    fn characters(&mut self, text: &str) {
        if !self.hiding.is_open() || self.caption.is_some() {
            self.text.push_str(text);
        }
    }
}

fn address_of_picture(tag: &Tag) -> Option<&str> {
    attribute(tag, "src").filter(|address| !address.trim_start().starts_with("data:") && !address.trim().is_empty())
}

/// Whether a `style` keeps the element from being seen.
fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}
