# load.sh CONTAINER SUPERUSER OWNER READER BACKUP SCRATCH CONNINFO KEEP: restores a backup into a database of its own, and
# prints what is in it. That is dropped again when something fails, and unless KEEP is `true` also when nothing does.
# Before it come functions that print its inputs: `files` (sha256, bytes, name), `create`, `arrange` and `drop` (SQL for
# psql in database postgres), `extensions` and `settle` (for the superuser in the restored one), `contents` (for READER in
# it), and `catalogs`, `rows` and `writing`, the options of the sessions; and `parallel`, the script of that name.
#
# What is in a backup was made by users, so it is restored by the owner: no CHECK, trigger or index of theirs runs with
# more rights. The superuser makes only what nobody else can, of names and not of SQL that the backup holds.

main() {
    set -eu
    container=$1
    superuser=$2
    owner=$3
    reader=$4
    backup=$5
    scratch=$6
    conninfo=$7
    keep=$8
    work=
    made=
    done=
    trap clean EXIT
    trap 'exit 1' HUP INT TERM PIPE

    work=$(docker exec -u postgres "$container" mktemp -d /tmp/ai-engine-db-XXXXXX)
    said=$(docker cp "$backup/." "$container:$work/" 2>&1) || fail "$said"
    # What was copied belongs to root, and to nobody else.
    docker exec -u root "$container" chown -hR postgres "$work"
    # A link would lead to files of the container's, which are not a backup's to read.
    wrong=$(files | inside sh -c 'cd "$work" && find . ! -type f ! -name . | sed "s|^./\(.*\)|\1 is not a regular file|"
    while read -r sum bytes name; do
        if [ -L "$name" ]; then continue
        elif [ ! -e "$name" ]; then echo "$name is missing"
        elif [ "$(($(wc -c <"$name")))" != "$bytes" ]; then echo "$name has $(($(wc -c <"$name"))) bytes instead of $bytes"
        elif [ "$(sha256sum <"$name" | cut -d " " -f 1)" != "$sum" ]; then echo "$name was altered: its sha256 differs"
        fi; done')
    [ -z "$wrong" ] || fail "$wrong"

    made=true
    create | as_superuser postgres
    extensions | as_superuser "$scratch"
    as_owner sh -c "$(parallel; restoring)" </dev/null
    settle | as_superuser "$scratch"
    arrange | as_superuser postgres
    echo '##contents##'
    contents | inside env PGUSER="$reader" PGDATABASE="$scratch" PGOPTIONS="$(catalogs)" \
        psql -XAtq -v ON_ERROR_STOP=1 -v sequences=true -v rows=true -v own=false -v owner="$owner" -f -
    # The owner reads the rows of its tables itself.
    contents | inside env PGUSER="$owner" PGDATABASE="$scratch" PGOPTIONS="$(rows)" \
        psql -XAtq -v ON_ERROR_STOP=1 -v sequences=false -v rows=false -v own=true -v owner="$owner" -f -
    done=true
}

# Run by the owner. Extensions and their schemas are there; what only a superuser can make is named and left out. The
# last commits may be lost in a crash, and with them the scratch database: the swap waits for the disk.
restoring() {
    cat <<'SH'
set -eu
exec 3>&1
export PGOPTIONS="$PGOPTIONS -c synchronous_commit=off"
# Besides pg_restore's first session.
jobs=$(parallel 1 "$conninfo")
schemas=$(psql -XAtqc "SELECT n.nspname FROM pg_catalog.pg_extension AS e
    JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace WHERE n.nspname NOT IN ('public', 'pg_catalog')" "$conninfo")
pg_restore --list "$work" | grep -v '^;' | while IFS= read -r entry; do
    # Behind its three numbers. A name holds any letters, blanks too.
    what=${entry#* }
    what=${what#* }
    what=${what#* }
    kept=true
    case "$what" in
        EXTENSION\ * | COMMENT\ -\ EXTENSION\ * | 'SECURITY LABEL - EXTENSION '*) kept= ;;
        EVENT\ TRIGGER\ * | SUBSCRIPTION\ * | FOREIGN\ DATA\ WRAPPER\ * | PROCEDURAL\ LANGUAGE\ * | TRANSFORM\ * | \
            OPERATOR\ CLASS\ * | OPERATOR\ FAMILY\ * | ACCESS\ METHOD\ * | TEXT\ SEARCH\ PARSER\ * | \
            TEXT\ SEARCH\ TEMPLATE\ *) kept=named ;;
        COMMENT\ -\ EVENT\ TRIGGER\ * | COMMENT\ -\ SUBSCRIPTION\ * | COMMENT\ -\ PROCEDURAL\ LANGUAGE\ *) kept= ;;
        # The owner is behind `TABLES`, `FUNCTIONS` ...
        DEFAULT\ ACL\ *)
            name=${what##* DEFAULT PRIVILEGES FOR }
            [ "${name#* }" = "$PGUSER" ] || kept=named ;;
        SCHEMA\ -\ * | COMMENT\ -\ SCHEMA\ * | ACL\ -\ SCHEMA\ *)
            name=${what#*SCHEMA }
            name=${name#- }
            while IFS= read -r each; do case "$name" in "$each "*) kept= ;; esac; done <<SCHEMAS
$schemas
SCHEMAS
            ;;
    esac
    case $kept in
        true) printf '%s\n' "$entry" ;;
        # As an object is named elsewhere: its kind and its name, without a schema and an owner.
        named) printf '%s\n' "##left out## $what" | sed 's/ - / /; s/ [^ ]*$//' | tr '[:upper:]' '[:lower:]' >&3 ;;
    esac
done >"$work.list"
pg_restore --exit-on-error --no-owner --use-list="$work.list" --jobs="$jobs" --dbname="$conninfo" "$work"
rm -f "$work.list"
PGOPTIONS="$PGOPTIONS -c client_min_messages=error" psql -XAtq -v ON_ERROR_STOP=1 -c 'ANALYZE' "$conninfo"
SH
}

# as_superuser DATABASE: SQL of ours, which names what a backup says and runs nothing of it.
as_superuser() {
    inside env PGDATABASE="$1" PGOPTIONS="$(writing)" psql -XAtq -v ON_ERROR_STOP=1 -f -
}

as_owner() {
    inside env PGUSER="$owner" PGOPTIONS="$(rows)" "$@"
}

inside() {
    docker exec -i -u postgres -e PGUSER="$superuser" -e work="$work" -e conninfo="$conninfo" "$container" "$@"
}

fail() {
    echo "$*" >&2
    exit 1
}

clean() {
    if [ -n "$work" ]; then docker exec -u root "$container" rm -rf "$work" "$work.list" || true; fi
    if [ -n "$made" ] && { [ "$keep" != true ] || [ -z "$done" ]; }; then
        drop | as_superuser postgres || true
    fi
}

main "$@"
