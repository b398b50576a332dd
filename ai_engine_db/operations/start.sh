# start.sh NAME BEFORE [NEW_VOLUME]: starts a container and waits until its server takes connections over TCP.
# Not over the socket: the first start runs a temporary server there.
# BEFORE: what there was, `none`, `stopped` or `running`; and so it is again when the server cannot start.
set -eu
name=$1
before=$2
volume=${3:-}
# By its id: Docker takes a name for the beginning of another's, once there is none of that name.
container=$(docker container inspect -f "{{if eq .Name \"/$name\"}}{{.Id}}{{end}}" "$name")
if [ -z "$container" ]; then
    echo "container $name is gone" >&2
    exit 1
fi

undo() {
    case $before in
        none) docker rm -f -v "$container" >/dev/null ;;
        stopped) docker stop "$container" >/dev/null ;;
    esac
    if [ -n "$volume" ]; then
        docker volume rm "$volume" >/dev/null
    fi
    exit 1
}

# The lines that say why, or the last ones where none does.
last_words() {
    log=$(docker logs --tail 200 "$container" 2>&1)
    printf '%s\n' "$log" | grep -E 'FATAL|PANIC|ERROR|HINT|[Ee]rror:|docker-entrypoint:|denied|No space' | tail -n 8 ||
        true
    printf '%s\n' "$log" | tail -n 8
}

# A new container on a volume that has data already: these may have been made with another superuser.
require_superuser() {
    if [ "$before" != none ] || [ -n "$volume" ]; then return 0; fi
    superuser=$(variable POSTGRES_USER)
    superuser=${superuser:-postgres}
    said=$(docker exec -u postgres "$container" psql -XAtqw -U "$superuser" -d template1 -c '' 2>&1) && return 0
    case $said in
        *"role \"$superuser\" does not exist"* | *"Peer authentication failed"* | *"no password supplied"*) ;;
        *) return 0 ;;
    esac
    echo "The data in the volume of container $name were created with another superuser than $superuser: with the" >&2
    echo "POSTGRES_USER of their first container. Create a container with that one and this volume, by docker run, and" >&2
    echo "use it unchanged (--data adopt=true), or create the role there: CREATE ROLE \"$superuser\" SUPERUSER LOGIN, and" >&2
    echo "allow it to connect over the socket (pg_hba.conf). Nothing was changed." >&2
    docker stop -t 120 "$container" >/dev/null
    undo
}

# A server reads the files of its own major version only.
variable() { docker container inspect -f '{{range .Config.Env}}{{println .}}{{end}}' "$container" | sed -n "s/^$1=//p"; }
made=$(docker cp "$container:$(variable PGDATA)/PG_VERSION" - 2>/dev/null | tar -xOf - 2>/dev/null || true)
major=$(variable PG_MAJOR)
if [ -n "$made" ] && [ -n "$major" ] && [ "$made" != "$major" ]; then
    echo "The data of container $name are of PostgreSQL $made, and the image is of PostgreSQL $major, which cannot read" >&2
    echo "them: use an image of $made, or move them by pg_dump or pg_upgrade. Nothing was changed in them." >&2
    undo
fi

docker start "$container" >/dev/null || undo
restarts=$(docker container inspect -f '{{.RestartCount}}' "$container")
for _ in $(seq 360); do
    if docker exec "$container" pg_isready -q -h 127.0.0.1 2>/dev/null; then
        require_superuser
        exit 0
    fi
    if [ "$(docker container inspect -f '{{.State.Status}} {{.RestartCount}}' "$container")" != "running $restarts" ]; then
        echo "The server in container $name did not start. Errors and last lines of the server log:" >&2
        last_words >&2
        undo
    fi
    sleep 0.25
done
echo "The server in container $name is still starting after more than 90 s; after a crash it may have much to recover." >&2
echo "Follow it with: docker logs -f $name. Deploy again once it is ready." >&2
exit 1
