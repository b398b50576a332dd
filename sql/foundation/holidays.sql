CREATE TABLE holidays (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    name varchar(100) NOT NULL,
    holiday_type varchar(20) NOT NULL,
    province_territory_id uuid,
    date_type varchar(20) NOT NULL,
    fixed_month integer,
    fixed_day integer,
    floating_rule jsonb,
    calculation_rule varchar(100),
    is_statutory boolean DEFAULT true,
    is_bank_holiday boolean DEFAULT true,
    typical_business_impact varchar(20),
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT holidays_pkey PRIMARY KEY (id),
    CONSTRAINT holiday_date_check CHECK (
        (date_type = 'fixed' AND fixed_month IS NOT NULL AND fixed_day IS NOT NULL)
        OR (date_type = 'floating' AND floating_rule IS NOT NULL)
        OR (date_type = 'calculated' AND calculation_rule IS NOT NULL)
    ),
    CONSTRAINT holidays_date_type_check CHECK (date_type IN ('fixed', 'floating', 'calculated')),
    CONSTRAINT holidays_fixed_day_check CHECK (fixed_day BETWEEN 1 AND 31),
    CONSTRAINT holidays_fixed_month_check CHECK (fixed_month BETWEEN 1 AND 12),
    CONSTRAINT holidays_holiday_type_check CHECK (
        holiday_type IN ('federal', 'provincial', 'municipal', 'custom')
    ),
    CONSTRAINT holidays_typical_business_impact_check CHECK (
        typical_business_impact IN ('closed', 'reduced_hours', 'normal', 'extended_hours')
    )
);

ALTER TABLE holidays
    ADD CONSTRAINT holidays_province_territory_id_fkey
    FOREIGN KEY (province_territory_id) REFERENCES provinces_territories (id);

CREATE INDEX idx_holidays_lookup ON holidays (holiday_type, province_territory_id, is_statutory);
CREATE INDEX idx_holidays_type ON holidays (holiday_type);
CREATE INDEX idx_holidays_province ON holidays (province_territory_id);

CREATE TRIGGER update_holidays_updated_at
    BEFORE UPDATE ON holidays
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

COMMENT ON TABLE holidays IS
    'Holidays and how to find their date in a year; calculate_holiday_date() does it.';
COMMENT ON COLUMN holidays.province_territory_id IS
    'Where it is observed; NULL for a holiday of the whole country.';
COMMENT ON COLUMN holidays.date_type IS
    'Which columns give the date: fixed_month and fixed_day, floating_rule, or calculation_rule.';
COMMENT ON COLUMN holidays.floating_rule IS
    'month, weekday (0 = Sunday) and either n (the n-th one, -1 the last) or before_day (the last one '
    'before that day): {"month": 10, "weekday": 1, "n": 2} is the second Monday of October.';
COMMENT ON COLUMN holidays.calculation_rule IS
    'easter, or days from Easter Sunday: easter-2 is Good Friday, easter+1 Easter Monday.';
COMMENT ON COLUMN holidays.is_statutory IS 'Whether employees are entitled to the day off by law.';
COMMENT ON COLUMN holidays.is_bank_holiday IS
    'Whether banks are closed, so that no payment settles that day.';
COMMENT ON COLUMN holidays.typical_business_impact IS
    'What stores usually do that day; a store''s real hours are in store_settings.';
