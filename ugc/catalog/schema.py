"""The tables of the catalog, as each migration leaves them. A script that was released is never edited."""

FIRST = """
CREATE TABLE creators (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
);
CREATE TABLE creator_keys (  -- every key a creator was ever known by; rights records name creators by these
  key TEXT PRIMARY KEY,
  creator INTEGER NOT NULL REFERENCES creators (id)
) WITHOUT ROWID;
CREATE INDEX creator_keys_creator ON creator_keys (creator);
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  creator INTEGER NOT NULL REFERENCES creators (id),
  platform TEXT NOT NULL,
  handle TEXT NOT NULL,
  folded TEXT NOT NULL,
  native_id TEXT,
  display_name TEXT,
  profile_url TEXT,
  UNIQUE (platform, native_id)
);
CREATE INDEX accounts_folded ON accounts (folded, platform);
CREATE INDEX accounts_creator ON accounts (creator);
CREATE TABLE account_handles (  -- every handle an account ever had
  folded TEXT NOT NULL,
  platform TEXT NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  PRIMARY KEY (folded, platform, account)
) WITHOUT ROWID;
CREATE INDEX account_handles_account ON account_handles (account);

CREATE TABLE posts (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  platform TEXT NOT NULL,
  kind TEXT NOT NULL,
  account INTEGER REFERENCES accounts (id),
  caption TEXT,
  caption_trust INTEGER NOT NULL DEFAULT 0,
  posted_at TEXT,
  precision TEXT,
  permalink TEXT,
  hashtags TEXT NOT NULL DEFAULT '[]',
  mentions TEXT NOT NULL DEFAULT '[]',
  paid_label INTEGER,
  sound TEXT NOT NULL,
  derived_from TEXT,
  counts TEXT
);
CREATE INDEX posts_order ON posts (posted_at, name);
CREATE INDEX posts_account ON posts (account);
CREATE INDEX posts_kind ON posts (kind);
CREATE INDEX posts_platform ON posts (platform);
CREATE TABLE post_ids (  -- every id a post was ever known by; none is ever deleted
  seq INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  post INTEGER NOT NULL REFERENCES posts (id)
);
CREATE INDEX post_ids_post ON post_ids (post);
CREATE TABLE permalinks (
  key TEXT PRIMARY KEY,
  post INTEGER NOT NULL REFERENCES posts (id)
) WITHOUT ROWID;
CREATE INDEX permalinks_post ON permalinks (post);
CREATE TABLE coauthors (
  post INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  account INTEGER NOT NULL REFERENCES accounts (id),
  place INTEGER NOT NULL,
  PRIMARY KEY (post, account)
) WITHOUT ROWID;
CREATE INDEX coauthors_account ON coauthors (account);
CREATE TABLE hashtags (  -- an index over posts.hashtags
  tag TEXT NOT NULL,
  post INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  PRIMARY KEY (tag, post)
) WITHOUT ROWID;
CREATE INDEX hashtags_post ON hashtags (post);
CREATE VIRTUAL TABLE words USING fts5 (  -- rowid is posts.id
  caption, handle, display_name, tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE media (
  sha256 TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  ext TEXT NOT NULL,
  size INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  duration REAL,
  probe TEXT,
  verified_mtime_ns INTEGER
) WITHOUT ROWID;
CREATE TABLE post_media (
  post INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  sha256 TEXT NOT NULL REFERENCES media (sha256),
  place INTEGER NOT NULL,
  role TEXT NOT NULL,
  alt TEXT,
  focal_x REAL,
  focal_y REAL,
  name TEXT NOT NULL,
  PRIMARY KEY (post, sha256)
) WITHOUT ROWID;
CREATE INDEX post_media_sha256 ON post_media (sha256);

CREATE TABLE imports (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  what TEXT NOT NULL,
  counts TEXT  -- NULL while it runs, or after it was killed
);
CREATE TABLE import_posts (
  import INTEGER NOT NULL REFERENCES imports (id),
  post INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  outcome TEXT NOT NULL,
  PRIMARY KEY (import, post)
) WITHOUT ROWID;
CREATE INDEX import_posts_post ON import_posts (post);
CREATE TABLE sources (  -- what each source said, kept for ever
  id INTEGER PRIMARY KEY,
  post INTEGER NOT NULL REFERENCES posts (id),
  digest TEXT NOT NULL UNIQUE,
  importer TEXT NOT NULL,
  origin TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  import INTEGER NOT NULL REFERENCES imports (id),
  said TEXT NOT NULL,
  raw TEXT
);
CREATE INDEX sources_post ON sources (post);
CREATE TABLE metrics (
  id INTEGER PRIMARY KEY,
  post INTEGER NOT NULL REFERENCES posts (id),
  taken_at TEXT,
  likes INTEGER,
  comments INTEGER,
  views INTEGER,
  shares INTEGER,
  saves INTEGER,
  reach INTEGER
);
CREATE INDEX metrics_post ON metrics (post);

CREATE TABLE tags (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE
);
CREATE TABLE post_tags (
  tag INTEGER NOT NULL REFERENCES tags (id),
  post INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  PRIMARY KEY (tag, post)
) WITHOUT ROWID;
CREATE INDEX post_tags_post ON post_tags (post);
CREATE TABLE campaigns (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  body TEXT
);
CREATE TABLE campaign_posts (
  campaign INTEGER NOT NULL REFERENCES campaigns (id),
  post INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  PRIMARY KEY (campaign, post)
) WITHOUT ROWID;
CREATE INDEX campaign_posts_post ON campaign_posts (post);

CREATE TABLE entries (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  subjects TEXT NOT NULL,
  body TEXT NOT NULL,
  at TEXT NOT NULL,
  salts TEXT NOT NULL,
  digests TEXT NOT NULL,
  previous TEXT,
  hash TEXT NOT NULL UNIQUE
);
CREATE INDEX entries_id ON entries (id);
-- Redaction, the one change that the chain survives, will go through a function of its own that lifts this for a row.
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TABLE entry_subjects (
  subject TEXT NOT NULL,
  seq INTEGER NOT NULL REFERENCES entries (seq),
  PRIMARY KEY (subject, seq)
) WITHOUT ROWID;

CREATE TABLE creatives (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  variant TEXT NOT NULL,
  concept TEXT NOT NULL,
  label_hash TEXT NOT NULL,
  sidecar TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  sidecar_size INTEGER NOT NULL,
  sidecar_mtime_ns INTEGER NOT NULL,
  format TEXT NOT NULL,
  template TEXT NOT NULL,
  proof INTEGER NOT NULL,
  body TEXT,  -- the manifest's row as JSON; NULL for a proof
  made_at TEXT NOT NULL
);
CREATE INDEX creatives_variant ON creatives (variant);
CREATE INDEX creatives_concept ON creatives (concept);
CREATE INDEX creatives_sha256 ON creatives (sha256);
CREATE TABLE creative_posts (
  creative INTEGER NOT NULL REFERENCES creatives (id) ON DELETE CASCADE,
  post INTEGER NOT NULL REFERENCES posts (id),
  place INTEGER NOT NULL,
  PRIMARY KEY (creative, post)
) WITHOUT ROWID;
CREATE INDEX creative_posts_post ON creative_posts (post);
CREATE TABLE creative_grants (
  grant_id TEXT NOT NULL,
  creative INTEGER NOT NULL REFERENCES creatives (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  PRIMARY KEY (grant_id, creative)
) WITHOUT ROWID;
CREATE INDEX creative_grants_creative ON creative_grants (creative);
"""
