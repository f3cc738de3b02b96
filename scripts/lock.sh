#!/usr/bin/env bash
# Pins requirements/run.txt and requirements/dev.txt, with hashes, from pyproject.toml (`make lock`).
# Neither file names a registry or a mirror: pip asks whichever one the machine is set up with.
set -euo pipefail
cd "$(dirname "$0")/.."
python="${1:?usage: scripts/lock.sh PYTHON}"

# Extra indexes and local folders of this machine must not decide what is pinned.
unset PIP_FIND_LINKS PIP_EXTRA_INDEX_URL
export PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make lock"

compile() {
    "$python" -m piptools compile --quiet --strip-extras --allow-unsafe --generate-hashes \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
        --annotation-style=line "$@" pyproject.toml
}
compile --output-file requirements/run.txt
compile --extra dev --constraint requirements/run.txt --output-file requirements/dev.txt
