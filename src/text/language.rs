//! Tells which language a text is in, where its letters leave no doubt.

use whatlang::Lang;

use super::clean;

/// How much of a text is looked at, in bytes: the first part of it is enough where it leaves no doubt.
const SAMPLES: [usize; 2] = [500, 4000];

/// How little isn't worth a guess, in bytes.
const TOO_SHORT: usize = 40;

/// BCP 47 tag of the text's language, if it can be told reliably.
#[must_use]
pub fn of(text: &str) -> Option<String> {
    if text.len() < TOO_SHORT {
        return None;
    }
    let sample = |bytes| clean::prefix(text, bytes);
    if is_plainly_english(sample(ENGLISH)) {
        return Some("en".to_owned());
    }
    let mut found = SAMPLES.iter().filter_map(|bytes| whatlang::detect(sample(*bytes)));
    let sure = found.find(whatlang::Info::is_reliable)?;
    Some(tag(sure.lang()).to_owned())
}

/// How much of a text is looked at for English words, in bytes.
const ENGLISH: usize = 1_000;

/// The least number of words that tell English.
const ENOUGH: usize = 40;

/// Whether a text is full of small words that only English has. Most news is English, and this takes a hundredth of the
/// time that weighing all languages takes. In running English they are a sixth to a fifth of all words, in others next to
/// none.
fn is_plainly_english(text: &str) -> bool {
    let (mut words, mut english) = (0, 0);
    for word in text.split_ascii_whitespace() {
        words += 1;
        english += usize::from(matches!(
            word,
            "the"
                | "The"
                | "of"
                | "and"
                | "that"
                | "for"
                | "with"
                | "was"
                | "were"
                | "which"
                | "this"
                | "from"
                | "have"
                | "has"
                | "had"
                | "been"
                | "his"
                | "their"
                | "they"
                | "who"
                | "would"
                | "said"
                | "after"
                | "are"
        ));
    }
    words >= ENOUGH && english * 8 >= words
}

/// How many bytes of a tag any program must take (RFC 5646, 4.4.1).
const LONGEST: usize = 35;

/// The tag that a document gives, if it looks like one: `en`, `de-AT`; underscores become hyphens. Of one with more parts
/// than any language needs, the first is kept: nobody asks for the others.
#[must_use]
pub fn from_tag(written: &str) -> Option<String> {
    let tag = written.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let fits = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !fits || !parts.all(|part| (1..=8).contains(&part.len()) && letters(part)) {
        return None;
    }
    Some(if tag.len() > LONGEST { primary.to_owned() } else { tag })
}

