"""Of the ninth step: which record files were read before, so that they are not read again."""

RECEIPTS = """
CREATE TABLE receipts (  -- record files, each with the source that it made, alone or with others
  mark BLOB PRIMARY KEY,  -- digest of the file, its name, its folder's name, and of the code that read it
  source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  key TEXT NOT NULL,  -- the id by which the importer knows the post
  together BLOB,  -- digest of the marks of all files that made the source, in their order; NULL: it alone
  told TEXT NOT NULL  -- JSON: names of files that were missing and of fields that were dropped, and notes
) WITHOUT ROWID;
CREATE INDEX receipts_source ON receipts (source);
"""
