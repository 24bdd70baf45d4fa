-- What the reader keeps of articles beside whole ones: quotations, highlights, notes (annotated.rs). Worked out from the
-- files of the configuration directory, for lists and searches. An article of which nothing is kept has no row.
CREATE TABLE annotated (
  article INTEGER PRIMARY KEY,
  quotations INTEGER NOT NULL DEFAULT 0,
  highlights INTEGER NOT NULL DEFAULT 0,
  note TEXT                                -- the words of all notes to it; NULL: none
);
-- The shelf of every article of which anything is kept.
INSERT INTO shelved (shelf, article, source, since) SELECT 20, article, source, since FROM shelved WHERE shelf = 2;
INSERT INTO tally (shelf, source, articles) SELECT 20, source, articles FROM tally WHERE shelf = 2;
