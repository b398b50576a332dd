CREATE TABLE accessories_catalog (
    id serial NOT NULL,
    barcode varchar(50),
    upc varchar(20),
    sku varchar(100) NOT NULL,
    name varchar(255) NOT NULL,
    brand varchar(100),
    category_id integer,
    description text,
    image_url text,
    thumbnail_url text,
    additional_images jsonb DEFAULT '[]',
    specifications jsonb DEFAULT '{}',
    materials text[],
    dimensions jsonb,
    color varchar(50),
    msrp numeric(10,2),
    default_cost numeric(10,2),
    suggested_retail numeric(10,2),
    data_source varchar(50),
    source_url text,
    confidence_score numeric(3,2),
    verified boolean DEFAULT false,
    search_vector tsvector,
    tags text[],
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    last_verified timestamp,
    subcategory varchar(100),
    CONSTRAINT accessories_catalog_pkey PRIMARY KEY (id),
    CONSTRAINT accessories_catalog_barcode_key UNIQUE (barcode),
    CONSTRAINT accessories_catalog_sku_key UNIQUE (sku)
);

ALTER TABLE accessories_catalog
    ADD CONSTRAINT accessories_catalog_category_id_fkey
    FOREIGN KEY (category_id) REFERENCES accessory_categories (id);

CREATE INDEX idx_accessories_catalog_category ON accessories_catalog (category_id);

CREATE TRIGGER update_accessories_catalog_updated_at
    BEFORE UPDATE ON accessories_catalog
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE accessories_catalog IS
    'Accessories (everything sold that is not cannabis), shared by all stores; accessories_inventory has a '
    'store''s stock and prices.';
COMMENT ON COLUMN accessories_catalog.barcode IS
    'Barcode as scanned, unique; upc is the 12-digit code alone and may repeat.';
COMMENT ON COLUMN accessories_catalog.upc IS
    'Universal Product Code, without a unique constraint; barcode is the unique one.';
COMMENT ON COLUMN accessories_catalog.sku IS 'Unique over all tenants and stores.';
COMMENT ON COLUMN accessories_catalog.additional_images IS
    'JSON array of the images besides image_url and thumbnail_url.';
COMMENT ON COLUMN accessories_catalog.specifications IS
    'JSON object of properties that differ from one kind of accessory to another; no fixed keys here.';
COMMENT ON COLUMN accessories_catalog.dimensions IS 'JSON; the schema fixes neither keys nor units.';
COMMENT ON COLUMN accessories_catalog.msrp IS
    'Manufacturer''s suggested retail price, Canadian dollars; suggested_retail is the catalogue''s own '
    'proposal.';
COMMENT ON COLUMN accessories_catalog.default_cost IS
    'Canadian dollars for one unit; a store''s real cost is accessories_inventory.cost_price.';
COMMENT ON COLUMN accessories_catalog.suggested_retail IS
    'Canadian dollars; a store''s real price is accessories_inventory.retail_price.';
COMMENT ON COLUMN accessories_catalog.data_source IS
    'Where the product data came from; free text without a CHECK.';
COMMENT ON COLUMN accessories_catalog.source_url IS 'Page that the product data was taken from.';
COMMENT ON COLUMN accessories_catalog.confidence_score IS
    'How far the data of data_source is trusted; two decimals, range not checked.';
COMMENT ON COLUMN accessories_catalog.verified IS
    'Whether the product data was confirmed; last_verified tells when.';
COMMENT ON COLUMN accessories_catalog.search_vector IS
    'Full-text vector; no trigger fills it and no index covers it, so the writer must set it.';
COMMENT ON COLUMN accessories_catalog.last_verified IS 'UTC.';
COMMENT ON COLUMN accessories_catalog.subcategory IS
    'Free text below category_id; not a row of accessory_categories.';
