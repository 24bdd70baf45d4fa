-- Feeds: what is known of each from reading it, and articles that came in by more than one.

-- One row for each feed that was ever to be read; its articles' source has the key 'feed:' and the address.
CREATE TABLE feed (
  source INTEGER PRIMARY KEY REFERENCES source(id),
  address TEXT NOT NULL UNIQUE,
  title TEXT,                         -- what it calls itself
  site TEXT,                          -- its web page
  standing INTEGER NOT NULL DEFAULT 0,  -- 0 never read, 1 good, 2 failing, 3 gone
  trouble TEXT,                       -- what was wrong the last time
  failures INTEGER NOT NULL DEFAULT 0,
  checked INTEGER,                    -- Unix seconds, as all that follow
  good INTEGER,
  due INTEGER NOT NULL DEFAULT 0,
  quiet_until INTEGER,
  moved TEXT,
  new INTEGER NOT NULL DEFAULT 0,
  etag TEXT,
  modified TEXT,
  bytes INTEGER                       -- hash of its last document
);

-- What subscriptions are filed under: follows the subscriptions file.
CREATE TABLE filed (
  tag TEXT NOT NULL,
  source INTEGER NOT NULL REFERENCES source(id),
  PRIMARY KEY (tag, source)
) WITHOUT ROWID;

-- What an article can be told by when it comes from elsewhere, too: hashes of its address and of its words.
CREATE TABLE likeness (
  hash INTEGER NOT NULL,
  article INTEGER NOT NULL,
  PRIMARY KEY (hash, article)
) WITHOUT ROWID;

-- Articles as they came in by a second feed, and after that by the first one, too.
CREATE TABLE appearance (
  hash INTEGER NOT NULL,              -- of the key
  article INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source(id),
  key TEXT NOT NULL,
  content INTEGER NOT NULL,           -- hash of what came
  since INTEGER NOT NULL,             -- Unix seconds
  PRIMARY KEY (hash, article)
) WITHOUT ROWID;
CREATE INDEX appearance_by_article ON appearance (article);

-- Articles whose text wasn't parsed yet (feeds/ripe.rs).
CREATE INDEX unripe ON article (body) WHERE engine = 0;
