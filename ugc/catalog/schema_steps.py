"""The tables' later steps, in order. A released one is never changed."""

SECOND = """
CREATE TABLE sweeps (  -- creatives that were moved away because the records allow them nowhere any more
  creative INTEGER PRIMARY KEY REFERENCES creatives (id) ON DELETE CASCADE,
  at TEXT NOT NULL,
  was TEXT NOT NULL,     -- its path before
  reasons TEXT NOT NULL  -- codes, as JSON
);

CREATE TABLE erasures (  -- each is a record of the ledger too
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  salt TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE erased (  -- salted hashes of names that an import does not bring back
  mark TEXT PRIMARY KEY,
  erasure TEXT NOT NULL REFERENCES erasures (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE erasing (  -- files that an erasure has still to remove; empty between commands
  path TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE redacting (  -- entries that lose fields in the running transaction; empty outside of one
  seq INTEGER PRIMARY KEY
);
DROP TRIGGER entries_stay;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
  WHEN NEW.seq IS NOT OLD.seq OR NEW.kind IS NOT OLD.kind OR NEW.id IS NOT OLD.id OR NEW.subjects IS NOT OLD.subjects
    OR NEW.at IS NOT OLD.at OR NEW.digests IS NOT OLD.digests OR NEW.previous IS NOT OLD.previous
    OR NEW.hash IS NOT OLD.hash OR OLD.seq NOT IN (SELECT seq FROM redacting)
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
"""

THIRD = """
CREATE TABLE fingerprints (  -- what originals and creatives look like, so that a copy is known; it shows no picture
  id INTEGER PRIMARY KEY,
  media TEXT UNIQUE REFERENCES media (sha256) ON DELETE CASCADE,
  variant TEXT UNIQUE,  -- a creative's pixels are its variant's; its sha256 changes with its label
  method TEXT NOT NULL,
  fault TEXT,  -- why there is none, where the file itself is at fault
  frames BLOB NOT NULL,
  hashes BLOB NOT NULL,
  CHECK ((media IS NULL) <> (variant IS NULL))
);
CREATE TABLE fingerprint_places (  -- apart, so that a search reads the hashes alone
  fingerprint INTEGER PRIMARY KEY REFERENCES fingerprints (id) ON DELETE CASCADE,
  places BLOB NOT NULL
);
CREATE TRIGGER fingerprints_leave AFTER DELETE ON creatives
  WHEN NOT EXISTS (SELECT 1 FROM creatives WHERE variant = OLD.variant)
  BEGIN DELETE FROM fingerprints WHERE variant = OLD.variant; END;
CREATE TRIGGER fingerprints_give_way AFTER UPDATE OF variant ON creatives
  WHEN OLD.variant IS NOT NEW.variant AND NOT EXISTS (SELECT 1 FROM creatives WHERE variant = OLD.variant)
  BEGIN DELETE FROM fingerprints WHERE variant = OLD.variant; END;
"""

FOURTH = """
CREATE TABLE seen (  -- what was seen in an original, a part a row, so that each is looked for once
  media TEXT NOT NULL REFERENCES media (sha256) ON DELETE CASCADE,
  part TEXT NOT NULL,  -- faces, people, words, surface
  method TEXT NOT NULL,  -- the detector and its version: of another one it is looked for anew
  fault TEXT,  -- why there is nothing, where the file itself is at fault
  body TEXT,  -- JSON
  PRIMARY KEY (media, part)
);
CREATE TABLE hashes (  -- short hashes of originals, by which a re-upload is suspected
  media TEXT PRIMARY KEY REFERENCES media (sha256) ON DELETE CASCADE,
  method TEXT NOT NULL,
  hashes BLOB NOT NULL  -- packed by the media room; empty where there is nothing to know it by
);
ALTER TABLE post_media ADD COLUMN focus TEXT;  -- what a person said of its crops, as JSON
ALTER TABLE post_media ADD COLUMN alt_by TEXT;  -- who wrote `alt`; NULL: a source
ALTER TABLE post_media ADD COLUMN alt_at TEXT;
UPDATE post_media SET focus = json_object('by', 'unknown', 'at', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
  'point', json_object('x', focal_x, 'y', focal_y)) WHERE focal_x IS NOT NULL;
ALTER TABLE post_media DROP COLUMN focal_x;
ALTER TABLE post_media DROP COLUMN focal_y;
"""

FIFTH = """
ALTER TABLE media ADD COLUMN sound INTEGER;  -- whether a clip has a sound track; NULL: a picture, or nobody looked
ALTER TABLE posts ADD COLUMN track TEXT;  -- the piece of sound that a source names, as JSON
"""

SIXTH = """
CREATE TABLE products (  -- what the brand sells, as its feeds tell of it
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  price TEXT,  -- a decimal with a point
  currency TEXT,
  link TEXT,
  image TEXT,  -- sha256 of a picture in the store; it is no original of a post
  image_ext TEXT,
  image_size INTEGER,
  CHECK ((image IS NULL) = (image_ext IS NULL) AND (image IS NULL) = (image_size IS NULL))
) WITHOUT ROWID;
CREATE INDEX products_image ON products (image);
CREATE TABLE post_products (  -- which posts show a product; in the order in which they were told of
  id INTEGER PRIMARY KEY,
  post INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  product TEXT NOT NULL REFERENCES products (id) ON DELETE CASCADE,
  media TEXT REFERENCES media (sha256) ON DELETE CASCADE,  -- in which picture; NULL: in the post
  x REAL,  -- 0..1 of the upright whole picture
  y REAL,
  tagged_by TEXT NOT NULL,
  tagged_at TEXT NOT NULL,
  CHECK ((x IS NULL) = (y IS NULL) AND (x IS NULL OR media IS NOT NULL)),
  CHECK (x IS NULL OR (x BETWEEN 0 AND 1 AND y BETWEEN 0 AND 1))
);
CREATE UNIQUE INDEX post_products_once ON post_products (post, product, coalesce(media, ''));
CREATE INDEX post_products_product ON post_products (product);
CREATE INDEX post_products_media ON post_products (media);
"""

SEVENTH = """
CREATE TABLE sealed_codes (  -- codes of ad platforms, sealed with a key that is not in here
  authorization TEXT NOT NULL,  -- id of the record
  part TEXT NOT NULL CHECK (part IN ('code', 'original')),
  sealed BLOB NOT NULL,
  sealed_at TEXT NOT NULL,
  PRIMARY KEY (authorization, part)
) WITHOUT ROWID;
"""
