CREATE OR REPLACE FUNCTION calculate_distance(lat1 numeric, lon1 numeric, lat2 numeric, lon2 numeric)
RETURNS numeric
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    -- PostGIS would move a latitude of 120 to 60 and go on, so the range is checked here.
    SELECT CASE
        WHEN lat1 BETWEEN -90 AND 90 AND lat2 BETWEEN -90 AND 90
            AND lon1 BETWEEN -180 AND 180 AND lon2 BETWEEN -180 AND 180
        THEN round((ST_Distance(
            ST_Point(lon1, lat1, 4326)::geography,
            ST_Point(lon2, lat2, 4326)::geography
        ) / 1000)::numeric, 3)
    END;
$$;

COMMENT ON FUNCTION calculate_distance(numeric, numeric, numeric, numeric) IS
    'Distance between two points in kilometres, along the surface of the WGS 84 ellipsoid, rounded to the '
    'metre. Arguments are degrees, latitude first. NULL when one is NULL or out of range.';
