#!/usr/bin/env bash
# Prints the folder of PostgreSQL's programs (initdb, pg_ctl) for the tests, installing them where it
# can, or says how to. Looked for: $POSTGRES_BIN, the PATH, Debian's folders, Homebrew's.
set -uo pipefail

find_postgres() {
    local folder
    for folder in "${POSTGRES_BIN:-}" \
        "$(dirname "$(readlink -f "$(command -v pg_ctl 2>/dev/null)" 2>/dev/null)" 2>/dev/null)" \
        $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
            "$(brew --prefix postgresql 2>/dev/null)/bin" 2>/dev/null | sort -rV); do
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && echo "$folder" && return 0
    done
    return 1
}

find_postgres && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "No PostgreSQL is here; installing it with apt-get." >&2
    export DEBIAN_FRONTEND=noninteractive
    # No cluster of its own is made or started: the tests start one that is thrown away.
    { mkdir -p /etc/postgresql-common && \
        { [ -e /etc/postgresql-common/createcluster.conf ] || \
            echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf; } && \
        apt-get update -qq && \
        apt-get install -y -qq --no-install-recommends postgresql; } >&2 </dev/null
fi
find_postgres && exit 0

cat >&2 <<'SENTENCE'
The tests of the store need PostgreSQL's programs, and they could be neither found nor installed.
Install them (Debian: apt-get install postgresql; Fedora: dnf install postgresql-server; macOS:
brew install postgresql@17), or name their folder: make test POSTGRES_BIN=/path/to/bin. No server
has to run: the tests start one of their own and throw it away.
SENTENCE
exit 1
