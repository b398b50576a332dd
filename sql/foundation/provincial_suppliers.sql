CREATE TABLE provincial_suppliers (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    name varchar(255) NOT NULL,
    contact_person varchar(255),
    email varchar(255),
    phone varchar(50),
    address text,
    payment_terms varchar(100),
    is_active boolean DEFAULT true,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    tenant_id uuid,
    is_provincial_supplier boolean DEFAULT false,
    provinces_territories_id uuid,
    CONSTRAINT provincial_suppliers_pkey PRIMARY KEY (id)
);

ALTER TABLE provincial_suppliers
    ADD CONSTRAINT fk_provincial_supplier_province_territory
    FOREIGN KEY (provinces_territories_id) REFERENCES provinces_territories (id) ON DELETE SET NULL;
ALTER TABLE provincial_suppliers
    ADD CONSTRAINT suppliers_tenant_id_fkey
    FOREIGN KEY (tenant_id) REFERENCES tenants (id);

CREATE INDEX idx_provincial_suppliers_province_territory ON provincial_suppliers (provinces_territories_id);
CREATE INDEX idx_suppliers_active ON provincial_suppliers (is_active);
CREATE INDEX idx_suppliers_name ON provincial_suppliers (name);
CREATE UNIQUE INDEX unique_province_territory_supplier
    ON provincial_suppliers (provinces_territories_id)
    WHERE provinces_territories_id IS NOT NULL AND is_provincial_supplier = true;
CREATE INDEX idx_provincial_suppliers_tenant_id ON provincial_suppliers (tenant_id);

CREATE TRIGGER update_provincial_suppliers_updated_at
    BEFORE UPDATE ON provincial_suppliers
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE provincial_suppliers IS
    'Where stores buy: the wholesaler of each province, and suppliers that a tenant adds.';
COMMENT ON COLUMN provincial_suppliers.address IS 'Postal address as text.';
COMMENT ON COLUMN provincial_suppliers.payment_terms IS
    'As agreed, such as ''Net 30''; free text that nothing calculates with.';
COMMENT ON COLUMN provincial_suppliers.tenant_id IS
    'Tenant that added the supplier; NULL for the wholesaler of a province, which all tenants share.';
COMMENT ON COLUMN provincial_suppliers.is_provincial_supplier IS
    'True for the wholesaler that the province runs or appoints; at most one a province.';
COMMENT ON COLUMN provincial_suppliers.provinces_territories_id IS
    'Province the supplier serves; NULL for one that serves several.';
COMMENT ON INDEX unique_province_territory_supplier IS
    'One wholesaler a province; suppliers that tenants add are not limited.';
