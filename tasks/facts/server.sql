-- What the server itself has, in one JSON object: version, role, databases, parameters, what can be installed.
-- Of the role's password only what lets us tell whether it is the one we want, never the verifier itself.
SELECT jsonb_build_object(
    'version', current_setting('server_version_num')::integer,
    'standby', pg_is_in_recovery(),
    'listens', current_setting('listen_addresses') <> '',
    'clock', extract(epoch FROM clock_timestamp()),
    'roles', (
        SELECT jsonb_object_agg(r.rolname, jsonb_build_object(
            'login', r.rolcanlogin, 'superuser', r.rolsuper, 'createdb', r.rolcreatedb, 'createrole', r.rolcreaterole,
            'replication', r.rolreplication, 'bypassrls', r.rolbypassrls, 'inherit', r.rolinherit,
            'bootstrap', r.oid = 10, 'connections', r.rolconnlimit, 'config', to_jsonb(r.rolconfig),
            'iterations', split_part(split_part(p.rolpassword, '$', 2), ':', 1),
            'salt', split_part(split_part(p.rolpassword, '$', 2), ':', 2),
            'verifier_sha256', encode(sha256(convert_to(p.rolpassword, 'UTF8')), 'hex'),
            -- By these it could read and write the server's files, or is as good as a superuser.
            'powers', (
                SELECT jsonb_agg(g.rolname ORDER BY g.rolname)
                FROM pg_auth_members AS m
                JOIN pg_roles AS g ON g.oid = m.roleid
                WHERE m.member = r.oid AND (
                    g.rolsuper OR g.rolname IN (
                        'pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files',
                        'pg_read_all_data', 'pg_write_all_data', 'pg_create_subscription'
                    )
                )
            )
        ))
        FROM pg_roles AS r
        JOIN pg_authid AS p ON p.oid = r.oid
        WHERE r.rolname IN (:'role', :'readonly')
    ),
    'databases', (
        SELECT jsonb_object_agg(d.datname, jsonb_build_object(
            'owner', pg_get_userbyid(d.datdba), 'encoding', pg_encoding_to_char(d.encoding),
            'public', (
                SELECT jsonb_agg(x.privilege_type ORDER BY x.privilege_type)
                FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS x
                WHERE x.grantee = 0
            ),
            'readonly', coalesce(has_database_privilege(to_regrole(quote_ident(:'readonly')), d.oid, 'CONNECT'), false),
            'settings', (
                SELECT to_jsonb(s.setconfig) FROM pg_db_role_setting AS s WHERE s.setdatabase = d.oid AND s.setrole = 0
            )
        ))
        FROM pg_database AS d WHERE NOT d.datistemplate
    ),
    'stamp', :'stamp',
    'parameters', (
        SELECT jsonb_object_agg(s.name, jsonb_build_object(
            'value', current_setting(s.name), 'source', s.source, 'restart', s.context = 'postmaster',
            'pending', s.pending_restart, 'file', f.setting
        ))
        FROM pg_settings AS s
        LEFT JOIN (
            SELECT DISTINCT ON (name) name, setting FROM pg_file_settings ORDER BY name, seqno DESC
        ) AS f USING (name)
        WHERE s.name = ANY (string_to_array(:'parameters', ','))
    ),
    'access', jsonb_build_object(
        'hba', encode(sha256(pg_read_binary_file(current_setting('hba_file'))), 'hex'),
        'ident', encode(sha256(pg_read_binary_file(current_setting('ident_file'))), 'hex'),
        -- A file changed since then is not what the server goes by.
        'loaded', pg_conf_load_time() >= greatest(
            (pg_stat_file(current_setting('hba_file'))).modification,
            (pg_stat_file(current_setting('ident_file'))).modification
        ),
        'errors', (SELECT jsonb_agg(format('line %s: %s', line_number, error)) FROM pg_hba_file_rules WHERE error IS NOT NULL)
    ),
    -- The file holds the key too, of which nothing is to leave the container.
    'tls', (
        SELECT jsonb_build_object(
            'certificates', (
                SELECT string_agg(m[1], E'\n')
                FROM regexp_matches(f.text, '(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----)', 'g') AS m
            ),
            'digest', split_part(f.text, E'\n', 1),
            'intact', split_part(f.text, E'\n', 1)
                = '# ' || encode(sha256(convert_to(substr(f.text, strpos(f.text, E'\n') + 1), 'UTF8')), 'hex'),
            'mode', :'tls_mode',
            'loaded', pg_conf_load_time() >= (pg_stat_file('tls.pem', true)).modification,
            'now', extract(epoch FROM clock_timestamp())
        )
        FROM (SELECT encode(pg_read_binary_file('tls.pem', 0, 1000000, true), 'escape')) AS f (text)
    ),
    'checksums', current_setting('data_checksums'),
    'data_mode', current_setting('data_directory_mode'),
    'available', (SELECT jsonb_agg(name) FROM pg_available_extensions)
);
