use super::*;

/// Source, place, agency, day (`-` for none) and the rest of the text.
fn parts(text: &str) -> String {
    let Some(opening) = read(text) else {
        return "none".to_owned();
    };
    let Opening { source, place, agency, day, end } = opening;
    let words = [source, place, agency, day].map(|part| part.unwrap_or("-"));
    format!("{} | {}", words.join(" | "), text[end..].trim_start())
}

#[test]
fn the_styles_of_the_agencies_are_read() {
    for (text, expected) in [
        ("Shafaq News/ On Sunday, he said", "Shafaq News | - | - | Sunday | On Sunday, he said"),
        ("Shafaq News / Baghdad - A source", "Shafaq News | Baghdad | - | - | A source"),
        ("Shafaq News/ A source said", "Shafaq News | - | - | - | A source said"),
        ("BAGHDAD, Nov. 3 (Reuters) - Iraq said", "- | BAGHDAD | Reuters | Nov. 3 | Iraq said"),
        ("WASHINGTON (AP) — The Senate", "- | WASHINGTON | AP | - | The Senate"),
        ("WASHINGTON (AP) -- The Senate", "- | WASHINGTON | AP | - | The Senate"),
        ("(Reuters) - Oil rose", "- | - | Reuters | - | Oil rose"),
        ("(ANSA) - ROMA, 03 NOV - La", "- | ROMA | ANSA | 03 NOV | La"),
        ("(ANSA) - ROMA - La", "- | - | ANSA | - | ROMA - La"),
        ("Nov. 3 (UPI) -- A wheel", "- | - | UPI | Nov. 3 | A wheel"),
        ("(CNN) — A man", "- | - | CNN | - | A man"),
        ("LONDON, 3 November (Reuters) – The", "- | LONDON | Reuters | 3 November | The"),
        ("BEIJING — China said", "- | BEIJING | - | - | China said"),
        ("BEIJING—China said", "- | BEIJING | - | - | China said"),
        ("PARIS/BERLIN, March 12 - France", "- | PARIS/BERLIN | - | March 12 | France"),
        ("KYIV, Ukraine (AP) — A missile", "- | KYIV, Ukraine | AP | - | A missile"),
        ("ST. LOUIS — The team", "- | ST. LOUIS | - | - | The team"),
        ("SAN JOSE, Calif. — The company", "- | SAN JOSE, Calif. | - | - | The company"),
        ("Paris, Nov 3, 2024 (AFP) - The", "- | Paris | AFP | Nov 3, 2024 | The"),
        ("MOSCOW, November 3. /TASS/. Russia", "- | MOSCOW | TASS | November 3 | Russia"),
        ("MOSCOW. Nov 3 (Interfax) - Russia", "- | MOSCOW | Interfax | Nov 3 | Russia"),
        ("Berlin (dpa) - Der Minister", "- | Berlin | dpa | - | Der Minister"),
        ("Madrid, 3 nov (EFE).- El", "- | Madrid | EFE | 3 nov | El"),
        ("Rio de Janeiro, 3 nov (EFE) - El", "- | Rio de Janeiro | EFE | 3 nov | El"),
        ("SEOUL, Nov. 3 (Yonhap) -- South", "- | SEOUL | Yonhap | Nov. 3 | South"),
        ("JERUSALEM, Sunday, Nov. 3, 2024 — The", "- | JERUSALEM | - | Sunday, Nov. 3, 2024 | The"),
        ("بغداد (رويترز) - قال", "- | بغداد | رويترز | - | قال"),
        ("شفق نيوز/ قال مصدر", "شفق نيوز | - | - | - | قال مصدر"),
        ("新华社北京11月3日电 记者", "- | 北京 | 新华社 | 11月3日 | 记者"),
        ("中央社台北3日電）總統", "- | 台北 | 中央社 | 3日 | ）總統"),
    ] {
        assert_eq!(parts(text), expected, "{text}");
    }
}

#[test]
fn ordinary_sentences_have_no_dateline() {
    for text in [
        "The minister - who was ill - resigned.",
        "On Sunday, the minister resigned.",
        "BREAKING — The minister resigned.",
        "UPDATE 2 - The minister resigned.",
        "He said/ she said.",
        "input/ output errors",
        "“NO” — that was the answer.",
        "WHO: the agency - and its friends",
        "Iraq (population 40 million) - a country",
        "An all-party group met",
        "PARIS - ",
        "—",
        "/ ",
        "Nov. 3 - A day",
    ] {
        assert_eq!(parts(text), "none", "{text}");
    }
}
