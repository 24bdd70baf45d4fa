-- What a feed brought that another had brought already stands in its list, too.
CREATE INDEX appearance_by_source ON appearance (source, article);
