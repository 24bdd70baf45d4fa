//! An article's long parts as one packed value: the text, its blocks and marks, and what the list never shows.
//!
//! The headline and the moment of publication stand in the article's row and not in here.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use serde::{Deserialize, Serialize};

use super::{feeds, varint};
use crate::text::article::{Article, Block, BlockKind, Dateline, Mark, MarkKind, Published};
use crate::text::unparsed::Unparsed;

/// The first byte of a packed body: how the rest is to be read.
const FORM: u8 = 1;

/// All of an article but its text and headline. Names are one letter long because every article pays for them.
#[derive(Serialize, Deserialize)]
struct Head<'a> {
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    source: Option<Cow<'a, str>>,
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    dateline: Option<Cow<'a, Dateline>>,
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    byline: Option<Cow<'a, str>>,
    /// The words of the document for the moment of publication.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    written: Option<Cow<'a, str>>,
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    language: Option<Cow<'a, str>>,
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    url: Option<Cow<'a, str>>,
    #[serde(rename = "i", default, skip_serializing_if = "Option::is_none")]
    image: Option<Cow<'a, str>>,
    #[serde(rename = "n", default, skip_serializing_if = "no_notices")]
    notices: Cow<'a, [String]>,
    #[serde(rename = "B", default, skip_serializing_if = "Vec::is_empty")]
    blocks: Vec<PackedBlock<'a>>,
    #[serde(rename = "M", default, skip_serializing_if = "Vec::is_empty")]
    marks: Vec<PackedMark<'a>>,
}

/// Bytes since the end of the block before, length, kind, depth of quoting.
type PackedBlock<'a> = (i64, i64, Cow<'a, BlockKind>, u8);
/// Bytes since the start of the mark before, length, kind.
type PackedMark<'a> = (i64, i64, Cow<'a, MarkKind>);

#[allow(clippy::ptr_arg, reason = "serde hands over the field itself")]
fn no_notices(notices: &Cow<'_, [String]>) -> bool {
    notices.is_empty()
}

/// A body before it is compressed: what the content's hash is taken over.
pub(super) fn lay_flat(article: &Article) -> Vec<u8> {
    let head = serde_json::to_vec(&head_of(article)).unwrap_or_default();
    let mut flat = Vec::with_capacity(head.len() + article.text.len() + 10);
    varint::put(&mut flat, head.len() as u64);
    flat.extend_from_slice(&head);
    flat.extend_from_slice(article.text.as_bytes());
    flat
}

/// Compresses bodies, one after the other: starting anew for each would cost more than the compressing.
pub(super) struct Packer(Compress);

impl Packer {
    pub(super) fn new() -> Self {
        // Raw deflate: the database has its own checksums where it needs them.
        Self(Compress::new(Compression::new(6), false))
    }

    /// Compresses a body: form, length before compression, deflate stream (RFC 1951).
    pub(super) fn pack(&mut self, flat: &[u8]) -> Vec<u8> {
        let mut packed = Vec::with_capacity(flat.len() / 2 + 64);
        packed.push(FORM);
        varint::put(&mut packed, flat.len() as u64);
        self.0.reset();
        loop {
            let done = usize::try_from(self.0.total_in()).unwrap_or(flat.len());
            let rest = flat.get(done..).unwrap_or_default();
            let status = self.0.compress_vec(rest, &mut packed, FlushCompress::Finish);
            if !matches!(status, Ok(Status::Ok | Status::BufError)) {
                return packed;
            }
            packed.reserve(packed.capacity());
        }
    }
}

/// Reads a packed body back; headline and moment of publication are left for the caller to add.
pub(super) fn unpack(packed: &[u8]) -> Option<Article> {
    let (&form, mut rest) = packed.split_first()?;
    if form == feeds::RAW {
        return feeds::raise(packed).map(Unparsed::parse);
    }
    if form != FORM {
        return None;
    }
    raise(&inflate(&mut rest)?)
}

