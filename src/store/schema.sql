-- The store, version 1. A later version is a further step of the ladder in migrate.rs, never a change in here.
--
-- Article ids sort by date (place.rs), so that "newest first" is the order of every table and index that ends in one.
-- The list reads `article` and `shelved`; the long texts lie apart in `body`.

-- Facts about this store itself: the logical clock of the journal.
CREATE TABLE fact (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;

-- The machines whose changes stand in the journal. Number 1 is this one.
CREATE TABLE machine (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
INSERT INTO machine (id, name) VALUES (1, lower(hex(randomblob(8))));

-- Who published: one row for each name that articles give; the key has room for feeds ('feed:…' beside 'name:…').
CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
);

-- Packed texts (body.rs). Ids count upwards, so that writing only ever appends, whatever day an article is of.
CREATE TABLE body (
  id INTEGER PRIMARY KEY,
  packed BLOB NOT NULL
);

CREATE TABLE article (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source(id),
  headline TEXT NOT NULL,             -- '' where there is none
  headline_origin INTEGER,            -- 0 given, 1 lead, NULL none
  published INTEGER,                  -- Unix seconds as published, NULL unknown
  words INTEGER NOT NULL,
  quotations INTEGER NOT NULL,
  taken INTEGER NOT NULL,             -- Unix seconds of the first taking in
  updated INTEGER,                    -- Unix seconds of the last change of its content
  engine INTEGER NOT NULL,            -- version of the engine that found the quotations
  content INTEGER NOT NULL,           -- hash of all that was parsed
  body INTEGER NOT NULL REFERENCES body(id),
  key TEXT NOT NULL,                  -- what makes it this article: 'file:/…'
  origin TEXT                         -- where it was taken from, NULL if the key says it
);

-- Finds articles by key: the hash keeps the index at a third of the keys' size, the key itself decides.
CREATE TABLE identity (
  hash INTEGER NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (hash, article)
) WITHOUT ROWID;

-- Earlier contents of an article. The body isn't copied: the article moves on to a new one.
CREATE TABLE revision (
  article INTEGER NOT NULL REFERENCES article(id),
  until INTEGER NOT NULL,             -- Unix seconds when it was replaced
  headline TEXT NOT NULL,
  headline_origin INTEGER,
  published INTEGER,
  body INTEGER NOT NULL REFERENCES body(id),
  PRIMARY KEY (article, body)
) WITHOUT ROWID;

-- What the reader did with an article is which shelves it stands on (shelf.rs): all, unread, bookmarked; queues and
-- tags are further numbers. No foreign key on article: the index that it needs would cost more than the table.
CREATE TABLE shelved (
  shelf INTEGER NOT NULL,
  article INTEGER NOT NULL,
  source INTEGER NOT NULL,
  since INTEGER,                      -- Unix seconds when the reader put it there, where that matters
  PRIMARY KEY (shelf, article)
) WITHOUT ROWID;
CREATE INDEX shelved_by_source ON shelved (shelf, source, article);

-- How many articles stand on a shelf, per source; source 0 is all of them. Kept in the same transactions.
CREATE TABLE tally (
  shelf INTEGER NOT NULL,
  source INTEGER NOT NULL,
  articles INTEGER NOT NULL,
  PRIMARY KEY (shelf, source)
) WITHOUT ROWID;

-- Where the reader stopped in an article.
CREATE TABLE position (
  article INTEGER PRIMARY KEY REFERENCES article(id),
  byte INTEGER NOT NULL,              -- of the text
  saved INTEGER NOT NULL              -- Unix seconds
);

-- Names that speak. A merge points a name at the one it means, so that it outlives every re-reading.
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  same_as INTEGER REFERENCES person(id)
);

-- An article's quotations and speakers, packed (quoted.rs).
CREATE TABLE quoted (
  article INTEGER PRIMARY KEY REFERENCES article(id),
  packed BLOB NOT NULL
);

-- Who speaks in which article: the speaker's page, newest first.
CREATE TABLE voice (
  person INTEGER NOT NULL REFERENCES person(id),
  article INTEGER NOT NULL,
  kinds INTEGER NOT NULL,             -- 1 direct + 2 mixed + 4 indirect
  quotations INTEGER NOT NULL,
  PRIMARY KEY (person, article)
) WITHOUT ROWID;

-- Every change of the reader's own state, never rewritten but for the two last columns (journal.rs).
CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  machine INTEGER NOT NULL REFERENCES machine(id),
  clock INTEGER NOT NULL,             -- logical time (Lamport): greater than every entry known when it was written
  at INTEGER NOT NULL,                -- Unix seconds
  verb TEXT NOT NULL,
  undoes INTEGER REFERENCES journal(id),  -- the entry that this one takes back
  redoes INTEGER REFERENCES journal(id),  -- the entry that this one does again
  articles INTEGER NOT NULL,          -- how many it changed
  effects BLOB NOT NULL,              -- which articles came onto and left which shelves (effect.rs)
  undone INTEGER,                     -- logical time when it was taken back, NULL while it stands
  dropped INTEGER NOT NULL DEFAULT 0  -- 1 once a later change has ended the chance of doing it again
);
CREATE INDEX journal_standing ON journal (id) WHERE undone IS NULL AND undoes IS NULL AND redoes IS NULL;
CREATE INDEX journal_undone ON journal (undone) WHERE undone IS NOT NULL AND dropped = 0;
