-- A change number orders the history an index follows. Each row that an index needs carries the number of its last
-- change, so the history is a merge of three tables and never longer than what is there, plus a line for what was removed.

-- One row: what the memory was fixed to, and the number of the last change.
CREATE TABLE memory (
    one               INTEGER PRIMARY KEY CHECK (one = 1),
    clip              TEXT    NOT NULL,
    encoder           TEXT    NOT NULL,
    fingerprint       TEXT    NOT NULL,
    prompt_dimension  INTEGER NOT NULL,
    joint_dimension   INTEGER NOT NULL,
    pooling           TEXT    NOT NULL,
    change            INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE generation (
    change            INTEGER PRIMARY KEY, -- that added it
    id                TEXT    NOT NULL UNIQUE,
    scope             TEXT    NOT NULL,
    key               TEXT    NOT NULL,
    settings_key      TEXT    NOT NULL,
    prompt            TEXT    NOT NULL,
    prompt_key        TEXT    NOT NULL,
    prompt_cut        INTEGER NOT NULL,
    model             TEXT    NOT NULL,
    fingerprint       TEXT    NOT NULL,
    negative_prompt   TEXT    NOT NULL,
    width             INTEGER NOT NULL,
    height            INTEGER NOT NULL,
    steps             INTEGER NOT NULL,
    guidance_scale    REAL    NOT NULL,
    scheduler         TEXT    NOT NULL,
    seed              INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,    -- milliseconds since 1970
    took              INTEGER NOT NULL,    -- milliseconds
    size_bytes        INTEGER NOT NULL
) STRICT;
CREATE INDEX generation_by_key ON generation (scope, key, seed);
CREATE INDEX generation_by_age ON generation (scope, created_at, id);
CREATE INDEX generation_by_prompt ON generation (scope, prompt_key, created_at, id);

-- Unit-length little-endian float32. Apart from generation, so that its rows stay small.
CREATE TABLE vectors (
    change            INTEGER PRIMARY KEY REFERENCES generation ON DELETE CASCADE,
    prompt            BLOB    NOT NULL,
    joint_text        BLOB,
    joint_image       BLOB,
    CHECK ((joint_text IS NULL) = (joint_image IS NULL))
) STRICT;

CREATE TABLE prompt (
    scope             TEXT    NOT NULL,
    key               TEXT    NOT NULL,
    text              TEXT    NOT NULL,
    uses              INTEGER NOT NULL,
    picture           TEXT    REFERENCES generation (id),
    change            INTEGER NOT NULL UNIQUE, -- its last
    vector            BLOB    NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT;
CREATE INDEX prompt_by_picture ON prompt (picture) WHERE picture IS NOT NULL;

-- What was removed: a generation by its id, or a prompt by scope and key.
CREATE TABLE removal (
    change            INTEGER PRIMARY KEY,
    id                TEXT    UNIQUE,
    scope             TEXT,
    key               TEXT,
    UNIQUE (scope, key),
    CHECK ((id IS NULL) <> (scope IS NULL) AND (scope IS NULL) = (key IS NULL))
) STRICT;

-- Generations that are gone, while their pictures may be there.
CREATE TABLE deletion (
    id                TEXT    PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE seen (
    caller            TEXT    NOT NULL,
    id                TEXT    NOT NULL,
    position          INTEGER NOT NULL,    -- ascends with every picture the caller sees
    PRIMARY KEY (caller, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX seen_by_position ON seen (caller, position);

CREATE TABLE rejection (
    scope             TEXT    NOT NULL,
    key               TEXT    NOT NULL,
    id                TEXT    NOT NULL,
    PRIMARY KEY (scope, key, id)
) STRICT, WITHOUT ROWID;

-- Kept in step by the transaction that changes what they count.
CREATE TABLE totals (
    scope             TEXT    PRIMARY KEY,
    generations       INTEGER NOT NULL,
    prompts           INTEGER NOT NULL,
    image_bytes       INTEGER NOT NULL,
    exact             INTEGER NOT NULL,
    similar           INTEGER NOT NULL,
    generated         INTEGER NOT NULL,
    generating        INTEGER NOT NULL,    -- milliseconds
    saved             INTEGER NOT NULL     -- milliseconds
) STRICT, WITHOUT ROWID;
