#!/usr/bin/env bash
# Builds everything, publishes both programs and runs every test. The last line is "N passed, N failed, N skipped".
# Exits with an error on any failure, or if a project ran no tests.
#
# The tests start their own PostgreSQL and Chromium. As root on Debian, missing programs are installed. Elsewhere, set
# PGBIN to the folder that contains initdb and pg_ctl, and CHROMIUM to the browser.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# CI waits for every process that has its output open, so no build process may outlive this command.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Most code runs only a few times, so PGO instrumentation would cost a third of the time and gain nothing.
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
        printf 'Missing: %s. Set PGBIN to the folder that contains initdb and pg_ctl, and CHROMIUM to the browser.\n' "${missing[*]}" >&2
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

# Runs both commands in parallel and fails if either fails.
beside() {
    local status=0 first
    $1 &
    first=$!
    $2 || status=$?
    wait "$first" || status=$?
    return "$status"
}

# The Rules tests start no processes, so they run while the programs are published.
rules() { run_project Rules; }

# Api and Browser use two cores. The others spend half of their time waiting for processes and databases.
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

# Fails if a test project was not run, or ran no tests.
find_untried() {
    local project name
    while read -r project; do
        name=$(basename "$project" .csproj)
        grep -qs '<Counters .*executed="[1-9]' "$results/$name.trx" || echo "$name ran no tests" >> "$results/broken"
    done < <(test_projects)
}

# A skipped test counts as not executed; a test that was executed but did not pass counts as failed.
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

[[ ! -e $results/broken ]] || { echo 'Failed projects:' && cat "$results/broken"; }
sum_counters
[[ ! -e $results/broken ]]
