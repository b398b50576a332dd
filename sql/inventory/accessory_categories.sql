CREATE TABLE accessory_categories (
    id serial NOT NULL,
    name varchar(100) NOT NULL,
    slug varchar(100) NOT NULL,
    parent_id integer,
    description text,
    icon varchar(50),
    image_url text,
    sort_order integer DEFAULT 0,
    is_active boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT accessory_categories_pkey PRIMARY KEY (id),
    CONSTRAINT accessory_categories_slug_key UNIQUE (slug)
);

ALTER TABLE accessory_categories
    ADD CONSTRAINT accessory_categories_parent_id_fkey
    FOREIGN KEY (parent_id) REFERENCES accessory_categories (id) ON DELETE SET NULL;

CREATE INDEX idx_accessory_categories_parent_id ON accessory_categories (parent_id);

CREATE TRIGGER update_accessory_categories_updated_at
    BEFORE UPDATE ON accessory_categories
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE accessory_categories IS 'Tree of accessory categories, shared by all tenants.';
COMMENT ON COLUMN accessory_categories.slug IS
    'URL part, unique in the whole tree and not only below its parent.';
COMMENT ON COLUMN accessory_categories.parent_id IS
    'NULL for a top category; children of a deleted category become top categories.';
COMMENT ON COLUMN accessory_categories.icon IS
    'Name of an icon of the user interface; image_url has the picture.';
