//! The names in dates: months in the languages that feeds use, and time zones.

/// Names of the months, letters without marks, lower case; a word of three letters or more may be cut short.
#[rustfmt::skip]
const MONTHS: &[(&[&str], i8)] = &[
    (&["january", "januar", "janvier", "enero", "gennaio", "janeiro", "ιανουαριου", "января", "stycznia", "ledna", "ocak", "tammikuu", "janner", "jaenner", "ianuarie", "gener"], 1),
    (&["february", "februar", "fevrier", "febrero", "febbraio", "fevereiro", "φεβρουαριου", "февраля", "lutego", "unora", "subat", "helmikuu", "februari"], 2),
    (&["march", "marz", "maerz", "mars", "marzo", "marco", "maart", "mrt", "marcius", "μαρτιου", "μαω", "марта", "marca", "brezna", "mart", "maaliskuu"], 3),
    (&["april", "avril", "abril", "aprile", "aprilis", "aprili", "απριλιου", "апреля", "kwietnia", "dubna", "nisan", "huhtikuu"], 4),
    (&["may", "mai", "mayo", "maggio", "maio", "mei", "maj", "majus", "maujus", "μαιου", "мая", "май", "maja", "kvetna", "mayis", "toukokuu"], 5),
    (&["june", "juni", "juin", "junio", "giugno", "junho", "junius", "ιουνιου", "ιον", "июня", "czerwca", "cervna", "haziran", "kesakuu"], 6),
    (&["july", "juli", "juillet", "julio", "luglio", "julho", "julius", "ιουλιου", "ιολ", "июля", "lipca", "cervence", "temmuz", "heinakuu"], 7),
    (&["august", "aout", "agosto", "augustus", "augusztus", "augusti", "αυγουστου", "августа", "sierpnia", "srpna", "agustos", "elokuu"], 8),
    (&["september", "septembre", "septiembre", "settembre", "setembro", "szeptember", "σεπτεμβριου", "сентября", "wrzesnia", "zari", "eylul", "syyskuu"], 9),
    (&["october", "oktober", "octobre", "octubre", "ottobre", "outubro", "οκτωβριου", "октября", "pazdziernika", "rijna", "ekim", "lokakuu"], 10),
    (&["november", "novembre", "noviembre", "novembro", "νοεμβριου", "ноября", "listopada", "listopadu", "kasim", "marraskuu"], 11),
    (&["december", "dezember", "decembre", "diciembre", "dicembre", "dezembro", "desember", "δεκεμβριου", "декабря", "grudnia", "prosince", "aralik", "joulukuu"], 12),
];

/// Minutes east of UTC of the names that are in use. Where a name means several zones, the one that feeds mean.
#[rustfmt::skip]
const ZONES: &[(&str, i32)] = &[
    ("UTC", 0), ("GMT", 0), ("UT", 0), ("Z", 0), ("WET", 0), ("EST", -300), ("EDT", -240), ("ET", -300),
    ("CST", -360), ("CDT", -300), ("CT", -360), ("MST", -420), ("MDT", -360), ("MT", -420), ("PST", -480),
    ("PDT", -420), ("PT", -480), ("AST", -240), ("ADT", -180), ("AT", -240), ("NST", -210), ("NDT", -150),
    ("AKST", -540), ("AKDT", -480), ("HST", -600), ("BRT", -180), ("BRST", -120), ("ART", -180),
    ("CLT", -240), ("CLST", -180), ("COT", -300), ("PET", -300), ("VET", -240), ("BST", 60), ("WEST", 60),
    ("WAT", 60), ("CET", 60), ("MET", 60), ("MEZ", 60), ("CEST", 120), ("MEST", 120), ("MESZ", 120),
    ("EET", 120), ("CAT", 120), ("SAST", 120), ("EEST", 180), ("MSK", 180), ("EAT", 180), ("TRT", 180),
    ("IDT", 180), ("MSD", 240), ("GST", 240), ("IRST", 210), ("PKT", 300), ("IST", 330), ("NPT", 345),
    ("BDT", 360), ("ICT", 420), ("WIB", 420), ("HKT", 480), ("SGT", 480), ("PHT", 480), ("MYT", 480),
    ("AWST", 480), ("WITA", 480), ("JST", 540), ("KST", 540), ("WIT", 540), ("ACST", 570), ("AEST", 600),
    ("ACDT", 630), ("AEDT", 660), ("NZST", 720), ("NZDT", 780),
];

/// 1 to 12 for a month's name in any of the languages, also cut short.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = folded(word);
    if word.chars().count() < 3 {
        return None;
    }
    MONTHS.iter().find(|(names, _)| names.iter().any(|name| name.starts_with(&word))).map(|&(_, month)| month)
}

/// Minutes east of UTC for a zone's name.
pub(super) fn zone(word: &str) -> Option<i32> {
    ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|&(_, minutes)| minutes)
}

/// Lower case without the marks that these languages put on letters.
fn folded(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).map(plain).collect()
}

fn plain(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'ç' | 'č' | 'ć' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'ě' => 'e',
        'ğ' => 'g',
        'í' | 'ì' | 'î' | 'ï' | 'ı' => 'i',
        'ň' | 'ń' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'ő' | 'õ' => 'o',
        'ř' => 'r',
        'ş' | 'š' | 'ś' => 's',
        'ú' | 'ù' | 'û' | 'ü' | 'ű' | 'ů' => 'u',
        'ž' | 'ź' | 'ż' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' => 'υ',
        'ώ' => 'ω',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_many_languages_and_cut_short() {
        for (word, number) in [
            ("Jan", 1),
            ("janv", 1),
            ("Jänner", 1),
            ("févr", 2),
            ("März", 3),
            ("Μάρ", 3),
            ("abr", 4),
            ("Mai", 5),
            ("mag", 5),
            ("juin", 6),
            ("juillet", 7),
            ("Ιούλ", 7),
            ("août", 8),
            ("Sept", 9),
            ("szeptember", 9),
            ("okt", 10),
            ("ноя", 11),
            ("déc", 12),
            ("Dez", 12),
        ] {
            assert_eq!(month(word), Some(number), "{word}");
        }
        assert_eq!(month("ma"), None);
        assert_eq!(month("Thu"), None);
    }
}
