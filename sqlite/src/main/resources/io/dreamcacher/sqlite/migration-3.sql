-- Whether a negative prompt was given; one that was may be ''. Until now '' stood for none.
ALTER TABLE generation ADD COLUMN negative_given INTEGER NOT NULL DEFAULT 0;
UPDATE generation SET negative_given = 1 WHERE negative_prompt <> '';
