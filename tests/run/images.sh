# Images: the same text gives the same bytes, wherever it lies; English and
# Indonesian give the same id; what sopc writes, soprun finds valid.
: "${SOPC:?run by tests/run-all}" "${SOPRUN:?}" "${SCRATCH:?}"
failed=0
complain() { echo "$*"; failed=1; }

id() { "$SOPC" build "$1" -o "$2" | sed 's/.* //'; }

for path in $(find examples -name '*.sop' ! -name dinas.sop | sort); do
    one=$(id "$path" "$SCRATCH/one.sopb")
    two=$(id "./$path" "$SCRATCH/two.sopb")
    [ -n "$one" ] && [ "$one" = "$two" ] || complain "$path: two ids"
    cmp "$SCRATCH/one.sopb" "$SCRATCH/two.sopb" || complain "$path: two builds differ"
    "$SOPRUN" verify "$SCRATCH/one.sopb" >/dev/null || complain "$path: not valid"
    "$SOPRUN" dump "$SCRATCH/one.sopb" | grep -q "$one" || complain "$path: the dump lacks the id"
done

mkdir -p "$SCRATCH/elsewhere"
cp -R examples/sulteng "$SCRATCH/elsewhere/"
path=sulteng/pengumpulan-data-kinerja.sop
id "examples/$path" "$SCRATCH/one.sopb" >/dev/null
id "$SCRATCH/elsewhere/$path" "$SCRATCH/two.sopb" >/dev/null
cmp "$SCRATCH/one.sopb" "$SCRATCH/two.sopb" || complain "the folder changes the bytes"

en=$(id tests/golden/kept.sop "$SCRATCH/en.sopb")
indonesian=$(id tests/golden/kept-id.sop "$SCRATCH/id.sopb")
[ -n "$en" ] && [ "$en" = "$indonesian" ] || complain "two languages, two ids: $en $indonesian"
exit $failed
