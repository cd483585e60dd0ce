-- What a generator has no use for is NULL; until now every generator had all four.
DROP INDEX generation_by_key;
ALTER TABLE generation RENAME COLUMN steps TO steps_before;
ALTER TABLE generation RENAME COLUMN guidance_scale TO guidance_scale_before;
ALTER TABLE generation RENAME COLUMN scheduler TO scheduler_before;
ALTER TABLE generation RENAME COLUMN seed TO seed_before;
ALTER TABLE generation ADD COLUMN steps INTEGER;
ALTER TABLE generation ADD COLUMN guidance_scale REAL;
ALTER TABLE generation ADD COLUMN scheduler TEXT;
ALTER TABLE generation ADD COLUMN seed INTEGER;
UPDATE generation SET steps = steps_before, guidance_scale = guidance_scale_before, scheduler = scheduler_before,
    seed = seed_before;
ALTER TABLE generation DROP COLUMN steps_before;
ALTER TABLE generation DROP COLUMN guidance_scale_before;
ALTER TABLE generation DROP COLUMN scheduler_before;
ALTER TABLE generation DROP COLUMN seed_before;
CREATE INDEX generation_by_key ON generation (scope, key, seed);

-- How it was computed; NULL where the generator has no such thing, and for images made before this was kept.
ALTER TABLE generation ADD COLUMN precision TEXT;
ALTER TABLE generation ADD COLUMN noise TEXT;
ALTER TABLE generation ADD COLUMN safety TEXT;

-- What the generator made of the prompt and drew; NULL where it drew what was written.
ALTER TABLE generation ADD COLUMN revised_prompt TEXT;

-- RememberedModels then takes places on one machine out of the column model.
