# restart.sh NAME PARAMETER...: restarts a server for parameters that wait for it, and waits until it takes connections.
# If it does not come up, the parameters get the values of postgresql.conf again, and it is started with those.

main() {
    set -eu
    name=$1
    shift
    # By its id: Docker takes a name for the beginning of another's, once there is none of that name.
    container=$(docker container inspect -f "{{if eq .Name \"/$name\"}}{{.Id}}{{end}}" "$name")
    if [ -z "$container" ]; then
        echo "container $name is gone" >&2
        exit 1
    fi

    # SIGINT, PostgreSQL's fast shutdown, and time to write what is in memory.
    docker stop -t 120 "$container" >/dev/null
    docker start "$container" >/dev/null
    if ready; then return; fi
    echo "The server in container $name does not start with its new $*: each is reset to the value of postgresql.conf." >&2
    docker logs --tail 30 "$container" 2>&1 | grep -E 'FATAL|PANIC|ERROR|HINT' | tail -n 4 >&2 || true
    docker stop "$container" >/dev/null 2>&1 || true
    reset "$@"
    docker start "$container" >/dev/null
    ready || true
    exit 1
}

ready() {
    restarts=$(docker container inspect -f '{{.RestartCount}}' "$container")
    for _ in $(seq 360); do
        if docker exec "$container" pg_isready -q -h 127.0.0.1 2>/dev/null; then return 0; fi
        if [ "$(docker container inspect -f '{{.State.Status}} {{.RestartCount}}' "$container")" != "running $restarts" ]; then return 1; fi
        sleep 0.25
    done
    return 1
}

# As a tar, because that keeps the owner of the file.
reset() {
    data=$(docker container inspect -f '{{range .Config.Env}}{{println .}}{{end}}' "$container" | sed -n 's/^PGDATA=//p')
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    docker cp "$container:$data/postgresql.auto.conf" - >"$folder/auto.tar"
    owner=$(tar -tvf "$folder/auto.tar" --numeric-owner | awk '{print $2}')
    tar -C "$folder" -xf "$folder/auto.tar" --no-same-owner
    for parameter in "$@"; do
        sed -i "/^$parameter = /d" "$folder/postgresql.auto.conf"
    done
    tar -C "$folder" --owner="${owner%/*}" --group="${owner#*/}" -cf - postgresql.auto.conf | docker cp - "$container:$data"
}

main "$@"
