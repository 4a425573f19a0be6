# Every command of README.md and examples/README.md works: their ```sh blocks
# are run in their order, whatever they ask answered with Enter.
: "${SOPC:?run by tests/run-all}" "${SOPRUN:?}" "${SCRATCH:?}"
here=$PWD
mkdir -p "$SCRATCH/readme/build" && cp -R examples "$SCRATCH/readme/" && cd "$SCRATCH/readme" || exit 1
ln -s "$SOPC" build/sopc && ln -s "$SOPRUN" build/soprun

run_doc() { # file fewest-commands
    awk '/^```sh$/ { on = 1; next } /^```/ { on = 0 } on' "$here/$1" >commands
    [ "$(grep -cE 'sopc|soprun' commands)" -ge "$2" ] || { echo "$1: the commands were not found"; exit 1; }
    yes '' | sh -e commands || { echo "$1: a command failed"; exit 1; }
}

# What the reader is told to write is there as he would write it.
awk '/^```sop$/ && !n { on = n = 1; next } /^```/ { on = 0 } on' "$here/README.md" >purchase.sop
run_doc README.md 12
[ "$(build/soprun show 1 --format json --store build/office.db | jq -r .state)" = running ] || exit 1
run_doc examples/README.md 6
