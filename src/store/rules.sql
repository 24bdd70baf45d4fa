-- Rules that hide articles or point them out, as the user's file has them. On the shelves of what is hidden (5) and
-- pointed out (6), `since` is the rule's number; a number is never used again.
CREATE TABLE rule (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL,              -- 0 hides, 1 points out
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  until INTEGER,                      -- Unix seconds, NULL for good
  place INTEGER                       -- articles of lower ids are still to be looked at; NULL once all were
);
