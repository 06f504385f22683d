"""The eighth step: where files can be fetched, what changed at its source, posts joined by hand, faster searches."""

LINKS = """
CREATE TABLE media_links (  -- where a source says that a file of a post can be fetched; signatures are never kept
  post INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  name TEXT NOT NULL,  -- the file's name in the address
  url TEXT NOT NULL,
  signed INTEGER NOT NULL,  -- whether the source's address had more to it than is kept
  importer TEXT NOT NULL,  -- of the source that says so
  role TEXT NOT NULL,
  place INTEGER NOT NULL,
  total INTEGER NOT NULL,  -- how many files of this role the source tells of, those on disk among them
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
-- What a search asks of a post, in its row and in one index in the order in which posts are listed: a search reads the
-- index alone. Kept by `writing`; of numbers, the newest known ones; of media, posters aside, the least and the most.
ALTER TABLE posts ADD COLUMN likes INTEGER;
ALTER TABLE posts ADD COLUMN comments INTEGER;
ALTER TABLE posts ADD COLUMN views INTEGER;
ALTER TABLE posts ADD COLUMN shares INTEGER;
ALTER TABLE posts ADD COLUMN saves INTEGER;
ALTER TABLE posts ADD COLUMN reach INTEGER;
ALTER TABLE posts ADD COLUMN captioned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN files INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN originals INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN clips INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN width_least INTEGER;
ALTER TABLE posts ADD COLUMN width_most INTEGER;
ALTER TABLE posts ADD COLUMN height_least INTEGER;
ALTER TABLE posts ADD COLUMN height_most INTEGER;
ALTER TABLE posts ADD COLUMN duration_least REAL;  -- seconds
ALTER TABLE posts ADD COLUMN duration_most REAL;
UPDATE posts SET captioned = caption IS NOT NULL, likes = json_extract(counts, '$.likes'),
  comments = json_extract(counts, '$.comments'), views = json_extract(counts, '$.views'),
  shares = json_extract(counts, '$.shares'), saves = json_extract(counts, '$.saves'),
  reach = json_extract(counts, '$.reach');
UPDATE posts SET (files, originals, pictures, clips, width_least, width_most, height_least, height_most,
    duration_least, duration_most) = (
  SELECT count(*), count(*) FILTER (WHERE l.role = 'original'),
    count(*) FILTER (WHERE m.kind = 'image' AND l.role <> 'poster'), count(*) FILTER (WHERE m.kind = 'video'),
    min(m.width) FILTER (WHERE l.role <> 'poster'), max(m.width) FILTER (WHERE l.role <> 'poster'),
    min(m.height) FILTER (WHERE l.role <> 'poster'), max(m.height) FILTER (WHERE l.role <> 'poster'),
    min(m.duration) FILTER (WHERE l.role <> 'poster'), max(m.duration) FILTER (WHERE l.role <> 'poster')
  FROM post_media l JOIN media m ON m.sha256 = l.sha256 WHERE l.post = posts.id);
DROP INDEX posts_order;
DROP INDEX posts_kind;
DROP INDEX posts_platform;
CREATE INDEX posts_line ON posts (posted_at IS NULL, posted_at, name, platform, kind, precision, account, likes,
  comments, views, shares, saves, reach, captioned, files, originals, pictures, clips, width_least, width_most,
  height_least, height_most, duration_least, duration_most);
CREATE INDEX sources_importer ON sources (importer, post);
CREATE INDEX post_changes_what ON post_changes (what, post);
CREATE INDEX post_media_alt ON post_media (post) WHERE alt IS NOT NULL;
CREATE INDEX post_media_attached ON post_media (post) WHERE attached_by IS NOT NULL;
"""

EIGHTH = LINKS + CHANGES + MERGES + SEARCH
