-- What is forgotten takes along what callers saw and did not want of it.
CREATE INDEX seen_by_id ON seen (id);
CREATE INDEX rejection_by_id ON rejection (id);
