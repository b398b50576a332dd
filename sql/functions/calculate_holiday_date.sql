CREATE OR REPLACE FUNCTION calculate_holiday_date(p_year integer, p_holiday_id uuid)
RETURNS date
LANGUAGE plpgsql
STABLE PARALLEL SAFE
SET search_path = public, postgis, extensions, pg_temp
AS $$
DECLARE
    holiday holidays%ROWTYPE;
    rule jsonb;
    rule_weekday integer;
    rule_n integer;
    first_day date;
    result date;
BEGIN
    SELECT h.* INTO holiday FROM holidays h WHERE h.id = p_holiday_id;

    -- Before 1583 there was no full year of the Gregorian calendar.
    IF holiday.id IS NULL OR p_year IS NULL OR p_year NOT BETWEEN 1583 AND 9999 THEN
        RETURN NULL;
    END IF;

    IF holiday.date_type = 'fixed' THEN
        first_day := make_date(p_year, holiday.fixed_month, 1);
        result := first_day + holiday.fixed_day - 1;

    ELSIF holiday.date_type = 'floating' THEN
        rule := holiday.floating_rule;
        IF NOT jsonb_path_exists(
            rule, '$ ? (@.month >= 1 && @.month <= 12 && @.weekday >= 0 && @.weekday <= 6)'
        ) THEN
            RETURN NULL;
        END IF;
        first_day := make_date(p_year, (rule -> 'month')::integer, 1);
        rule_weekday := (rule -> 'weekday')::integer;

        IF jsonb_path_exists(rule, '$ ? (@.before_day >= 2 && @.before_day <= 32)') THEN
            result := first_day + (rule -> 'before_day')::integer - 2;
            result := result - (EXTRACT(dow FROM result)::integer - rule_weekday + 7) % 7;
        ELSIF jsonb_path_exists(rule, '$ ? (@.n >= 1 && @.n <= 5)') THEN
            rule_n := (rule -> 'n')::integer;
            result := first_day + (rule_weekday - EXTRACT(dow FROM first_day)::integer + 7) % 7;
            result := result + (rule_n - 1) * 7;
        ELSIF jsonb_path_exists(rule, '$ ? (@.n >= -5 && @.n <= -1)') THEN
            rule_n := (rule -> 'n')::integer;
            result := first_day + interval '1 month - 1 day';
            result := result - (EXTRACT(dow FROM result)::integer - rule_weekday + 7) % 7;
            result := result + (rule_n + 1) * 7;
        END IF;

    ELSIF holiday.calculation_rule ~* '^\s*easter\s*([+-]\s*\d{1,3}\s*)?$' THEN
        DECLARE
            -- The Gregorian computus of Meeus, Jones and Butcher; days are counted from 22 March.
            golden integer := p_year % 19;
            century integer := p_year / 100;
            full_moon integer :=
                (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
            to_sunday integer :=
                (32 + 2 * (century % 4) + 2 * (p_year % 100 / 4) - full_moon - p_year % 4) % 7;
            correction integer := (golden + 11 * full_moon + 22 * to_sunday) / 451;
            days_off integer :=
                substring(regexp_replace(holiday.calculation_rule, '\s', '', 'g') FROM '[+-]\d+$');
        BEGIN
            RETURN make_date(p_year, 3, 22) + full_moon + to_sunday - 7 * correction + COALESCE(days_off, 0);
        END;
    END IF;

    -- A day that the month does not have (29 February, a fifth Monday) is no day, not one of the next month.
    IF date_trunc('month', result) = first_day THEN
        RETURN result;
    END IF;
    RETURN NULL;
END;
$$;

COMMENT ON FUNCTION calculate_holiday_date(integer, uuid) IS
    'The day of a holiday in a year (1583 to 9999), not moved when it falls on a weekend. Fixed: month and '
    'day. Floating: {"month": 10, "weekday": 1, "n": 2} is the second Monday of October, n = -1 the last '
    'one, {"month": 5, "weekday": 1, "before_day": 25} the last Monday before 25 May; weekday 0 is Sunday. '
    'Calculated: easter, or days from it, as easter-2 for Good Friday. NULL for an unknown holiday, a year '
    'out of range, a rule it cannot read, and a day that the year does not have (29 February).';
