# start.sh NAME BEFORE [NEW_VOLUME]: starts a container and waits until its server takes connections over TCP.
# Not over the socket: the first start runs a temporary server there.
# BEFORE: what there was, `none`, `stopped` or `running`; and so it is again when the server cannot start.
set -eu
name=$1
before=$2
volume=${3:-}

undo() {
    case $before in
        none) docker rm -f -v "$name" >/dev/null ;;
        stopped) docker stop "$name" >/dev/null ;;
    esac
    if [ -n "$volume" ]; then
        docker volume rm "$volume" >/dev/null
    fi
    exit 1
}

# The lines that say why, or the last ones where none does.
last_words() {
    log=$(docker logs --tail 200 "$name" 2>&1)
    printf '%s\n' "$log" | grep -E 'FATAL|PANIC|ERROR|HINT|[Ee]rror:|docker-entrypoint:|denied|No space' | tail -n 8 ||
        true
    printf '%s\n' "$log" | tail -n 8
}

# A server reads the files of its own major version only.
variable() { docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' "$name" | sed -n "s/^$1=//p"; }
made=$(docker cp "$name:$(variable PGDATA)/PG_VERSION" - 2>/dev/null | tar -xOf - 2>/dev/null || true)
major=$(variable PG_MAJOR)
if [ -n "$made" ] && [ -n "$major" ] && [ "$made" != "$major" ]; then
    echo "The data of container $name are of PostgreSQL $made, and the image is of PostgreSQL $major, which cannot read" >&2
    echo "them: use an image of $made, or move them by pg_dump or pg_upgrade. Nothing was changed in them." >&2
    undo
fi

docker start "$name" >/dev/null || undo
restarts=$(docker inspect -f '{{.RestartCount}}' "$name")
for _ in $(seq 360); do
    if docker exec "$name" pg_isready -q -h 127.0.0.1 2>/dev/null; then
        exit 0
    fi
    if [ "$(docker inspect -f '{{.State.Status}} {{.RestartCount}}' "$name")" != "running $restarts" ]; then
        echo "The server in container $name did not start. What it said, and its last words:" >&2
        last_words >&2
        undo
    fi
    sleep 0.25
done
echo "The server in container $name is still starting after 90 s and more; after a crash it may have much to recover." >&2
echo "Follow it with: docker logs -f $name. Deploy again once it is ready." >&2
exit 1
