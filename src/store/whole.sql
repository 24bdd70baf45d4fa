-- Articles whose page was read for its text, in place of what their feed brought.

CREATE TABLE whole (
  article INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,                -- Unix seconds when the page was read last
  trouble TEXT                        -- why its text wasn't taken, NULL if it was
);
