SET ROLE scratch_owner;
CREATE INDEX things_name ON ONLY things (name);
CREATE INDEX things_2025_name_idx ON things_2025 (name);
ALTER INDEX things_name ATTACH PARTITION things_2025_name_idx;
RESET ROLE;
