# start.sh NAME [MADE_NOW...]: starts a container and waits until its server takes connections over TCP.
# Not over the socket: the first start runs a temporary server there.
# MADE_NOW: `container`, and the name of the volume where that is new too; they go again when the start fails.
set -eu
name=$1
made=${2:-}
volume=${3:-}

undo() {
    if [ "$made" = container ]; then
        docker rm -f "$name" >/dev/null
    fi
    if [ -n "$volume" ]; then
        docker volume rm "$volume" >/dev/null
    fi
}

if ! docker start "$name" >/dev/null; then
    undo
    exit 1
fi
for _ in $(seq 240); do
    if docker exec "$name" pg_isready -q -h 127.0.0.1 2>/dev/null; then
        exit 0
    fi
    if [ "$(docker inspect -f '{{.State.Status}} {{.RestartCount}}' "$name")" != "running 0" ]; then
        break
    fi
    sleep 0.25
done
echo "The server in container $name did not start. Its last words:" >&2
docker logs --tail 15 "$name" >&2
undo
exit 1
