-- Names the state of the server's roles and databases, in one value.
SELECT pg_catalog.md5(pg_catalog.concat_ws(
    ' ',
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_catalog.pg_authid),
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', roleid, member, grantor, xmin), ',' ORDER BY roleid, member, grantor) FROM pg_catalog.pg_auth_members),
    (
        SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', oid, datname, datdba, encoding, datallowconn, datconnlimit, datacl), ',' ORDER BY oid)
        FROM pg_catalog.pg_database
    ),
    (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', setdatabase, setrole, xmin), ',' ORDER BY setdatabase, setrole) FROM pg_catalog.pg_db_role_setting)
)) AS stamp
