# venv.sh PYTHON FOLDER LOCK: makes a virtual environment with exactly the packages of a lock file, which it keeps a
# copy of as FOLDER/installed; one that has them already stays.
# Debian and Ubuntu split venv from Python: as root it is installed, else the message says what to install.
set -eu
python=$1
folder=$2
lock=$3

# By its content: git gives a file the date of the checkout, and who works in the environment now would lose it.
if cmp -s "$lock" "$folder/installed"; then
    exit 0
fi
if [ -L "$folder" ]; then
    echo "$folder is a link to $(readlink -f "$folder"), which has other packages than $lock says, and whose it is" \
        "may be at work: run make there, or remove the link to get an environment here" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "This needs Python 3.11 or later; $python is $("$python" --version 2>&1). Try make PYTHON=python3.12 ..." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    else
        echo "$python has no venv: install it (Debian and Ubuntu: apt-get install python3-venv) and try again" >&2
        exit 1
    fi
fi
"$python" -m venv --clear "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$lock"
# pyinfra runs Python without writing bytecode, so it is compiled here once.
"$folder/bin/python" -m compileall -q ai_engine_db tasks
cp "$lock" "$folder/installed"
