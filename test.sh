#!/usr/bin/env bash
# The test command: builds everything, publishes both programs, runs every test, and ends in one line
# "N passed, N failed, N skipped". It exits with an error on any failure and when a project ran no test.
#
# The tests start a PostgreSQL and a Chromium of their own. As root on Debian what is missing is installed;
# elsewhere PGBIN names the folder of initdb and pg_ctl, CHROMIUM the browser's program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# CI waits for everything that holds its output: no build process may outlive the command.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Most code runs a few times only, so measuring what to compile better costs a third of the time and gains nothing.
export DOTNET_TieredPGO=0
readonly configuration=Release results=artifacts/test-results

phase() {
    local name=$1 began=$SECONDS status=0
    shift
    printf '== %s\n' "$name"
    "$@" || status=$?
    printf '== %s: %d s\n' "$name" $((SECONDS - began))
    return "$status"
}

find_programs() {
    local folder
    if [[ -z ${PGBIN:-} ]]; then
        for folder in /usr/lib/postgresql/*/bin; do
            if [[ -x $folder/initdb ]]; then PGBIN=$folder; fi
        done
    fi
    CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
}

missing_programs() {
    [[ -x ${PGBIN:-}/initdb ]] || echo postgresql
    [[ -n $CHROMIUM && -x $CHROMIUM ]] || echo chromium
}

provide_programs() {
    find_programs
    local missing
    mapfile -t missing < <(missing_programs)
    if ((${#missing[@]} > 0)) && [[ $EUID -eq 0 && -f /etc/debian_version ]]; then
        apt-get update -q
        DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" < /dev/null
        find_programs
        mapfile -t missing < <(missing_programs)
    fi
    if ((${#missing[@]} > 0)); then
        printf 'Missing: %s. PGBIN names the folder of initdb and pg_ctl, CHROMIUM the browser.\n' "${missing[*]}" >&2
        return 1
    fi
    export PGBIN CHROMIUM
}

publish() {
    dotnet publish Api/Api.csproj -c "$configuration" --no-build -v q -o artifacts/api &&
        dotnet publish Silo/Silo.csproj -c "$configuration" --no-build -v q -o artifacts/silo
}

test_projects() {
    dotnet sln Orleans.sln list | grep '^tests/.*\.csproj$' | xargs grep -l 'Microsoft\.NET\.Test\.Sdk'
}

run_project() {
    local name=$1.Tests
    phase "$name" dotnet test "tests/$1/$name.csproj" -c "$configuration" --no-build --results-directory "$results" \
        --logger "trx;LogFileName=$name.trx" --blame-hang-timeout 5m --blame-hang-dump-type none < /dev/null ||
        echo "$name" >> "$results/broken"
}

# Runs the first command beside the second, and fails when one of them does.
beside() {
    local status=0 first
    $1 &
    first=$!
    $2 || status=$?
    wait "$first" || status=$?
    return "$status"
}

# The rules start nothing and wait for nothing, so they are tried while the programs are published.
rules() { run_project Rules; }

# Api and Browser fill two cores. The others wait for processes and databases half of their time.
run_tests() {
    run_project Api
    run_project Browser
    beside crashes cluster_and_storage
}
crashes() { run_project Crashes; }
cluster_and_storage() {
    run_project Cluster
    run_project Storage
}

# A project that nobody runs, or that runs nothing, is not in order.
find_untried() {
    local project name
    while read -r project; do
        name=$(basename "$project" .csproj)
        grep -qs '<Counters .*executed="[1-9]' "$results/$name.trx" || echo "$name ran no test" >> "$results/broken"
    done < <(test_projects)
}

# A skipped test is counted as not executed, anything executed and not passed as failed.
sum_counters() {
    grep -ho '<Counters [^>]*' "$results"/*.trx | awk '
        function number(name) { return match($0, " " name "=\"[0-9]+") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) : 0 }
        { total += number("total"); executed += number("executed"); passed += number("passed") }
        END { printf "%d passed, %d failed, %d skipped\n", passed, executed - passed, total - executed }'
}

rm -rf artifacts
mkdir -p "$results"
phase programs provide_programs
phase restore dotnet restore Orleans.sln -v q
phase build dotnet build Orleans.sln -c "$configuration" --no-restore -v q
phase "publish and rules" beside publish rules
phase tests run_tests
find_untried

[[ ! -e $results/broken ]] || { echo 'Not in order:' && cat "$results/broken"; }
sum_counters
[[ ! -e $results/broken ]]
