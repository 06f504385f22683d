"""The eighth step: where files can be fetched, what changed at its source, posts joined by hand, faster searches."""

LINKS = """
CREATE TABLE media_links (  -- where a source says that a file of a post can be fetched; signatures are never kept
  post INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  name TEXT NOT NULL,  -- the file's name in the address
  url TEXT NOT NULL,
  role TEXT NOT NULL,
  place INTEGER NOT NULL,
  sha256 TEXT,  -- of the file, once it was fetched
  PRIMARY KEY (post, name)
) WITHOUT ROWID;
"""

CHANGES = """
CREATE TABLE post_changes (  -- what a later import saw of a post at its source
  id INTEGER PRIMARY KEY,
  post INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  what TEXT NOT NULL CHECK (what IN ('deleted', 'edited', 'back')),
  seen_at TEXT NOT NULL,
  import INTEGER NOT NULL REFERENCES imports (id),
  importer TEXT NOT NULL,
  body TEXT  -- JSON: of an edit, the words before and after
);
CREATE INDEX post_changes_post ON post_changes (post);
"""

MERGES = """
ALTER TABLE post_media ADD COLUMN attached_by TEXT;  -- who tied it to the post by hand; NULL: a source names it
ALTER TABLE post_media ADD COLUMN attached_at TEXT;
ALTER TABLE post_media ADD COLUMN stands_for TEXT;  -- sha256 of the post's file that it is rendered in place of
CREATE TABLE merges (  -- posts that a person joined, with all that is needed to part them again
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  why TEXT NOT NULL,
  kept INTEGER NOT NULL REFERENCES posts (id),
  before TEXT NOT NULL,  -- JSON
  split_at TEXT
);
CREATE TABLE post_captions (  -- caption files of a post's clips
  post INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  sha256 TEXT NOT NULL,  -- in the store
  ext TEXT NOT NULL,
  size INTEGER NOT NULL,
  language TEXT,
  name TEXT NOT NULL,
  attached_by TEXT NOT NULL,
  attached_at TEXT NOT NULL,
  PRIMARY KEY (post, sha256)
) WITHOUT ROWID;
"""

SEARCH = """
"""

EIGHTH = LINKS + CHANGES + MERGES + SEARCH
