-- What the server itself has, in one JSON object: version, role, databases, parameters, what can be installed.
-- Of the role's password only what lets us tell whether it is the one we want, never the verifier itself.
SELECT pg_catalog.jsonb_build_object(
    'version', pg_catalog.current_setting('server_version_num')::integer,
    'standby', pg_catalog.pg_is_in_recovery(),
    'listens', pg_catalog.current_setting('listen_addresses') <> '',
    'clock', extract(epoch FROM pg_catalog.clock_timestamp()),
    'roles', (
        SELECT pg_catalog.jsonb_object_agg(r.rolname, pg_catalog.jsonb_build_object(
            'login', r.rolcanlogin, 'superuser', r.rolsuper, 'createdb', r.rolcreatedb, 'createrole', r.rolcreaterole,
            'replication', r.rolreplication, 'bypassrls', r.rolbypassrls, 'inherit', r.rolinherit,
            'bootstrap', r.oid = 10, 'connections', r.rolconnlimit, 'config', pg_catalog.to_jsonb(r.rolconfig),
            'iterations', pg_catalog.split_part(pg_catalog.split_part(p.rolpassword, '$', 2), ':', 1),
            'salt', pg_catalog.split_part(pg_catalog.split_part(p.rolpassword, '$', 2), ':', 2),
            'verifier_sha256', pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(p.rolpassword, 'UTF8')), 'hex'),
            'settable', (
                SELECT pg_catalog.jsonb_agg(a.parname)
                FROM pg_catalog.pg_parameter_acl AS a, pg_catalog.aclexplode(a.paracl) AS x
                WHERE x.grantee = r.oid AND x.privilege_type = 'SET'
            ),
            'groups', (
                SELECT pg_catalog.jsonb_agg(g.rolname ORDER BY g.rolname)
                FROM pg_catalog.pg_auth_members AS m
                JOIN pg_catalog.pg_roles AS g ON g.oid = m.roleid
                WHERE m.member = r.oid
            ),
            -- By these it could read and write the server's files, or is as good as a superuser.
            'powers', (
                SELECT pg_catalog.jsonb_agg(g.rolname ORDER BY g.rolname)
                FROM pg_catalog.pg_auth_members AS m
                JOIN pg_catalog.pg_roles AS g ON g.oid = m.roleid
                WHERE m.member = r.oid AND (
                    g.rolsuper OR g.rolname IN (
                        'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files',
                        'pg_read_all_data', 'pg_write_all_data', 'pg_create_subscription'
                    )
                )
            )
        ))
        FROM pg_catalog.pg_roles AS r
        JOIN pg_catalog.pg_authid AS p ON p.oid = r.oid
        WHERE r.rolname IN (:'role', :'readonly', :'catalog', :'backup')
            OR r.rolname = ANY (pg_catalog.string_to_array(:'granted', E'\n'))
    ),
    'superusers', (SELECT pg_catalog.jsonb_agg(rolname) FROM pg_catalog.pg_roles WHERE rolsuper),
    -- Who else may do what a superuser may, or comes close: by an attribute, or as a member, however far, of such a role.
    'powerful', (
        WITH RECURSIVE power (oid, why) AS (
            SELECT oid, CASE
                WHEN rolsuper THEN 'SUPERUSER' WHEN rolcreaterole THEN 'CREATEROLE'
                WHEN rolreplication THEN 'REPLICATION' WHEN rolbypassrls THEN 'BYPASSRLS' ELSE 'member of ' || rolname
            END
            FROM pg_catalog.pg_roles
            WHERE rolsuper OR rolcreaterole OR rolreplication OR rolbypassrls OR rolname IN (
                'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files', 'pg_read_all_data',
                'pg_write_all_data', 'pg_create_subscription', 'pg_maintain', 'pg_signal_backend'
            )
            UNION
            SELECT m.member, CASE WHEN p.why LIKE 'member of %' THEN p.why ELSE 'member of ' || g.rolname END
            FROM power AS p
            JOIN pg_catalog.pg_auth_members AS m ON m.roleid = p.oid
            JOIN pg_catalog.pg_roles AS g ON g.oid = m.roleid
        )
        SELECT pg_catalog.jsonb_object_agg(w.rolname, w.why)
        FROM (
            SELECT r.rolname, pg_catalog.jsonb_agg(DISTINCT p.why ORDER BY p.why) AS why
            FROM power AS p JOIN pg_catalog.pg_roles AS r USING (oid)
            WHERE r.oid <> 10 AND r.rolname !~ '^pg_'
            GROUP BY r.rolname
        ) AS w
    ),
    'databases', (
        SELECT pg_catalog.jsonb_object_agg(d.datname, pg_catalog.jsonb_build_object(
            'owner', pg_catalog.pg_get_userbyid(d.datdba), 'encoding', pg_catalog.pg_encoding_to_char(d.encoding),
            'public', (
                SELECT pg_catalog.jsonb_agg(x.privilege_type ORDER BY x.privilege_type)
                FROM pg_catalog.aclexplode(coalesce(d.datacl, pg_catalog.acldefault('d', d.datdba))) AS x
                WHERE x.grantee = 0
            ),
            'deploy', coalesce(pg_catalog.has_database_privilege(pg_catalog.to_regrole(pg_catalog.quote_ident(:'catalog')), d.oid, 'CONNECT'), false)
                AND coalesce(pg_catalog.has_database_privilege(pg_catalog.to_regrole(pg_catalog.quote_ident(:'backup')), d.oid, 'CONNECT'), false),
            'readonly', coalesce(pg_catalog.has_database_privilege(pg_catalog.to_regrole(pg_catalog.quote_ident(:'readonly')), d.oid, 'CONNECT'), false),
            'settings', (
                SELECT pg_catalog.to_jsonb(s.setconfig) FROM pg_catalog.pg_db_role_setting AS s WHERE s.setdatabase = d.oid AND s.setrole = 0
            )
        ))
        FROM pg_catalog.pg_database AS d WHERE NOT d.datistemplate
    ),
    'stamp', :'stamp',
    'parameters', (
        SELECT pg_catalog.jsonb_object_agg(s.name, pg_catalog.jsonb_build_object(
            'value', pg_catalog.current_setting(s.name), 'source', s.source, 'restart', s.context = 'postmaster',
            'pending', s.pending_restart, 'file', f.setting
        ))
        FROM pg_catalog.pg_settings AS s
        LEFT JOIN (
            SELECT DISTINCT ON (name) name, setting FROM pg_catalog.pg_file_settings ORDER BY name, seqno DESC
        ) AS f USING (name)
        WHERE s.name = ANY (pg_catalog.string_to_array(:'parameters', ','))
    ),
    'access', pg_catalog.jsonb_build_object(
        'hba', pg_catalog.encode(pg_catalog.sha256(pg_catalog.pg_read_binary_file(pg_catalog.current_setting('hba_file'))), 'hex'),
        'ident', pg_catalog.encode(pg_catalog.sha256(pg_catalog.pg_read_binary_file(pg_catalog.current_setting('ident_file'))), 'hex'),
        -- A file changed since then is not what the server uses.
        'loaded', pg_catalog.pg_conf_load_time() >= greatest(
            (pg_catalog.pg_stat_file(pg_catalog.current_setting('hba_file'))).modification,
            (pg_catalog.pg_stat_file(pg_catalog.current_setting('ident_file'))).modification
        ),
        'errors', (SELECT pg_catalog.jsonb_agg(pg_catalog.format('line %s: %s', line_number, error)) FROM pg_catalog.pg_hba_file_rules WHERE error IS NOT NULL)
    ),
    -- The file holds the key too, of which nothing is to leave the container.
    'tls', (
        SELECT pg_catalog.jsonb_build_object(
            'certificates', (
                SELECT pg_catalog.string_agg(m[1], E'\n')
                FROM pg_catalog.regexp_matches(f.text, '(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----)', 'g') AS m
            ),
            'digest', pg_catalog.split_part(f.text, E'\n', 1),
            'intact', pg_catalog.split_part(f.text, E'\n', 1)
                = '# ' || pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.substr(f.text, pg_catalog.strpos(f.text, E'\n') + 1), 'UTF8')), 'hex'),
            'mode', :'tls_mode',
            'loaded', pg_catalog.pg_conf_load_time() >= (pg_catalog.pg_stat_file('tls.pem', true)).modification,
            'now', extract(epoch FROM pg_catalog.clock_timestamp())
        )
        FROM (SELECT pg_catalog.encode(pg_catalog.pg_read_binary_file('tls.pem', 0, 1000000, true), 'escape')) AS f (text)
    ),
    'checksums', pg_catalog.current_setting('data_checksums'),
    'data_mode', pg_catalog.current_setting('data_directory_mode'),
    'available', (SELECT pg_catalog.jsonb_agg(name) FROM pg_catalog.pg_available_extensions)
);
