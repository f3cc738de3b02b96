#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests, installing one where it can, or says how to.
# Looked for: $CHROMIUM, the PATH, macOS applications, Playwright's own. Usage: find_chromium.sh PYTHON
set -uo pipefail
python="${1:?usage: scripts/find_chromium.sh PYTHON}"

find_chromium() {
    local name path
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        path="$(command -v "$name" 2>/dev/null)" && echo "$path" && return 0
    done
    path="$("$python" -c 'from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)' 2>/dev/null)"
    [ -x "$path" ] && echo "$path"
}

find_chromium && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "No Chromium is here; installing it with apt-get." >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        chromium fonts-dejavu-core fonts-liberation; } >&2 </dev/null
else
    echo "No Chromium is here; asking Playwright for its own." >&2
    "$python" -m playwright install chromium >&2
fi
find_chromium && exit 0

cat >&2 <<'SENTENCE'
The browser tests need Chromium, and it could be neither found nor installed. Install it
(Debian: apt-get install chromium; macOS: brew install --cask chromium; elsewhere: Google Chrome),
or name it: make test CHROMIUM=/path/to/chromium. Everything else runs without it: make test-python test-js.
SENTENCE
exit 1
