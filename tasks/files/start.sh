# start.sh NAME [MADE_NOW...]: starts a container and waits until its server takes connections over TCP.
# Not over the socket: the first start runs a temporary server there.
# MADE_NOW: `container`, and the name of the volume where that is new too; they go again when the server cannot start.
set -eu
name=$1
made=${2:-}
volume=${3:-}

# Nothing that was made now stays; what was there before is not left starting again and again.
undo() {
    if [ "$made" = container ]; then
        docker rm -f "$name" >/dev/null
    else
        docker stop "$name" >/dev/null
    fi
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

docker start "$name" >/dev/null || undo
for _ in $(seq 360); do
    if docker exec "$name" pg_isready -q -h 127.0.0.1 2>/dev/null; then
        exit 0
    fi
    if [ "$(docker inspect -f '{{.State.Status}} {{.RestartCount}}' "$name")" != "running 0" ]; then
        echo "The server in container $name did not start. What it said, and its last words:" >&2
        last_words >&2
        undo
    fi
    sleep 0.25
done
echo "The server in container $name is still starting after 90 s and more; after a crash it may have much to recover." >&2
echo "Follow it with: docker logs -f $name. Deploy again once it is ready." >&2
exit 1