/// The text of a packed body alone: for many articles at once, as reading the rest takes as long again.
pub(super) fn unpack_text(packed: &[u8]) -> Option<String> {
    let (&form, mut rest) = packed.split_first()?;
    if form != FORM {
        return unpack(packed).map(|article| article.text);
    }
    let mut flat = inflate(&mut rest)?;
    let start = flat.len() - text_in(&flat)?.len();
    flat.drain(..start);
    String::from_utf8(flat).ok()
}

/// The web address in a packed body alone, read no further than what stands before the text.
pub(super) fn unpack_url(packed: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Address<'a> {
        #[serde(rename = "u", default)]
        url: Option<Cow<'a, str>>,
    }
    let (&form, mut rest) = packed.split_first()?;
    if form != FORM {
        return unpack(packed)?.url;
    }
    let length = usize::try_from(varint::get(&mut rest)?).ok()?;
    with_inflater(|inflater| {
        let mut flat = Vec::new();
        inflate_on(inflater, rest, &mut flat, length.min(BEGINNING))?;
        let mut head = flat.as_slice();
        let size = varint::get_size(&mut head)?;
        let until = (flat.len() - head.len()).checked_add(size)?.min(length);
        if until > flat.len() {
            inflate_on(inflater, rest, &mut flat, until)?;
        }
        let start = until.checked_sub(size)?;
        let address: Address<'_> = serde_json::from_slice(flat.get(start..until)?).ok()?;
        address.url.map(Cow::into_owned)
    })
}

/// Reads the text of a packed body from its beginning: the first bytes, then all of it, until `enough` says what it wanted
/// to know. Most of what is looked for in a text stands near its beginning.
pub(super) fn read_text<T>(packed: &[u8], mut enough: impl FnMut(&str, Extent) -> Option<T>) -> Option<T> {
    let (&form, mut rest) = packed.split_first()?;
    if form != FORM {
        return enough(&unpack(packed)?.text, Extent::Whole);
    }
    let length = usize::try_from(varint::get(&mut rest)?).ok()?;
    with_inflater(|inflater| {
        let mut flat = Vec::new();
        if length > BEGINNING {
            inflate_on(inflater, rest, &mut flat, BEGINNING)?;
            let found = text_in(&flat).and_then(valid_start).and_then(|text| enough(text, Extent::Part));
            if found.is_some() {
                return found;
            }
        }
        inflate_on(inflater, rest, &mut flat, length)?;
        let text = text_in(&flat).filter(|_| flat.len() == length)?;
        enough(std::str::from_utf8(text).ok()?, Extent::Whole)
    })
}

/// How much of a text is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Its beginning.
    Part,
    /// All of it.
    Whole,
}

/// How many bytes of a body are read first.
const BEGINNING: usize = 1_536;

/// The text in an inflated body, as far as that goes.
fn text_in(flat: &[u8]) -> Option<&[u8]> {
    let mut after = flat;
    let length = varint::get_size(&mut after)?;
    after.get(length..)
}

/// The characters that are there in whole.
fn valid_start(text: &[u8]) -> Option<&str> {
    match std::str::from_utf8(text) {
        Ok(text) => Some(text),
        Err(error) => std::str::from_utf8(text.get(..error.valid_up_to())?).ok(),
    }
}

fn inflate(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let length = usize::try_from(varint::get(rest)?).ok()?;
    let mut flat = Vec::new();
    with_inflater(|inflater| inflate_on(inflater, rest, &mut flat, length))?;
    (flat.len() == length).then_some(flat)
}

/// Making an inflater anew costs more than inflating a short text.
fn with_inflater<T>(work: impl FnOnce(&mut Decompress) -> T) -> T {
    thread_local! {
        static INFLATER: RefCell<Decompress> = RefCell::new(Decompress::new(false));
    }
    INFLATER.with_borrow_mut(|inflater| {
        inflater.reset(false);
        work(inflater)
    })
}

