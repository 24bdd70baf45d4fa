//! The body of an answer: received within limits, and unpacked whatever its labels say.

use std::{
    io::{self, Read},
    time::Instant,
};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::{Gate, Limits, Trouble};

/// The codings that are asked for (RFC 9110, 8.4).
pub(super) const ACCEPTED: &str = "gzip, br, zstd";

/// How often a document may be packed in itself.
const LAYERS: usize = 3;

/// From this many bytes on, a document is larger than most.
const LARGE: usize = 1_000_000;

/// How much is read at once.
const PIECE: usize = 32 * 1024;

/// The largest window that zstd may ask for (RFC 8878, 3.1.1.1.2, recommends 8 MB).
const WINDOW: u64 = 8 * 1024 * 1024;

/// Whether all of a document came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It did.
    Whole,
    /// The connection ended before it, or its packing is damaged towards the end.
    CutOff,
}

/// What came over the line.
pub(super) struct Sent {
    bytes: Vec<u8>,
    ending: Ending,
}

/// Receives a body. One that breaks off counts as far as it came, if anything did.
pub(super) fn receive(mut reader: impl Read, limits: &Limits, gate: &Gate, until: Instant) -> Result<Sent, Trouble> {
    let mut bytes = Vec::new();
    let mut piece = vec![0; PIECE];
    let mut large = None;
    loop {
        if large.is_none() && bytes.len() > LARGE {
            large = Some(gate.enter_large(until)?);
        }
        let read = match reader.read(&mut piece) {
            Ok(0) => return Ok(Sent { bytes, ending: Ending::Whole }),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) if is_timeout(&error) => {
                return Err(Trouble::Silent { host: String::new(), what: "send all of the document" });
            }
            Err(_) if bytes.is_empty() => return Err(Trouble::Broken(String::new())),
            Err(_) => return Ok(Sent { bytes, ending: Ending::CutOff }),
        };
        bytes.extend_from_slice(piece.get(..read).unwrap_or_default());
        if bytes.len() > limits.bytes {
            return Err(Trouble::TooLarge(limits.bytes));
        }
        if Instant::now() >= until {
            return Err(Trouble::Silent { host: String::new(), what: "send all of the document" });
        }
    }
}

fn is_timeout(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>());
    error.kind() == io::ErrorKind::TimedOut || matches!(inner, Some(ureq::Error::Timeout(_)))
}

/// A way of packing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

/// Unpacks what was sent as the header `Content-Encoding` says; a label that isn't true counts for nothing, and what is
/// packed without a label is unpacked all the same.
pub(super) fn unpack(sent: Sent, label: &str, limits: &Limits) -> Result<(Vec<u8>, Ending), Trouble> {
    let mut codings = codings(label)?;
    let Sent { mut bytes, mut ending } = sent;
    for _ in 0..LAYERS {
        let labelled = codings.pop();
        let Some(coding) = sniffed(&bytes).or(labelled.filter(|coding| !has_magic(*coding))) else {
            continue;
        };
        match unpack_layer(&bytes, coding, limits)? {
            Some((unpacked, whole)) => {
                bytes = unpacked;
                if !whole {
                    ending = Ending::CutOff;
                }
            }
            // The label isn't true: the document is as it is.
            None if labelled.is_some() && !has_magic(coding) => {}
            None => return Err(Trouble::Damaged),
        }
    }
    if sniffed(&bytes).is_some() {
        return Err(Trouble::Damaged);
    }
    Ok((bytes, ending))
}

/// The codings of a label, in the order in which they were applied.
fn codings(label: &str) -> Result<Vec<Coding>, Trouble> {
    let names = label.split(',').map(|name| name.trim().to_ascii_lowercase());
    let mut codings = Vec::new();
    for name in names {
        codings.push(match name.as_str() {
            "" | "identity" | "utf-8" | "none" => continue,
            "gzip" | "x-gzip" => Coding::Gzip,
            "deflate" => Coding::Deflate,
            "br" => Coding::Brotli,
            "zstd" => Coding::Zstd,
            _ => return Err(Trouble::Coding(name.chars().filter(char::is_ascii_graphic).take(20).collect())),
        });
    }
    if codings.len() > LAYERS { Err(Trouble::Coding("many layers".to_owned())) } else { Ok(codings) }
}

/// What the first bytes say.
fn sniffed(bytes: &[u8]) -> Option<Coding> {
    match bytes {
        [0x1f, 0x8b, 8, ..] => Some(Coding::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Coding::Zstd),
        _ => None,
    }
}

/// Whether a coding can be told from its first bytes.
fn has_magic(coding: Coding) -> bool {
    matches!(coding, Coding::Gzip | Coding::Zstd)
}

/// The unpacked bytes, and whether they are all; `None` if it isn't that coding.
fn unpack_layer(bytes: &[u8], coding: Coding, limits: &Limits) -> Result<Option<(Vec<u8>, bool)>, Trouble> {
    match coding {
        Coding::Gzip => drain(MultiGzDecoder::new(bytes), limits),
        Coding::Brotli => drain(brotli_decompressor::Decompressor::new(bytes, PIECE), limits),
        Coding::Zstd => match ruzstd::decoding::StreamingDecoder::new_with_max_window_size(bytes, WINDOW) {
            Ok(decoder) => drain(decoder, limits),
            Err(_) => Ok(None),
        },
        Coding::Deflate => match drain(ZlibDecoder::new(bytes), limits)? {
            Some(unpacked) => Ok(Some(unpacked)),
            // Some servers leave the zlib wrapper out.
            None => drain(DeflateDecoder::new(bytes), limits),
        },
    }
}

fn drain(mut decoder: impl Read, limits: &Limits) -> Result<Option<(Vec<u8>, bool)>, Trouble> {
    let mut unpacked = Vec::new();
    let most = u64::try_from(limits.bytes).unwrap_or(u64::MAX).saturating_add(1);
    let ended = decoder.by_ref().take(most).read_to_end(&mut unpacked);
    if unpacked.len() > limits.bytes {
        return Err(Trouble::TooLarge(limits.bytes));
    }
    match ended {
        Ok(_) => Ok(Some((unpacked, true))),
        Err(_) if unpacked.is_empty() => Ok(None),
        Err(_) => Ok(Some((unpacked, false))),
    }
}
