//! Tells data from text by the first bytes.

/// Signatures at the start of files, and what they stand for.
const SIGNATURES: [(&[u8], &str); 29] = [
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\0\0\x01\0", "an icon"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"ID3", "an MP3 sound file"),
    (b"OggS\0", "an Ogg sound or film"),
    (b"fLaC\0", "a FLAC sound file"),
    (b"\x1a\x45\xdf\xa3", "a Matroska film"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
];

/// How many bytes are looked at for controls.
const SAMPLE: usize = 8192;
/// So many controls are forgiven even the shortest text.
const FORGIVEN: usize = 5;

/// What the bytes are, if they begin as a known format does.
pub(super) fn signed(bytes: &[u8]) -> Option<&'static str> {
    let signature = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
    match signature {
        // Some signatures are letters that a text might begin with.
        Some((letters, name)) if !letters.is_ascii() || is_full_of_controls(bytes) => Some(name),
        Some((letters, name)) if letters.len() > 3 => Some(name),
        _ => in_a_container(bytes),
    }
}

fn in_a_container(bytes: &[u8]) -> Option<&'static str> {
    match (bytes.get(..4)?, bytes.get(4..8)?, bytes.get(8..12)?) {
        (b"RIFF", _, b"WEBP") => Some("a WebP picture"),
        (b"RIFF", _, b"WAVE") => Some("a WAV sound file"),
        (b"RIFF", _, b"AVI ") => Some("an AVI film"),
        (_, b"ftyp", b"avif" | b"avis") => Some("an AVIF picture"),
        (_, b"ftyp", b"heic" | b"heix") => Some("a HEIC picture"),
        (_, b"ftyp", _) => Some("an MPEG-4 film or sound file"),
        _ => None,
    }
}

/// Whether more than one byte in twenty, and more than a few, is a control character that no text holds.
pub(super) fn is_full_of_controls(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let controls = sample.iter().filter(|byte| matches!(byte, 0..=6 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)).count();
    controls > FORGIVEN && controls * 20 > sample.len()
}
