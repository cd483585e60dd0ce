-- Which image answered which prompt from memory, how often, and when last. What was answered before is not known.
CREATE TABLE answer (
    scope             TEXT    NOT NULL,
    key               TEXT    NOT NULL,    -- of the prompt that was asked for
    id                TEXT    NOT NULL,    -- of the image that answered
    prompt            TEXT    NOT NULL,    -- as it was last asked for
    kind              TEXT    NOT NULL,    -- how it answered last
    similarity        REAL,                -- of both prompts; NULL where nobody computed it
    uses              INTEGER NOT NULL,
    at                INTEGER NOT NULL,    -- milliseconds since 1970
    PRIMARY KEY (scope, key, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_by_id ON answer (id);

-- Of the asked prompt and the image's; NULL where nobody computed it.
ALTER TABLE judgement ADD COLUMN similarity REAL;

-- Stored images beside new ones of the asked prompt. Ordered by number.
CREATE TABLE inspection (
    number            INTEGER PRIMARY KEY AUTOINCREMENT,
    scope             TEXT    NOT NULL,
    key               TEXT    NOT NULL,    -- of the prompt that was asked for
    id                TEXT    NOT NULL,    -- of the stored image
    kind              TEXT    NOT NULL,    -- what it was to the prompt
    region            TEXT    NOT NULL,
    loss              REAL    NOT NULL,    -- by how much less it shows the prompt
    likeness          REAL    NOT NULL,    -- of both images
    at                INTEGER NOT NULL     -- milliseconds since 1970
) STRICT;
CREATE INDEX inspection_by_id ON inspection (id);
CREATE INDEX inspection_by_key ON inspection (scope, key);

-- Images that were made only to check others, and the milliseconds that took.
ALTER TABLE totals ADD COLUMN inspected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE totals ADD COLUMN inspecting INTEGER NOT NULL DEFAULT 0;
