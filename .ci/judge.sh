# Sourced by scripts that try many things: a line for each (ok, FAIL, SKIP), the output of what failed, a sum at the end.
# shellcheck shell=bash
failed=0 skipped=0

ok() { printf 'ok    %s\n' "$1"; }
skip() { printf 'SKIP  %s\n' "$1"; skipped=$((skipped + 1)); }
bad() { printf 'FAIL  %s\n' "$1"; failed=$((failed + 1)); }

# judge NAME COMMAND…: the command's exit code is the verdict. It runs in a shell of its own, which ends at the first failure;
# bash would ignore that in the condition of an `if`.
judge() {
    local name=$1 log code
    shift
    log=$(set -e; "$@" 2>&1)
    code=$?
    if [ $code -eq 0 ]; then ok "$name"; else bad "$name" && tail -n 15 <<<"$log" | sed 's/^/      /'; fi
}

# exits CODE COMMAND…: the command ends with that code.
exits() {
    local wanted=$1 code=0
    shift
    "$@" || code=$?
    [ "$code" -eq "$wanted" ] || { echo "$*: exit code $code, not $wanted"; return 1; }
}

# Installs from PyPI into a virtual environment: `python_tools FOLDER PACKAGE…`. False where that cannot be had.
python_tools() {
    local folder=$1
    shift
    [ -x "$folder/bin/pip" ] || python3 -m venv "$folder" >/dev/null 2>&1 || return 1
    "$folder/bin/pip" install --quiet --disable-pip-version-check --timeout 20 --retries 1 "$@" >/dev/null 2>&1
}

# The current time in milliseconds.
now() { python3 -c 'import time; print(round(time.time() * 1000))'; }

sum_up() {
    printf '\n%s failed, %s skipped (%s s)\n' "$failed" "$skipped" "$SECONDS"
    exit $((failed > 0))
}
