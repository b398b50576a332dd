CREATE TABLE ocs_product_catalog (
    id uuid NOT NULL DEFAULT uuid_generate_v4(),
    product_name varchar(255) NOT NULL,
    brand varchar(100),
    supplier_name varchar(255),
    category varchar(50),
    sub_category varchar(255),
    sub_sub_category varchar(255),
    plant_type varchar(255),
    strain_type varchar(255),
    size varchar(255),
    unit_of_measure varchar(255),
    thc_content_per_unit numeric(10,2),
    cbd_content_per_unit numeric(10,2),
    unit_price numeric(10,2),
    image_url text,
    street_name varchar(255),
    terpenes text,
    ocs_item_number integer,
    ocs_variant_number varchar(255) NOT NULL,
    gtin bigint,
    colour varchar(255),
    pack_size integer,
    stock_status varchar(255),
    ingredients text,
    grow_method varchar(255),
    grow_region varchar(255),
    drying_method varchar(255),
    trimming_method varchar(255),
    extraction_process varchar(255),
    ontario_grown varchar(255),
    craft varchar(255),
    is_active boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz,
    inventory_status varchar(255),
    rating numeric(3,2),
    rating_count integer DEFAULT 0,
    product_long_description text,
    product_short_description varchar(500),
    physical_dimension_width numeric(10,2),
    physical_dimension_height numeric(10,2),
    physical_dimension_depth numeric(10,2),
    physical_dimension_volume numeric(10,2),
    physical_dimension_weight numeric(10,2),
    thc_content_per_volume numeric(10,2),
    cbd_content_per_volume numeric(10,2),
    dried_flower_cannabis_equivalency numeric(10,2),
    growing_method varchar(255),
    number_of_items_in_retail_pack integer,
    eaches_per_inner_pack integer,
    eaches_per_master_case integer,
    storage_criteria text,
    food_allergens text,
    grow_medium varchar(255),
    carrier_oil varchar(255),
    heating_element_type varchar(255),
    battery_type varchar(255),
    rechargeable_battery boolean,
    removable_battery boolean,
    replacement_parts_available boolean,
    temperature_control varchar(100),
    temperature_display varchar(100),
    compatibility text,
    minimum_thc_content_percent numeric(10,2),
    maximum_thc_content_percent numeric(10,2),
    minimum_cbd_content_percent numeric(10,2),
    maximum_cbd_content_percent numeric(10,2),
    net_weight numeric(10,2),
    fulfilment_method varchar(255),
    delivery_tier varchar(255),
    slug varchar(500),
    CONSTRAINT ocs_product_catalog_pkey PRIMARY KEY (id),
    CONSTRAINT uk_product_catalog_ocs_variant UNIQUE (ocs_variant_number),
    CONSTRAINT product_catalog_ocs_rating_check CHECK (rating BETWEEN 0 AND 5),
    CONSTRAINT product_catalog_ocs_rating_count_check CHECK (rating_count >= 0)
);

CREATE INDEX idx_ocs_product_catalog_variant_lower ON ocs_product_catalog ((lower(btrim(ocs_variant_number))));
CREATE INDEX idx_product_catalog_ocs_brand ON ocs_product_catalog (brand);
CREATE INDEX idx_product_catalog_ocs_category ON ocs_product_catalog (category);
CREATE INDEX idx_product_catalog_ocs_rating ON ocs_product_catalog (rating DESC) WHERE rating IS NOT NULL;
CREATE INDEX idx_product_catalog_ocs_rating_count
    ON ocs_product_catalog (rating_count DESC) WHERE rating_count > 0;
CREATE INDEX idx_product_catalog_ocs_slug ON ocs_product_catalog (slug);
CREATE INDEX idx_product_catalog_ocs_strain_type ON ocs_product_catalog (strain_type);
CREATE INDEX idx_products_name ON ocs_product_catalog (product_name);
CREATE INDEX idx_products_plant_type ON ocs_product_catalog (plant_type);
CREATE INDEX idx_products_price ON ocs_product_catalog (unit_price);
CREATE INDEX idx_products_subcategory ON ocs_product_catalog (sub_category);

CREATE TRIGGER trigger_update_ocs_product_catalog_updated_at
    BEFORE UPDATE ON ocs_product_catalog
    FOR EACH ROW EXECUTE FUNCTION update_product_catalog_updated_at();

COMMENT ON TABLE ocs_product_catalog IS
    'Wholesale catalogue of the Ontario Cannabis Store (OCS), one row a variant (a product in one size), '
    'shared by all tenants.';
COMMENT ON COLUMN ocs_product_catalog.sub_category IS 'Below category; ocs_inventory spells it subcategory.';
COMMENT ON COLUMN ocs_product_catalog.sub_sub_category IS 'Below sub_category.';
COMMENT ON COLUMN ocs_product_catalog.size IS
    'Text of the catalogue; the number of items in the pack is pack_size.';
COMMENT ON COLUMN ocs_product_catalog.unit_of_measure IS
    'Unit of the catalogue for the variant; free varchar without a CHECK.';
COMMENT ON COLUMN ocs_product_catalog.thc_content_per_unit IS
    'As the OCS catalogue states it, normally milligrams; the row stores no unit.';
COMMENT ON COLUMN ocs_product_catalog.cbd_content_per_unit IS
    'As the OCS catalogue states it, normally milligrams; the row stores no unit.';
COMMENT ON COLUMN ocs_product_catalog.unit_price IS
    'Catalogue price for one unit, Canadian dollars; a store''s selling price is ocs_inventory.retail_price.';
COMMENT ON COLUMN ocs_product_catalog.street_name IS
    'Common market name of the strain, besides product_name.';
