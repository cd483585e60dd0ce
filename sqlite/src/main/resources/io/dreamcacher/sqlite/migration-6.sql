-- What the stored file is. Until now every one was a PNG; its SHA-256 is NULL until a check has read it.
ALTER TABLE generation ADD COLUMN media_type TEXT NOT NULL DEFAULT 'image/png';
ALTER TABLE generation ADD COLUMN sha256 TEXT;

-- Where a check of the stored files goes on.
ALTER TABLE memory ADD COLUMN checked_to TEXT NOT NULL DEFAULT '';