/// The shortest code of a language (RFC 5646, 2.2.1): two letters where there are such.
fn tag(lang: Lang) -> &'static str {
    match lang.code() {
        "afr" => "af",
        "aka" => "ak",
        "amh" => "am",
        "ara" => "ar",
        "aze" => "az",
        "bel" => "be",
        "ben" => "bn",
        "bul" => "bg",
        "cat" => "ca",
        "ces" => "cs",
        "cmn" => "zh",
        "cym" => "cy",
        "dan" => "da",
        "deu" => "de",
        "ell" => "el",
        "eng" => "en",
        "epo" => "eo",
        "est" => "et",
        "fin" => "fi",
        "fra" => "fr",
        "guj" => "gu",
        "heb" => "he",
        "hin" => "hi",
        "hrv" => "hr",
        "hun" => "hu",
        "hye" => "hy",
        "ind" => "id",
        "ita" => "it",
        "jav" => "jv",
        "jpn" => "ja",
        "kan" => "kn",
        "kat" => "ka",
        "khm" => "km",
        "kor" => "ko",
        "lat" => "la",
        "lav" => "lv",
        "lit" => "lt",
        "mal" => "ml",
        "mar" => "mr",
        "mkd" => "mk",
        "mya" => "my",
        "nep" => "ne",
        "nld" => "nl",
        "nob" => "nb",
        "ori" => "or",
        "pan" => "pa",
        "pes" => "fa",
        "pol" => "pl",
        "por" => "pt",
        "ron" => "ro",
        "rus" => "ru",
        "sin" => "si",
        "slk" => "sk",
        "slv" => "sl",
        "sna" => "sn",
        "spa" => "es",
        "srp" => "sr",
        "swe" => "sv",
        "tam" => "ta",
        "tel" => "te",
        "tgl" => "tl",
        "tha" => "th",
        "tuk" => "tk",
        "tur" => "tr",
        "ukr" => "uk",
        "urd" => "ur",
        "uzb" => "uz",
        "vie" => "vi",
        "yid" => "yi",
        "zul" => "zu",
        code => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_in_a_language_tell_it() {
        for (text, tag) in [
            (
                "The parliament passed a resolution calling on the government to expel foreign troops from the country.",
                "en",
            ),
            (
                "Das Parlament hat eine Entschließung angenommen, in der die Regierung aufgefordert wird, die Truppen abzuziehen.",
                "de",
            ),
            ("قال الوزير إن الحكومة ستعمل على إنهاء الوجود العسكري في البلاد بجميع أشكاله", "ar"),
            ("北京的记者报道说，政府今天宣布了新的经济政策，以应对目前的困难。", "zh"),
        ] {
            assert_eq!(of(text).as_deref(), Some(tag));
        }
    }

    #[test]
    fn plain_english_is_told_by_its_small_words_and_nothing_else_is() {
        let english = "The parliament of the republic passed a resolution that calls on the government to expel foreign troops \
             from the country after the strike, which was said to have been ordered from abroad, and the minister said that \
             they would leave with their families before the end of the year, for the good of all who are in the country.";
        assert!(is_plainly_english(english));
        let others = [
            "Het parlement was van mening dat de regering of de minister had moeten ingrijpen, want die was er al van op de hoogte \
             en had er met de bevolking over gesproken. Of dat genoeg was, is de vraag, zei de voorzitter, die er niet in \
             gelooft en het kabinet daarom om een verklaring heeft gevraagd over wat er was gebeurd.",
            "Das Parlament hat die Regierung aufgefordert, die Truppen abzuziehen, und der Minister sagte, dass man in der Sache \
             mit allen reden will. Was danach kommt, ist offen; es war die Rede von einem Plan für das ganze Land, der \
             noch in diesem Jahr vorliegen soll, und von Hilfen für alle, die ihn umsetzen.",
        ];
        for text in others {
            assert!(text.split_whitespace().count() >= ENOUGH && !is_plainly_english(text), "{text}");
        }
    }

    #[test]
    fn doubt_is_left_as_doubt() {
        assert_eq!(of("Hadi al-Amiri"), None);
        assert_eq!(of("123 456 789 123 456 789 123 456 789 123 456 789"), None);
    }

    #[test]
    fn every_language_has_a_tag_of_two_letters_but_those_without() {
        for lang in Lang::all() {
            assert!(tag(*lang).len() == 2 || from_tag(tag(*lang)).is_some());
        }
    }

    #[test]
    fn a_given_tag_must_look_like_one() {
        assert_eq!(from_tag(" de_AT ").as_deref(), Some("de-AT"));
        assert_eq!(from_tag("zh-Hant-TW").as_deref(), Some("zh-Hant-TW"));
        for wrong in ["", "english", "e", "en us", "<b>", "-"] {
            assert_eq!(from_tag(wrong), None);
        }
    }

    #[test]
    fn of_a_tag_without_end_the_language_is_kept() {
        let tag = |parts: usize| format!("en{}", "-abcdefgh".repeat(parts));
        assert_eq!(from_tag(&tag(3)), Some(tag(3)));
        assert_eq!(from_tag(&tag(9_000)).as_deref(), Some("en"));
    }
}
