#!/usr/bin/env bash
# `make audit`: asks the advisory database about everything that is pinned, in an environment apart.
# `make sbom`: writes what the coach is made of as CycloneDX; that needs no network once installed.
# Usage: audit.sh PYTHON audit|sbom
set -euo pipefail
cd "$(dirname "$0")/.."
python="${1:?usage: scripts/audit.sh PYTHON audit|sbom}"
home=.make/audit

if [ ! -e "$home/.ready" ] || [ requirements/audit.txt -nt "$home/.ready" ]; then
    "$python" -m venv "$home"
    "$home/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes -r requirements/audit.txt
    touch "$home/.ready"
fi

case "${2:?audit or sbom}" in
    audit)
        wrong=0
        for pinned in postgres dev build; do
            echo "requirements/$pinned.txt"
            "$home/bin/pip-audit" --strict --progress-spinner off --disable-pip --require-hashes \
                --requirement "requirements/$pinned.txt" || wrong=1
        done
        [ "$wrong" = 0 ] || {
            echo "Something is known to be vulnerable, or the advisory database could not be asked (see above)." >&2
            exit 1
        }
        ;;
    sbom)
        mkdir -p dist
        "$home/bin/cyclonedx-py" requirements requirements/postgres.txt --pyproject pyproject.toml \
            --mc-type application --output-reproducible --output-file dist/sbom.json 2>/dev/null
        echo "dist/sbom.json"
        ;;
esac
