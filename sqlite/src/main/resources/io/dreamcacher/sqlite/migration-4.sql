-- Who had it made and may delete it; '' where nobody knows.
ALTER TABLE generation ADD COLUMN caller TEXT NOT NULL DEFAULT '';

-- Uses have a history of their own, so that counting one is no change that an index must take in: the number of the last
-- count, and of each prompt's. Until now both were changes.
ALTER TABLE memory ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE prompt ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX prompt_by_count ON prompt (counted) WHERE counted > 0;

-- For whom an image is no answer to a prompt; '' for everybody in the scope. Until now it was everybody.
CREATE TABLE rejection_by (
    scope             TEXT    NOT NULL,
    key               TEXT    NOT NULL,
    id                TEXT    NOT NULL,
    caller            TEXT    NOT NULL,
    PRIMARY KEY (scope, key, id, caller)
) STRICT, WITHOUT ROWID;
INSERT INTO rejection_by SELECT scope, key, id, '' FROM rejection;
DROP TABLE rejection;
ALTER TABLE rejection_by RENAME TO rejection;
