# packages.sh CONTAINER EXTENSION...: installs the Debian packages of extensions in a running container.
set -eu
name=$1
shift
# By its id: Docker takes a name for the beginning of another's, once there is none of that name.
container=$(docker container inspect -f "{{if eq .Name \"/$name\"}}{{.Id}}{{end}}" "$name")
if [ -z "$container" ]; then
    echo "container $name is gone" >&2
    exit 1
fi

if ! docker exec -u root "$container" sh -c 'command -v apt-get' >/dev/null; then
    echo "The image of container $name has no apt to install the missing packages: $*. Use an image with PostGIS and contrib." >&2
    exit 1
fi
major=$(docker exec -u postgres "$container" sh -c 'echo "${PG_MAJOR:-17}"')
packages=""
for extension in "$@"; do
    case $extension in
        postgis*) packages="$packages postgresql-$major-postgis-3 postgresql-$major-postgis-3-scripts" ;;
        *) packages="$packages postgresql-contrib" ;;
    esac
done
docker exec -u root -e DEBIAN_FRONTEND=noninteractive "$container" sh -c "apt-get update -qq && apt-get install -y -qq --no-install-recommends $packages" >/dev/null
