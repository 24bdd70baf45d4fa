-- What was taken out of the bookmarks file, as the library writes it: for an undo, also after a restart.
CREATE TABLE removed (
  id INTEGER PRIMARY KEY,
  what TEXT NOT NULL
);
