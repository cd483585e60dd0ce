-- What else changed a picture, as Conditioning.text(); '' for nothing.
ALTER TABLE generation ADD COLUMN conditioning TEXT NOT NULL DEFAULT '';