/// Goes on with a deflated value until so many bytes of it are there, or it ends.
fn inflate_on(inflater: &mut Decompress, packed: &[u8], flat: &mut Vec<u8>, length: usize) -> Option<()> {
    while flat.len() < length {
        if flat.len() == flat.capacity() {
            // A length that a small value claims is not believed until the bytes are there.
            flat.reserve_exact((length - flat.len()).min(packed.len().saturating_mul(4)).max(64));
        }
        let (read, before) = (usize::try_from(inflater.total_in()).ok()?, flat.len());
        let status = inflater.decompress_vec(packed.get(read..)?, flat, FlushDecompress::Finish).ok()?;
        if status == Status::StreamEnd || flat.len() == before {
            break;
        }
    }
    flat.truncate(length);
    Some(())
}

fn raise(flat: &[u8]) -> Option<Article> {
    let mut rest = flat;
    let length = varint::get_size(&mut rest)?;
    let head: Head<'_> = serde_json::from_slice(rest.get(..length)?).ok()?;
    let text = std::str::from_utf8(rest.get(length..)?).ok()?.to_owned();
    Some(Article {
        headline: None,
        source: head.source.map(Cow::into_owned),
        dateline: head.dateline.map(Cow::into_owned),
        byline: head.byline.map(Cow::into_owned),
        published: head.written.map(|written| Published { written: written.into_owned(), at: None }),
        language: head.language.map(Cow::into_owned),
        url: head.url.map(Cow::into_owned),
        image: head.image.map(Cow::into_owned),
        text,
        blocks: unpack_blocks(head.blocks),
        marks: unpack_marks(head.marks),
        notices: head.notices.into_owned(),
    })
}

fn head_of(article: &Article) -> Head<'_> {
    Head {
        source: article.source.as_deref().map(Cow::from),
        dateline: article.dateline.as_ref().map(Cow::Borrowed),
        byline: article.byline.as_deref().map(Cow::from),
        written: article.published.as_ref().map(|at| Cow::from(&at.written)),
        language: article.language.as_deref().map(Cow::from),
        url: article.url.as_deref().map(Cow::from),
        image: article.image.as_deref().map(Cow::from),
        notices: Cow::from(&article.notices),
        blocks: pack_blocks(&article.blocks),
        marks: pack_marks(&article.marks),
    }
}

fn pack_blocks(blocks: &[Block]) -> Vec<PackedBlock<'_>> {
    let mut end = 0;
    let packed = blocks.iter().map(|block| {
        let (gap, length) = distance(end, &block.range);
        end = varint::signed(block.range.end);
        (gap, length, Cow::Borrowed(&block.kind), block.quoted)
    });
    packed.collect()
}

fn unpack_blocks(blocks: Vec<PackedBlock<'_>>) -> Vec<Block> {
    let mut end = 0;
    let unpacked = blocks.into_iter().map(|(gap, length, kind, quoted)| {
        let range = range_at(end, gap, length);
        end = varint::signed(range.end);
        let kind = kind.into_owned();
        Block { kind, range, quoted }
    });
    unpacked.collect()
}

fn pack_marks(marks: &[Mark]) -> Vec<PackedMark<'_>> {
    let mut start = 0;
    let packed = marks.iter().map(|mark| {
        let (gap, length) = distance(start, &mark.range);
        start = varint::signed(mark.range.start);
        (gap, length, Cow::Borrowed(&mark.kind))
    });
    packed.collect()
}

fn unpack_marks(marks: Vec<PackedMark<'_>>) -> Vec<Mark> {
    let mut start = 0;
    let unpacked = marks.into_iter().map(|(gap, length, kind)| {
        let range = range_at(start, gap, length);
        start = varint::signed(range.start);
        let kind = kind.into_owned();
        Mark { range, kind }
    });
    unpacked.collect()
}

/// How far a range begins behind a place, and how long it is.
pub(super) fn distance(from: i64, range: &Range<usize>) -> (i64, i64) {
    let start = varint::signed(range.start);
    (start - from, varint::signed(range.end) - start)
}

/// The range that begins so far behind a place and is so long.
pub(super) fn range_at(from: i64, gap: i64, length: i64) -> Range<usize> {
    let start = from.saturating_add(gap);
    let end = start.saturating_add(length);
    usize::try_from(start).unwrap_or(0)..usize::try_from(end).unwrap_or(0)
}

#[cfg(test)]
mod tests;
