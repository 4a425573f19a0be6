# Images: the same text gives the same bytes, wherever it lies; English and
# Indonesian give the same id; what sopc writes, soprun finds valid.
: "${SOPC:?run by tests/run-all}" "${SOPRUN:?}" "${SCRATCH:?}"
failed=0
complain() { echo "$*"; failed=1; }

id() { "$SOPC" build "$@" | sed 's/.* //'; } # FILE -o OUT ...

for path in $(find examples -name '*.sop' ! -name dinas.sop | sort); do
    one=$(id "$path" -o "$SCRATCH/one.sopb")
    two=$(id "./$path" -o "$SCRATCH/two.sopb")
    [ -n "$one" ] && [ "$one" = "$two" ] || complain "$path: two ids"
    cmp "$SCRATCH/one.sopb" "$SCRATCH/two.sopb" || complain "$path: two builds differ"
    "$SOPRUN" verify "$SCRATCH/one.sopb" >/dev/null || complain "$path: not valid"
    "$SOPRUN" dump "$SCRATCH/one.sopb" | grep -q "$one" || complain "$path: the dump lacks the id"
done

mkdir -p "$SCRATCH/elsewhere"
cp -R examples/sulteng "$SCRATCH/elsewhere/"
path=sulteng/pengumpulan-data-kinerja.sop
id "examples/$path" -o "$SCRATCH/one.sopb" >/dev/null
id "$SCRATCH/elsewhere/$path" -o "$SCRATCH/two.sopb" >/dev/null
cmp "$SCRATCH/one.sopb" "$SCRATCH/two.sopb" || complain "the folder changes the bytes"

same_in_both() { # name, options
    name=$1; shift
    en=$(id "tests/golden/$name.sop" -o "$SCRATCH/en.sopb" "$@")
    indonesian=$(id "tests/golden/$name-id.sop" -o "$SCRATCH/id.sopb" "$@")
    [ -n "$en" ] && [ "$en" = "$indonesian" ] || complain "$name: two ids: $en $indonesian"
}
same_in_both kept
same_in_both calls --sop buy
exit $failed
