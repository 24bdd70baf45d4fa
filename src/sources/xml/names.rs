//! Which vocabulary an XML name belongs to. Feeds misdeclare namespaces freely, so an address is matched by what it
//! holds, and a prefix that nobody declared means what it usually means.

/// A vocabulary that feeds use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Vocabulary {
    /// RSS of any version, or no namespace, or an unknown one without a prefix.
    Core,
    /// Atom 1.0 (RFC 4287), 0.3 and the drafts between.
    Atom,
    /// Dublin Core elements 1.x.
    Dc,
    /// Dublin Core terms.
    DcTerms,
    /// RSS 1.0 module "content": `content:encoded`.
    Content,
    /// Media RSS.
    Media,
    /// Apple's and Google's podcast tags, which mean the same.
    Podcast,
    /// XHTML.
    Xhtml,
    /// RDF syntax.
    Rdf,
    /// `FeedBurner`'s: `origLink`.
    FeedBurner,
    /// RSS 1.0 module "syndication".
    Syndication,
    /// Anything else: never taken for a feed's own field.
    Other,
}

/// What parts of a namespace's address say which vocabulary it is, most telling first.
const ADDRESSES: &[(&str, Vocabulary)] = &[
    ("w3.org/2005/atom", Vocabulary::Atom),
    ("purl.org/atom/", Vocabulary::Atom),
    ("purl.org/rss/1.0/modules/content", Vocabulary::Content),
    ("purl.org/rss/1.0/modules/syndication", Vocabulary::Syndication),
    ("purl.org/rss/1.0/modules/", Vocabulary::Other),
    ("purl.org/rss/", Vocabulary::Core),
    ("purl.org/net/rss", Vocabulary::Core),
    ("netscape.com/rdf/simple", Vocabulary::Core),
    ("netscape.com/publish/formats/rss", Vocabulary::Core),
    ("userland.com/rss", Vocabulary::Core),
    ("law.harvard.edu/tech/rss", Vocabulary::Core),
    ("purl.org/dc/elements", Vocabulary::Dc),
    ("purl.org/dc/1", Vocabulary::Dc),
    ("purl.org/dc/terms", Vocabulary::DcTerms),
    ("search.yahoo.com/mrss", Vocabulary::Media),
    ("itunes.com/dtds/podcast", Vocabulary::Podcast),
    ("example.com/dtds/podcast", Vocabulary::Podcast),
    ("google.com/schemas/play-podcasts", Vocabulary::Podcast),
    ("w3.org/1999/xhtml", Vocabulary::Xhtml),
    ("w3.org/1999/02/22-rdf-syntax-ns", Vocabulary::Rdf),
    ("rssnamespace.org/feedburner", Vocabulary::FeedBurner),
];

/// What prefixes usually mean.
const PREFIXES: &[(&str, Vocabulary)] = &[
    ("rss", Vocabulary::Core),
    ("atom", Vocabulary::Atom),
    ("atom03", Vocabulary::Atom),
    ("atom10", Vocabulary::Atom),
    ("a10", Vocabulary::Atom),
    ("dc", Vocabulary::Dc),
    ("dcterms", Vocabulary::DcTerms),
    ("content", Vocabulary::Content),
    ("media", Vocabulary::Media),
    ("itunes", Vocabulary::Podcast),
    ("googleplay", Vocabulary::Podcast),
    ("xhtml", Vocabulary::Xhtml),
    ("html", Vocabulary::Xhtml),
    ("rdf", Vocabulary::Rdf),
    ("feedburner", Vocabulary::FeedBurner),
    ("sy", Vocabulary::Syndication),
];

/// The vocabulary that `prefix` stands for when it is declared as `address`, or not declared.
pub(super) fn vocabulary(prefix: &str, address: Option<&str>) -> Vocabulary {
    let by_address = address.and_then(|address| {
        let address = address.to_ascii_lowercase();
        ADDRESSES.iter().find(|(part, _)| address.contains(part)).map(|&(_, vocabulary)| vocabulary)
    });
    if let Some(vocabulary) = by_address {
        return vocabulary;
    }
    if prefix.is_empty() {
        return if is_foreign(address) { Vocabulary::Other } else { Vocabulary::Core };
    }
    PREFIXES
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(prefix))
        .map_or(Vocabulary::Other, |&(_, vocabulary)| vocabulary)
}

/// Markup that stands in feeds under its own default namespace and must not pass for a feed's fields.
fn is_foreign(address: Option<&str>) -> bool {
    address.is_some_and(|address| address.contains("w3.org/2000/svg") || address.contains("w3.org/1998/Math"))
}
