-- Queues and tags. Where an article waits is a shelf (shelf.rs): unread, later or snoozed, at most one of them. A tag is
-- the shelf 100 + its id.
CREATE TABLE tag (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE
);
