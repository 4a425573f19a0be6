# Every command of README.md works: its ```sh blocks are run in their order.
: "${SOPC:?run by tests/run-all}" "${SOPRUN:?}" "${SCRATCH:?}"
here=$PWD
mkdir -p "$SCRATCH/readme/build" && cp -R examples "$SCRATCH/readme/" && cd "$SCRATCH/readme" || exit 1
ln -s "$SOPC" build/sopc && ln -s "$SOPRUN" build/soprun
awk '/^```sh$/ { on = 1; next } /^```/ { on = 0 } on' "$here/README.md" >commands
[ "$(grep -c soprun commands)" -ge 7 ] || { echo "the commands were not found"; exit 1; }
sh -e commands || exit 1
[ "$(build/soprun show 1 --format json --store build/office.db | jq -r .state)" = running ] || exit 1
