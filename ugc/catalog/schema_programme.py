"""Creators as people, campaigns and sheets: their tables in the ninth step."""

CREATORS = """
CREATE TABLE creator_profiles (
  creator INTEGER PRIMARY KEY REFERENCES creators (id) ON DELETE CASCADE,
  body TEXT NOT NULL  -- JSON of model.creators.Profile
);
CREATE TABLE creator_contacts (  -- apart, so that nothing has it by accident
  creator INTEGER PRIMARY KEY REFERENCES creators (id) ON DELETE CASCADE,
  body TEXT NOT NULL  -- JSON of model.creators.Contact
);
CREATE TABLE creator_notes (
  id INTEGER PRIMARY KEY,
  creator INTEGER NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
  day TEXT NOT NULL,
  words TEXT NOT NULL,
  by TEXT NOT NULL
);
CREATE INDEX creator_notes_creator ON creator_notes (creator);
CREATE TABLE followers (  -- how many followed an account on a day
  account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  day TEXT NOT NULL,
  source TEXT NOT NULL,
  count INTEGER NOT NULL,  -- last: SQLite's own check takes the columns of such a key for the first ones
  PRIMARY KEY (account, day, source)
) WITHOUT ROWID;
"""

CAMPAIGNS = """
CREATE TABLE campaign_log (
  id INTEGER PRIMARY KEY,
  campaign TEXT NOT NULL,  -- the name of its file, folded
  creator INTEGER NOT NULL REFERENCES creators (id) ON DELETE CASCADE,
  what TEXT NOT NULL,
  day TEXT NOT NULL,
  deliverable TEXT,
  post INTEGER REFERENCES posts (id) ON DELETE SET NULL,
  amount TEXT,
  currency TEXT,
  words TEXT NOT NULL DEFAULT '',
  by TEXT NOT NULL,
  recorded_at TEXT NOT NULL
);
CREATE INDEX campaign_log_campaign ON campaign_log (campaign, creator);
CREATE INDEX campaign_log_creator ON campaign_log (creator);
CREATE INDEX campaign_log_post ON campaign_log (post);
"""

SHEETS = """
CREATE TABLE sheets (  -- sheets that were given out, each with what it said then
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  campaign TEXT,
  baseline BLOB NOT NULL  -- JSON, zlib
) WITHOUT ROWID;
CREATE TABLE sheet_changes (  -- sheets that came back, each with what undoes it
  id INTEGER PRIMARY KEY,
  sheet TEXT NOT NULL,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  file TEXT NOT NULL,
  changes BLOB NOT NULL,  -- JSON, zlib
  undone_at TEXT
);
CREATE TABLE sheet_files (  -- campaign files that are still to be put in place for a sheet that came in or went back
  change INTEGER NOT NULL REFERENCES sheet_changes (id) ON DELETE CASCADE,
  campaign TEXT NOT NULL,
  body TEXT NOT NULL,  -- JSON of workspace.sheet.placing.Pending
  PRIMARY KEY (change, campaign)
) WITHOUT ROWID;
"""

PROGRAMME = CREATORS + CAMPAIGNS + SHEETS
