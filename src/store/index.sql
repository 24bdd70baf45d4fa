-- The index of words, where many articles come in at once: it holds the words of a transaction until its end (up to so many
-- bytes), and merges eight segments of a size at a time, not four. Each entry is then written again less often; a question
-- looks into a few more segments for that.
INSERT INTO words (words, rank) VALUES ('hashsize', 8388608);
INSERT INTO words (words, rank) VALUES ('automerge', 8);