COMMENT ON COLUMN ocs_product_catalog.terpenes IS 'Text of the catalogue, not a list type.';
COMMENT ON COLUMN ocs_product_catalog.ocs_item_number IS
    'OCS number of the product; its variants (sizes) share it.';
COMMENT ON COLUMN ocs_product_catalog.ocs_variant_number IS
    'OCS number of the variant, the sku of all stock tables; matched by lower(btrim()), which is indexed.';
COMMENT ON COLUMN ocs_product_catalog.gtin IS
    'GTIN (Global Trade Item Number) as a number: leading zeros are lost, so pad to 14 digits to compare '
    'with text.';
COMMENT ON COLUMN ocs_product_catalog.pack_size IS 'Items in the pack, a number; size is text.';
COMMENT ON COLUMN ocs_product_catalog.stock_status IS
    'The catalogue''s own word; the views call it catalog_stock_status, their stock_status is another '
    'column.';
COMMENT ON COLUMN ocs_product_catalog.grow_method IS
    'Text of the catalogue; growing_method is a near twin, nothing keeps the two equal.';
COMMENT ON COLUMN ocs_product_catalog.ontario_grown IS 'Flag as catalogue text, not boolean.';
COMMENT ON COLUMN ocs_product_catalog.craft IS 'Flag as catalogue text, not boolean.';
COMMENT ON COLUMN ocs_product_catalog.created_at IS
    'UTC time without a zone, unlike updated_at (timestamptz).';
COMMENT ON COLUMN ocs_product_catalog.updated_at IS
    'Set by a trigger on UPDATE only: no default, so NULL until the first change.';
COMMENT ON COLUMN ocs_product_catalog.inventory_status IS
    'Status of the variant in the catalogue, a column of its own beside stock_status.';
COMMENT ON COLUMN ocs_product_catalog.rating IS
    '0 to 5, two decimals; no trigger fills it, review triggers write to product_ratings.';
COMMENT ON COLUMN ocs_product_catalog.rating_count IS 'Ratings behind rating; no trigger fills it.';
COMMENT ON COLUMN ocs_product_catalog.physical_dimension_width IS
    'As the OCS catalogue states it; the row stores no unit.';
COMMENT ON COLUMN ocs_product_catalog.physical_dimension_height IS
    'As the OCS catalogue states it; the row stores no unit.';
COMMENT ON COLUMN ocs_product_catalog.physical_dimension_depth IS
    'As the OCS catalogue states it; the row stores no unit.';
COMMENT ON COLUMN ocs_product_catalog.physical_dimension_volume IS
    'As the OCS catalogue states it; the row stores no unit.';
COMMENT ON COLUMN ocs_product_catalog.physical_dimension_weight IS
    'As the OCS catalogue states it; the row stores no unit.';
COMMENT ON COLUMN ocs_product_catalog.thc_content_per_volume IS
    'THC for a volume of liquid products; the row stores no unit.';
COMMENT ON COLUMN ocs_product_catalog.cbd_content_per_volume IS
    'CBD for a volume of liquid products; the row stores no unit.';
COMMENT ON COLUMN ocs_product_catalog.dried_flower_cannabis_equivalency IS
    'Grams of dried cannabis that one unit counts as against the 30 g public possession limit (Cannabis '
    'Act, Schedule 3).';
COMMENT ON COLUMN ocs_product_catalog.growing_method IS
    'Text of the catalogue; near twin of grow_method, nothing keeps the two equal.';
COMMENT ON COLUMN ocs_product_catalog.number_of_items_in_retail_pack IS
    'Items in a retail pack, from its own catalogue column; nothing keeps it equal to pack_size.';
COMMENT ON COLUMN ocs_product_catalog.eaches_per_inner_pack IS 'Retail units (eaches) in an inner pack.';
COMMENT ON COLUMN ocs_product_catalog.eaches_per_master_case IS 'Retail units (eaches) in a master case.';
COMMENT ON COLUMN ocs_product_catalog.grow_medium IS
    'What the plant grew in; grow_method and growing_method are how.';
COMMENT ON COLUMN ocs_product_catalog.carrier_oil IS
    'Oil that an extract is dissolved in; for oils and capsules.';
COMMENT ON COLUMN ocs_product_catalog.heating_element_type IS
    'For vaporizers and other devices only, like the battery and temperature columns.';
COMMENT ON COLUMN ocs_product_catalog.temperature_control IS
    'Text of the catalogue, not boolean; for devices only.';
COMMENT ON COLUMN ocs_product_catalog.temperature_display IS
    'Text of the catalogue, not boolean; for devices only.';
COMMENT ON COLUMN ocs_product_catalog.compatibility IS 'What a device or cartridge fits.';
COMMENT ON COLUMN ocs_product_catalog.minimum_thc_content_percent IS
    'Percent, low end of the variant''s range.';
COMMENT ON COLUMN ocs_product_catalog.maximum_thc_content_percent IS
    'Percent, high end of the variant''s range.';
COMMENT ON COLUMN ocs_product_catalog.minimum_cbd_content_percent IS
    'Percent, low end of the variant''s range.';
COMMENT ON COLUMN ocs_product_catalog.maximum_cbd_content_percent IS
    'Percent, high end of the variant''s range.';
COMMENT ON COLUMN ocs_product_catalog.net_weight IS
    'Weight of the content alone as the OCS catalogue states it; the row stores no unit.';
COMMENT ON COLUMN ocs_product_catalog.fulfilment_method IS
    'Text of the OCS catalogue; free varchar without a CHECK.';
COMMENT ON COLUMN ocs_product_catalog.delivery_tier IS
    'Text of the OCS catalogue; free varchar without a CHECK.';
COMMENT ON COLUMN ocs_product_catalog.slug IS
    'URL part made by generate_product_slug(); not unique, and no trigger renews it.';
