-- What is forgotten takes along what callers saw and did not want of it.
CREATE INDEX seen_by_id ON seen (id);
CREATE INDEX rejection_by_id ON rejection (id);

-- What callers said of answers, the last word of each; '' for whoever administers. Ordered by number.
CREATE TABLE judgement (
    number            INTEGER PRIMARY KEY AUTOINCREMENT,
    scope             TEXT    NOT NULL,
    key               TEXT    NOT NULL,    -- of the prompt that was asked for
    id                TEXT    NOT NULL,    -- of the image that answered
    caller            TEXT    NOT NULL,
    kind              TEXT    NOT NULL,    -- how it answered
    good              INTEGER NOT NULL,
    at                INTEGER NOT NULL,    -- milliseconds since 1970
    UNIQUE (scope, key, id, caller)
) STRICT;
CREATE INDEX judgement_by_id ON judgement (id);

-- The stored image that an image was finished from, the step it was begun at, and the seed of the noise that was put on it.
ALTER TABLE generation ADD COLUMN refined_from TEXT;
ALTER TABLE generation ADD COLUMN refined_step INTEGER;
ALTER TABLE generation ADD COLUMN refined_seed INTEGER;
ALTER TABLE totals ADD COLUMN refined INTEGER NOT NULL DEFAULT 0;
