# backup.sh CONTAINER READER OWNER DATABASE FOLDER NAME APPLICATION: dumps a database into FOLDER/NAME.partial, in sessions
# of role READER and of that application name, and prints what is in it. Before it come functions that print its inputs:
# `dump`, the script for the container, `opening` and `contents`, SQL for psql, and `reading` and `owning`, the options of
# the sessions: OWNER's reads the rows of its tables. When somebody is in the way of the dump, it prints only who, and
# leaves nothing.
#
# The dump is made inside the container, by the server's own pg_dump, in a folder of /tmp, and then copied out: that
# needs no bind mount, so it works with any container, with an engine elsewhere, and with whatever user ids; and a
# parallel dump needs files to write to. Room was checked before; the folder goes as soon as it has been copied.

main() {
    set -eu
    umask 077
    container=$1
    reader=$2
    owner=$3
    database=$4
    folder=$5
    name=$6
    application=$7
    work=/tmp/ai-engine-db-$name
    partial=
    working=
    done=

    # Also when nobody listens any more (PIPE): a killed pyinfra leaves nothing either.
    trap clean EXIT
    trap 'exit 1' HUP INT TERM PIPE

    mkdir -p "$folder"
    # A partial backup that has not changed for a day belongs to nobody.
    for old in "$folder"/*_backup_????????_??????.partial; do
        if [ -d "$old" ] && [ -n "$(find "$old" -prune -mtime +0)" ]; then rm -rf "$old" || true; fi
    done

    # Another deploy may take one in this very second.
    if ! said=$(docker exec -u postgres "$container" mkdir -m 700 "$work" 2>&1); then
        docker exec -u postgres "$container" test -d "$work" || fail "$said"
        echo '##taken##'
        exit 0
    fi
    working=true
    in_the_way=$(contents | docker exec -i -u postgres -e PGUSER="$reader" -e PGDATABASE="$database" \
        -e PGOPTIONS="$(reading)" -e owning="$(owning)" -e owner="$owner" -e PGAPPNAME="$application" -e work="$work" \
        -e opening="$(opening)" "$container" sh -c "$(dump)" sh)
    if [ -n "$in_the_way" ]; then
        echo "$in_the_way"
        exit 0
    fi
    mkdir "$folder/$name.partial"
    partial=$folder/$name.partial
    said=$(docker cp "$container:$work/dump/." "$partial/" 2>&1) || fail "$said"
    in_container=$(docker exec -u postgres "$container" sh -c "cd $work/dump && LC_ALL=C && cksum *")
    on_host=$(cd "$partial" && LC_ALL=C && cksum *)
    [ "$in_container" = "$on_host" ] || fail "the files in $partial differ from those that pg_dump wrote in the container"
    chmod 600 "$partial"/*

    docker exec -u postgres "$container" cat "$work/output"
    done=true
}

fail() {
    echo "$*" >&2
    exit 1
}

clean() {
    if [ -n "$working" ]; then docker exec -u root "$container" rm -rf "$work" || true; fi
    if [ -n "$partial" ] && [ -z "$done" ]; then rm -rf "$partial"; fi
}

main "$@"
