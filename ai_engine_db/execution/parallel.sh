# parallel OTHERS [CONNINFO]: prints how many jobs a dump or a restore may have besides the OTHERS that it has open anyway.
# Each is a connection: as many as there are cores, 16 at most, and a few are left to those whom the server is there for.
# Fails, and says why, when there is no room for a single one. In the container, put before the script that calls it.
parallel() {
    cores=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
    room=$(psql -XAtqF ' ' -c "
        WITH sessions AS (
            SELECT a.usesysid, a.datid FROM pg_catalog.pg_stat_activity AS a
            WHERE a.usesysid IS NOT NULL AND coalesce(a.backend_type, 'client backend') = 'client backend'
                AND a.pid <> pg_catalog.pg_backend_pid()
        ), most AS (
            SELECT pg_catalog.current_setting('max_connections')::integer AS connections,
                CASE WHEN r.rolsuper THEN 0
                    ELSE pg_catalog.current_setting('superuser_reserved_connections')::integer
                        + coalesce(pg_catalog.current_setting('reserved_connections', true)::integer, 0) END AS reserved,
                CASE WHEN r.rolconnlimit >= 0 AND NOT r.rolsuper THEN r.rolconnlimit
                    - (SELECT pg_catalog.count(*) FROM sessions WHERE usesysid = r.oid) END AS role,
                CASE WHEN d.datconnlimit >= 0 AND NOT r.rolsuper THEN d.datconnlimit
                    - (SELECT pg_catalog.count(*) FROM sessions WHERE datid = d.oid) END AS database
            FROM pg_catalog.pg_roles AS r, pg_catalog.pg_database AS d
            WHERE r.rolname = current_user AND d.datname = pg_catalog.current_database()
        )
        SELECT least(m.connections - m.reserved - s.taken, m.role, m.database), s.taken, m.connections
        FROM most AS m, (SELECT pg_catalog.count(*) AS taken FROM sessions) AS s" ${2:+"$2"}) || return 1
    read -r free taken most <<ROOM
$room
ROOM
    if [ "$free" -le "$1" ]; then
        echo "$taken of the server's $most connections are in use: $free are free for this, and $(($1 + 1)) are needed. Close some," \
            "or raise DB_MAX_CONNECTIONS." >&2
        return 1
    fi
    jobs=$((free - $1 - 2))
    [ "$jobs" -ge 1 ] || jobs=1
    [ "$jobs" -le "$cores" ] || jobs=$cores
    [ "$jobs" -le 16 ] || jobs=16
    echo "$jobs"
}
