-- People: the name that the reader gave them, and who is meant where a name in an article says too little (people.rs).
ALTER TABLE person ADD COLUMN shown TEXT;   -- the reader's name for them, NULL: as articles give it
CREATE INDEX person_same ON person (same_as) WHERE same_as IS NOT NULL;

-- In this article, this name means that person: it goes before everything that the name alone would say.
CREATE TABLE meant (
  article INTEGER NOT NULL,
  name INTEGER NOT NULL REFERENCES person(id),
  person INTEGER NOT NULL REFERENCES person(id),
  PRIMARY KEY (article, name)
) WITHOUT ROWID;
CREATE INDEX meant_person ON meant (person, article);
-- From here on voice.kinds has another bit: 8 where the name is a whole one, the same person in every article.
