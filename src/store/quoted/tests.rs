#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::*;

const TEXT: &str = "“Yes,” said Ann Lee, the mayor. “And no.” Officials said so.";

fn quotations() -> Quotations {
    Quotations {
        speakers: vec![
            Speaker { name: "Ann Lee".into(), role: Some("mayor".into()), kind: SpeakerKind::Person },
            Speaker { name: "Officials".into(), role: Some("not in the text".into()), kind: SpeakerKind::Unnamed },
        ],
        quotations: vec![
            Quotation {
                kind: Kind::Direct,
                pieces: vec![0..10, 38..50],
                cue: Some(11..15),
                mention: Some(16..23),
                speaker: Some(0),
                confidence: Confidence::Sure,
            },
            Quotation {
                kind: Kind::Indirect,
                pieces: vec![51..60, 66..68],
                cue: None,
                mention: Some(51..60),
                speaker: None,
                confidence: Confidence::Guess,
            },
        ],
    }
}

#[test]
fn quotations_come_back_as_they_were() {
    let whole = quotations();
    let packed = pack(&whole, &[7, -1], TEXT);
    let (speakers, found) = unpack(&packed, TEXT).unwrap();
    assert_eq!(found, whole.quotations);
    assert_eq!(
        speakers,
        [
            PackedSpeaker { person: 7, role: Some("mayor".to_owned()), kind: SpeakerKind::Person },
            PackedSpeaker { person: -1, role: Some("not in the text".to_owned()), kind: SpeakerKind::Unnamed }
        ]
    );
    assert_eq!(people_in(&packed), Some(vec![7, -1]));
}

#[test]
fn damaged_quotations_are_none_and_never_a_panic() {
    let packed = pack(&quotations(), &[7, 8], TEXT);
    for length in 0..packed.len() {
        assert_eq!(unpack(&packed[..length], TEXT), None);
    }
    for place in 0..packed.len() {
        for bits in [0x01, 0x80, 0xff] {
            let mut damaged = packed.clone();
            damaged[place] ^= bits;
            let _ = unpack(&damaged, TEXT);
        }
    }
}
