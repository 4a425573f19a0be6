# The eleven real SOPs against what was read from the scanned originals: the
# figures in tests/seeds/expected.json, and every text where the originals'
# data lie beside the project (../shared/seeds).
: "${SOPC:?run by tests/run-all}" "${SOPRUN:?}" "${SCRATCH:?}"
expected=tests/seeds/expected.json
failed=0

complain() { echo "$*"; failed=1; }

# The figures of one exported SOP, in the shape of expected.json.
figures='.sops[0] | {
    title,
    rows: [.rows[] | select(.no)] | length,
    decisions: [.rows[] | select(.kind == "decision")] | length,
    actors: [.actors[].name],
    each: [.rows[] | select(.each) | .no],
    joint: [.rows[] | select((.actors | length) > 1 and .mode == "all") | .no],
    branches: (([.rows[] | {(.id): .no}] | add) as $no |
        [.rows[] | select(.kind == "decision") |
         {("\(.no)"): ([.outcomes[] | {(.label): $no[.to]}] | add)}] | add // {})
}'

# One exported SOP in the shape of the originals' data.
as_seed='.sops[0] | (([.rows[] | {(.id): .no}] | add)) as $no |
    (([.actors[] | {(.id): .name}] | add)) as $name | {
    title, unit, number, created, revised, effective, approved_by,
    legal_basis: .basis, qualifications: .qualification, related, equipment,
    warnings: .warning, records,
    actors: [.actors[].name],
    steps: [.rows[] | {no, text, actors: [.actors[] | $name[.]], inputs, outputs, note,
        duration: .work, multi_instance: .each,
        decision: (if .kind == "decision"
                   then [.outcomes[] | {(.label): {to: $no[.to]}}] | add else null end)}]
}'
of_seed='([.actors[] | {(.id): .name}] | add) as $name | {
    title, unit, number, created, revised, effective, approved_by,
    legal_basis, qualifications, related, equipment, warnings, records,
    actors: [.actors[].name],
    steps: [.steps[] | {no, text, actors: [.actors[] | $name[.]], inputs, outputs, note,
        duration, multi_instance, decision}]
}'

seed_of() {
    case $1 in
    examples/gowa/*) echo 000 ;;
    examples/purwakarta/*) echo 001 ;;
    */pengumpulan-data-kinerja.sop) echo 002a ;;
    */penetapan-perjanjian-kinerja.sop) echo 002b ;;
    */penyusunan-lkjip.sop) echo 002c ;;
    */indikator-kinerja-individu.sop) echo 002d ;;
    */rencana-aksi-kinerja.sop) echo 002e ;;
    */pelaksanaan-pengukuran-kinerja.sop) echo 002f ;;
    */laporan-kinerja-individu.sop) echo 002g ;;
    examples/jambi/*) echo 003 ;;
    examples/kbb/*) echo 004 ;;
    esac
}

minutes=0 decisions=0 n=0 n_texts=0
for path in $(jq -r 'keys[]' $expected); do
    n=$((n + 1))
    "$SOPC" export -T json "$path" >"$SCRATCH/export" || complain "$path: no export"
    jq -S "$figures" "$SCRATCH/export" >"$SCRATCH/have"
    jq -S ".[\"$path\"] | del(.straight_through_minutes_480)" $expected >"$SCRATCH/want"
    diff -u "$SCRATCH/want" "$SCRATCH/have" || complain "$path: figures differ"
    want=$(jq ".[\"$path\"].straight_through_minutes_480" $expected)
    have=$("$SOPC" time --format json "$path" | jq .straight_through_minutes)
    [ "$want" = "$have" ] || complain "$path: $have minutes straight through, not $want"
    minutes=$((minutes + have))
    decisions=$((decisions + $(jq .decisions "$SCRATCH/have")))
    for seed in ../shared/seeds/"$(seed_of "$path")"-*.json; do
        [ -e "$seed" ] || continue
        n_texts=$((n_texts + 1))
        jq -S "$as_seed" "$SCRATCH/export" >"$SCRATCH/have"
        jq -S "$of_seed" "$seed" >"$SCRATCH/want"
        diff -u "$SCRATCH/want" "$SCRATCH/have" || complain "$path: texts differ"
    done
done
[ "$n" = 11 ] || complain "$n SOPs, not eleven"
[ "$minutes" = 51665 ] || complain "$minutes minutes in all, not 51,665"
[ "$decisions" = 52 ] || complain "$decisions decisions in all, not 52"
[ "$n_texts" = 11 ] ||
    echo "note: $n_texts of 11 texts compared word for word: the originals' data (../shared/seeds) are not here"
exit $failed
