CREATE OR REPLACE FUNCTION check_geofence_entry(
    point_lat numeric,
    point_lon numeric,
    fence_lat numeric,
    fence_lon numeric,
    fence_radius_meters integer
)
RETURNS boolean
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
SET search_path = public, postgis, extensions, pg_temp
AS $$
    -- PostGIS would move a latitude of 120 to 60 and go on, so the range is checked here.
    SELECT CASE
        WHEN point_lat BETWEEN -90 AND 90 AND fence_lat BETWEEN -90 AND 90
            AND point_lon BETWEEN -180 AND 180 AND fence_lon BETWEEN -180 AND 180
            AND fence_radius_meters >= 0
        THEN ST_DWithin(
            ST_Point(point_lon, point_lat, 4326)::geography,
            ST_Point(fence_lon, fence_lat, 4326)::geography,
            fence_radius_meters
        )
    END;
$$;

COMMENT ON FUNCTION check_geofence_entry(numeric, numeric, numeric, numeric, integer) IS
    'Whether a point lies within a circle, its edge included. Coordinates are WGS 84 degrees, latitude '
    'first; the radius is metres. NULL when an argument is NULL, a coordinate is out of range or the radius '
    'is negative.';
