#!/usr/bin/env bash
# Pins requirements/*.txt, with hashes, from pyproject.toml (`make lock`): what runs the coach, what
# runs it on PostgreSQL, what tests it, what audits it, what builds it. None of them names a registry
# or a mirror: pip asks whichever one the machine is set up with.
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
compile --extra postgres --constraint requirements/run.txt --output-file requirements/postgres.txt
compile --extra dev --extra postgres --constraint requirements/run.txt \
    --output-file requirements/dev.txt
compile --extra audit --constraint requirements/run.txt --output-file requirements/audit.txt
compile --only-build-deps --build-deps-for=wheel --build-deps-for=editable \
    --output-file requirements/build.txt
