-- The words of articles, to be searched. Its row ids are the articles' ids, so that newest first is the index's own order.
--
-- The index holds no text: its words are folded already when fts.rs writes them, and those of a query, which `ascii` takes
-- apart. The body comes first, because the first column of a row costs no byte to name. `source` also holds marks
-- that no word can be: what an article's source, language and kinds of quotations are.
CREATE VIRTUAL TABLE words USING fts5(
  body, title, source, author, speaker,
  content='', contentless_delete=1, tokenize='ascii'
);
