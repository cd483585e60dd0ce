-- What else changed a picture, as Conditioning.text(); '' for nothing.
ALTER TABLE generation ADD COLUMN conditioning TEXT NOT NULL DEFAULT '';

-- Whether the model's safety checker objected.
ALTER TABLE generation ADD COLUMN flagged INTEGER NOT NULL DEFAULT 0;
