-- How many articles stand on a shelf, per stretch of 2^level ids (crowd.rs). Kept in the same transactions: the place of a
-- row in a long list is added up, not counted off.
CREATE TABLE crowd (
  shelf INTEGER NOT NULL,
  level INTEGER NOT NULL,             -- bits of an id that don't tell the stretch
  stretch INTEGER NOT NULL,           -- the other bits
  articles INTEGER NOT NULL,
  PRIMARY KEY (shelf, level, stretch)
) WITHOUT ROWID;
INSERT INTO crowd (shelf, level, stretch, articles)
  SELECT shelf, 16, article >> 16, count(*) FROM shelved GROUP BY shelf, article >> 16;
INSERT INTO crowd (shelf, level, stretch, articles)
  SELECT shelf, 26, stretch >> 10, sum(articles) FROM crowd WHERE level = 16 GROUP BY shelf, stretch >> 10;
