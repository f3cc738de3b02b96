#!/usr/bin/env bash
# Prints the path of a Python 3.12 or 3.13 that really runs and can make environments, or says what
# to install. Looked for: $BASE_PYTHON, the PATH, pyenv, uv (fetched by pip where it is missing).
set -uo pipefail

fits() {  # a pyenv shim may stand on the PATH and yet not run: only running it tells
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 14))' \
        >/dev/null 2>&1
}

answer_if_fits() {
    if [ -n "$1" ] && fits "$1"; then
        "$1" -c 'import sys; print(sys.executable)'
        exit 0
    fi
}

if [ -n "${BASE_PYTHON:-}" ]; then
    answer_if_fits "$BASE_PYTHON"
    echo "BASE_PYTHON is $BASE_PYTHON, which is no working Python 3.12 or 3.13." >&2
    exit 1
fi

for name in python3.13 python3.12 python3 python; do
    answer_if_fits "$(command -v "$name" || true)"
done

for version in 3.13 3.12; do
    for candidate in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version"*/bin/python; do
        answer_if_fits "$candidate"
    done
done

uv="$(command -v uv || true)"
if [ -z "$uv" ] && python3 -c 'import venv, ensurepip' >/dev/null 2>&1; then
    echo "No Python 3.12 or 3.13 is here; asking uv for one." >&2
    python3 -m venv .make/uv >/dev/null 2>&1 && .make/uv/bin/pip install --quiet uv >&2 &&
        uv=.make/uv/bin/uv
fi
if [ -n "$uv" ]; then
    "$uv" python install --quiet 3.13 >&2 || true
    answer_if_fits "$("$uv" python find '>=3.12,<3.14' 2>/dev/null || true)"
fi

cat >&2 <<'SENTENCE'
Hamdel needs Python 3.12 or 3.13 with venv, and none was found on the PATH, in pyenv, or through uv.
Install one (Debian 13, Ubuntu 24.04: apt install python3 python3-venv; macOS: brew install
python@3.13; anywhere: pyenv install 3.13) and say make again, or name it: BASE_PYTHON=/path/to/python.
SENTENCE
exit 1
