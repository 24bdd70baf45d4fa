//! What the lexicon can say about a word, as a set of bits.

/// A set of word classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::text::quotes) struct Flags(u64);

macro_rules! classes {
    ($($bit:expr, $name:ident, $doc:literal;)*) => {
        impl Flags {
            $(#[doc = $doc] pub const $name: Flags = Flags(1 << $bit);)*
        }
    };
}

classes! {
    0, DET, "`the`, `some`";
    1, POSS, "`his`, `their`";
    2, PREP, "`of`, `in`";
    3, HE, "`he`";
    4, SHE, "`she`";
    5, THEY, "`they`";
    6, FIRST, "`I`, `we`";
    7, IT, "`it`";
    8, OBJECT, "`him`, `them`";
    9, BE, "forms of *be*";
    10, HAVE, "forms of *have*";
    11, MODAL, "`will`, `could`";
    12, AND, "`and`, `but`";
    13, SUBORD, "`because`, `while`";
    14, THAT, "`that`";
    15, ASKED, "`whether`, `why`";
    16, REL, "`who`, `which`";
    17, NEG, "`not`, `never`";
    18, ADV, "`also`, `now`";
    19, TIME, "`Monday`, `morning`";
    20, TITLE_M, "`Mr.`";
    21, TITLE_F, "`Mrs.`";
    22, TITLE, "`Dr.`, `Senator`";
    23, ROLE, "`spokesman`, `mayor`";
    24, GROUP, "`officials`, `police`";
    25, ORG, "`ministry`, `council`";
    26, DOC, "`statement`, `report`";
    27, NAME_M, "a man's forename";
    28, NAME_F, "a woman's forename";
    29, PARTICLE, "`de`, `van`, `al`";
    30, PLACE, "a country or city";
    31, ABBR, "its full stop need not end a sentence";
    32, DO, "forms of *do*";
    40, STRONG, "a verb that hardly ever isn't speech";
    41, USUAL, "a verb that often is";
    42, LABEL, "`called`, `accused`";
    43, MANNER, "`smiled`";
    44, ADDRESSED, "`told`, `warned`";
    45, ASKING, "`asked`";
    46, BASE, "the verb's base form";
    47, THIRD, "the verb's third person";
    48, PAST, "the verb's past form";
    49, ING, "the verb's -ing form";
    50, PART, "the verb's participle";
    51, VERB, "another verb";
    52, CARRIER, "a noun for what is said: `claim`";
    53, ACCORDING, "`according`, `laut`";
    54, LED, "`continue`: `that`, a colon or marks must lead to what was said";
    56, FOUND, "`find`: only of a document or body, with `that`";
    57, WORK, "`book`: the marked words after it are its title";
    58, NAMING, "`so-called`, `the term`: marked words after it are named, not said";
    59, CLAUSAL, "`add`: `that`, a whole clause or marks must follow";
    55, SHOUT, "`chant`: what follows it in marks is no title";
}

impl Flags {
    /// Nothing known.
    pub const NONE: Flags = Flags(0);
    /// Any verb that may introduce speech.
    pub const CUE: Flags = Flags(Self::STRONG.0 | Self::USUAL.0 | Self::LABEL.0 | Self::MANNER.0);
    /// A personal pronoun that can be a subject.
    pub const SUBJECT: Flags = Flags(Self::HE.0 | Self::SHE.0 | Self::THEY.0 | Self::FIRST.0 | Self::IT.0);
    /// Helps a verb.
    pub const AUX: Flags = Flags(Self::BE.0 | Self::HAVE.0 | Self::MODAL.0 | Self::DO.0);
    /// `he`, `she`.
    pub const HE_SHE: Flags = Flags(Self::HE.0 | Self::SHE.0);
    /// A known forename.
    pub const FORENAME: Flags = Flags(Self::NAME_M.0 | Self::NAME_F.0);
    /// A noun for somebody or something that speaks.
    pub const SPEAKER: Flags = Flags(Self::ROLE.0 | Self::GROUP.0 | Self::ORG.0 | Self::DOC.0 | Self::ANY_TITLE.0);
    /// Any title before a name.
    pub const ANY_TITLE: Flags = Flags(Self::TITLE.0 | Self::TITLE_M.0 | Self::TITLE_F.0);
    /// A word that can only be a small word, never part of a name.
    pub const SMALL: Flags = Flags(
        Self::DET.0
            | Self::POSS.0
            | Self::PREP.0
            | Self::SUBJECT.0
            | Self::OBJECT.0
            | Self::AUX.0
            | Self::AND.0
            | Self::SUBORD.0
            | Self::THAT.0
            | Self::ASKED.0
            | Self::REL.0
            | Self::NEG.0
            | Self::ADV.0,
    );

    /// Whether any class of `other` is in the set.
    #[must_use]
    pub const fn any(self, other: Flags) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets.
    #[must_use]
    pub const fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}
