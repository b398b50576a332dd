#!/bin/bash
# First start: makes the cluster, with the environment variables of the official PostgreSQL image. Every start: runs it.
#
#   POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE   the superuser's password; none is needed here, because the superuser
#                                                 is reachable over the socket alone
#   POSTGRES_USER (postgres), POSTGRES_DB (= user), POSTGRES_INITDB_ARGS, PGDATA, /docker-entrypoint-initdb.d/*
set -Eeuo pipefail

unfinished=$PGDATA/first-start

fail() {
    echo >&2 "docker-entrypoint: $*"
    exit 1
}

# file_env VAR [DEFAULT]: VAR, or the content of the file that VAR_FILE names, or DEFAULT.
file_env() {
    local var=$1 file_var="$1_FILE" default=${2:-}
    [ -z "${!var:-}" ] || [ -z "${!file_var:-}" ] || fail "$var and $file_var are both set: choose one"
    if [ -n "${!file_var:-}" ]; then
        [ -r "${!file_var}" ] || fail "$file_var names ${!file_var}, which cannot be read"
        printf -v "$var" '%s' "$(<"${!file_var}")"
    else
        printf -v "$var" '%s' "${!var:-$default}"
    fi
    unset "$file_var"
}

local_psql() {
    psql -X -v ON_ERROR_STOP=1 --no-password -U "$POSTGRES_USER" "$@"
}

# Makes the cluster in $unfinished, which is below PGDATA.
init_cluster() {
    local args=(--pgdata="$unfinished" --username="$POSTGRES_USER" --data-checksums --encoding=UTF8
        --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C.UTF-8
        --auth-local=peer --auth-host=scram-sha-256 --no-instructions)
    local extra
    # Word splitting is the interface: POSTGRES_INITDB_ARGS holds several arguments.
    read -ra extra <<<"${POSTGRES_INITDB_ARGS:-}"
    if [ -n "$POSTGRES_PASSWORD" ]; then
        initdb "${args[@]}" "${extra[@]}" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD")
    else
        initdb "${args[@]}" "${extra[@]}"
    fi

    local user=\"${POSTGRES_USER//\"/\"\"}\"
    # The first line that matches is the one that counts.
    cat >"$unfinished/pg_hba.conf" <<HBA
# TYPE  DATABASE  USER  ADDRESS  METHOD
local   all       $user        peer map=superuser
local   all       all                     scram-sha-256
host    all       $user  all   reject
host    all       all         all         scram-sha-256
HBA
    printf 'superuser postgres %s\n' "$user" >>"$unfinished/pg_ident.conf"
    cat >>"$unfinished/postgresql.conf" <<CONF
listen_addresses = '*'
password_encryption = scram-sha-256
CONF
}

run_init_files() {
    local file
    for file in /docker-entrypoint-initdb.d/*; do
        case $file in
            *.sh) if [ -x "$file" ]; then "$file"; else . "$file"; fi ;;
            *.sql) local_psql -d "$POSTGRES_DB" -f "$file" ;;
            *.sql.gz) gunzip -c "$file" | local_psql -d "$POSTGRES_DB" ;;
            *.sql.xz) xz -dc "$file" | local_psql -d "$POSTGRES_DB" ;;
            *.sql.zst) zstd -dc "$file" | local_psql -d "$POSTGRES_DB" ;;
            *) [ ! -e "$file" ] || echo "docker-entrypoint: ignoring $file" ;;
        esac
    done
}

# The cluster is made in a folder of its own, and the empty folder stays until everything is done: a first start that
# was interrupted begins again from nothing, and no server ever runs with half of it.
first_start() {
    mkdir -p "$PGDATA"
    if [ -d "$unfinished" ]; then
        echo "docker-entrypoint: the first start was interrupted, it begins again"
        find "$PGDATA" -mindepth 1 -delete
    fi
    [ -z "$(ls -A "$PGDATA")" ] || fail "$PGDATA holds files but no cluster: give an empty folder or volume"
    init_cluster
    find "$unfinished" -mindepth 1 -maxdepth 1 -exec mv -t "$PGDATA" {} +
    # On the socket alone, so that a client that waits over TCP does not take this one for the real server.
    pg_ctl -D "$PGDATA" -w start -o "-c listen_addresses=''"
    if [ "$POSTGRES_DB" != postgres ]; then
        local_psql -d postgres -v db="$POSTGRES_DB" <<<'CREATE DATABASE :"db";'
    fi
    run_init_files
    pg_ctl -D "$PGDATA" -m fast -w stop
    rmdir "$unfinished"
    # The disk must not forget it: what stands here from now on is data.
    sync "$PGDATA"
}

# Options first, as in the official image: `docker run IMAGE -c shared_buffers=1GB`.
if [ "${1:0:1}" = - ]; then
    set -- postgres "$@"
fi

# Who asks for these wants no server.
for argument; do
    case $argument in
        -'?' | --help | --describe-config | -V | --version) exec "$@" ;;
    esac
done

if [ "$1" = postgres ]; then
    if [ "$(id -u)" = 0 ]; then
        mkdir -p "$PGDATA"
        find "$PGDATA" ! -user postgres -exec chown postgres:postgres {} +
        chmod 700 "$PGDATA"
        exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
    fi
    if [ ! -s "$PGDATA/PG_VERSION" ] || [ -d "$unfinished" ]; then
        file_env POSTGRES_PASSWORD
        file_env POSTGRES_USER postgres
        file_env POSTGRES_DB "$POSTGRES_USER"
        first_start
    fi
    unset POSTGRES_PASSWORD POSTGRES_PASSWORD_FILE
fi

exec "$@"
