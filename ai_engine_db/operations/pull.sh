# pull.sh IMAGE: pulls an image, or says what its registry answered.
set -eu
image=$1

if said=$(docker pull -q "$image" 2>&1); then
    exit 0
fi
echo "Image $image cannot be pulled: ${said#Error response from daemon: }" >&2
echo "Compare DB_IMAGE with what the registry has; a private one needs docker login on the host. Nothing was changed." >&2
exit 1
