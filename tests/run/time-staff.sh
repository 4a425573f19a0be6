# sopc time: its options are read strictly, staff is counted as the rule book
# says, and several procedures end in a table of all of them.
. "$(dirname "$0")/sopc-common"
rm -rf "$SCRATCH/time" && mkdir -p "$SCRATCH/time" && cd "$SCRATCH/time" || exit 1
cat >o.sop <<'SOP'
office o "Office" { actor clerk "Clerk" actor guest "Guest" outside }
SOP
cat >a.sop <<'SOP'
use "o.sop"
sop first "First" of o {
    step ask "Asks" by guest time 30 minutes
    step one "Writes" by clerk time 10 minutes per item wait 1 day
}
SOP
cat >b.sop <<'SOP'
use "o.sop"
sop second "Second" of o { step two "Files" by clerk time 90 minutes }
SOP

# one convention for shares, whole numbers in figures alone
for bad in 0.1 101 -1 10%% 1e1 ten '' 1,5 .5; do
    expect 2 'percentage' "$SOPC" time a.sop --rework "$bad"
done
for good in 0 10 10% 12.5% 0.5% 100%; do
    expect 0 Writes "$SOPC" time a.sop --rework "$good"
done
for option in items volume effective; do
    for bad in 0 -3 1.000 1_000 2,5 x '' 99999999999999999999; do
        expect 2 "$option. is a whole number" "$SOPC" time a.sop --$option "$bad"
    done
done
expect 2 'only with .--volume' "$SOPC" time a.sop --effective 72000
expect 2 'bilangan bulat' "$SOPC" time a.sop --volume 2.400 --messages id

# waiting is no work, a guest is no staff
"$SOPC" time a.sop --items 5 --volume 3000 --format json >json
[ "$(jq -c '[.items, .work_minutes, .wait_minutes, .volume, .effective_minutes,
             (.actors | map(.staff))]' json)" = '[5,80,480,3000,75000,[2,null]]' ] ||
    complain "staff of one: $(jq -c '.actors' json)"
expect 0 'rule books differ' "$SOPC" time a.sop --volume 3000
expect 0 '72000' "$SOPC" time a.sop --volume 3000 --effective 72000
grep -q 'rule books' "$SCRATCH/out" && complain "it was said which to take"

# several procedures: one line for each actor
"$SOPC" time . --volume 750 --format json >json
[ "$(jq -c '.office | [(.sops | map(.sop)), (.sops | map(.hours_a_year)),
             (.actors | map([.name, .office, .sops, .minutes_a_year, .staff]))]' json)" = \
    '[["first","second"],[125,1125],[["Clerk","o",2,75000,1],["Guest","o",1,22500,null]]]' ] ||
    complain "an office of two: $(jq -c .office json)"
expect 0 '^All 2 procedures together' "$SOPC" time . --volume 750
grep -q '^Clerk  *2  *75000  *1.00$' "$SCRATCH/out" || complain "no line of the clerk"
grep -q '^Guest  *1  *22500  *-$' "$SCRATCH/out" || complain "no line of the guest"
grep -q '^Together: 1250 hours of work a year, 1.00 people$' "$SCRATCH/out" || complain "no sum"
expect 0 'A case of each' "$SOPC" time .
grep -q Staff "$SCRATCH/out" && complain "staff without a volume"
expect 0 'Keseluruhan 2 prosedur' "$SOPC" time . --messages id
expect 0 '' "$SOPC" time a.sop
grep -q 'together' "$SCRATCH/out" && complain "one procedure has a table of all"
exit $failed
