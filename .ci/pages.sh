# Sourced by .ci/consumers: what docs/ tells people to copy, read by those who will read it.
# shellcheck shell=bash disable=SC2154,SC2329,SC2317

# block PAGE LANGUAGE NUMBER FILE: a code block of a page, as a file.
block() { python3 .ci/block.py "docs/$1" "$2" "$3" >"$work/$4"; }

if with check-jsonschema; then
    for number in 1 2 3; do
        block github.md yaml "$number" "page-github-$number.yml"
        judge "docs/github.md, block $number: schema" check-jsonschema --builtin-schema vendor.github-workflows "$work/page-github-$number.yml"
    done
    for number in 1 2; do
        block gitlab.md yaml "$number" page-gitlab.yml
        judge "docs/gitlab.md, block $number: schema" check-jsonschema --builtin-schema vendor.gitlab-ci "$work/page-gitlab.yml"
    done
    block azure.md yaml 1 page-azure.yml
    judge 'docs/azure.md: schema' check-jsonschema --builtin-schema vendor.azure-pipelines "$work/page-azure.yml"
    rm -rf "$work/init" && mkdir -p "$work/init/.git"
    starter() { cd "$work/init" && "$everynode" init && check-jsonschema --schemafile "$work/config.schema.json" everynode.yaml; }
    judge 'everynode init: the schema of the config' starter
fi
if with pre-commit; then
    block pre-commit.md yaml 1 page-pre-commit.yaml
    judge 'docs/pre-commit.md: a config' pre-commit validate-config "$work/page-pre-commit.yaml"
fi

# Jenkins: findings are for the plugins to judge, what could not run is not.
jenkins() {
    local line
    line=$(sed -n "s/^ *sh '\(.*\)'$/\1/p" docs/jenkins.md)
    cd "$scratch" && PATH=$(dirname "$everynode"):$PATH
    exits 0 sh -c "$line" && grep -q '<error line=' everynode-checkstyle.xml && grep -q '<failure' everynode-junit.xml
    exits 1 sh -c "${line//k8s/nowhere}"
}
judge 'docs/jenkins.md: the command' jenkins

if with vim; then
    quickfix() {
        timeout 20 vim -es -u NONE -N --cmd "set efm=$(sed -n 's/^.*errorformat=//p' docs/editors.md)" -c "cgetfile $work/report.compact" \
            -c "call writefile(map(filter(getqflist(), 'v:val.valid'), 'v:val.lnum'), '$work/quickfix')" -c 'qa!' </dev/null
        [ "$(wc -l <"$work/quickfix")" -eq "$found" ]
    }
    if vim --version | grep -q +quickfix; then judge 'docs/editors.md: the quickfix list of vim' quickfix; else skip 'vim with quickfix'; fi
fi
if with node; then
    block editors.md json 1 page-tasks.json
    matcher() {
        node -e '
const { readFileSync } = require("fs");
const { regexp } = JSON.parse(readFileSync(process.argv[1], "utf8")).tasks[0].problemMatcher.pattern;
const read = readFileSync(process.argv[2], "utf8").split("\n").map((line) => line.match(regexp)).filter(Boolean);
if (read.length !== Number(process.env.found)) throw new Error(`${read.length} of ${process.env.found}`);
if (!read.some((parts) => parts[1] === "k8s/a,b:c;d].yaml")) throw new Error("a name with a colon");
' "$work/page-tasks.json" "$work/report.compact"
    }
    judge 'docs/editors.md: the problem matcher' matcher
fi
