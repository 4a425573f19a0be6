# Many files in one call: nothing is hidden, nothing told twice, and a file
# that cannot be used does not take the others with it.
. "$(dirname "$0")/sopc-common"
rm -rf "$SCRATCH/folders" && mkdir -p "$SCRATCH/folders" && cd "$SCRATCH/folders" || exit 1
count() { grep -cE -- "$1" "$SCRATCH/out"; }
body='actor a "A" step s "S" by a time 1 minute'

# a fault that lies in a file of the folder and comes to light in another
mkdir two && cd two || exit 1
echo 'office acme "A" { }' >one.sop
echo 'office acme "B" { }' >two.sop
printf 'use "one.sop"\nuse "two.sop"\nsop x "X" of acme { %s }\n' "$body" >main.sop
cd ..
expect 1 E0209 "$SOPC" check two/main.sop
expect 1 E0209 "$SOPC" check two
[ "$(count 'E0209')" = 1 ] || complain "E0209 is not told once"
expect 1 '3 files: 1 error, 0 warnings' "$SOPC" check two

# the faults of a file that many use are told once, whatever path leads there
mkdir many && cd many || exit 1
{ echo 'office o "O" {'; for i in 1 2 3; do echo "  actor a$i \"A\" actor a$i \"B\""; done; echo '}'; } >o.sop
for i in 1 2 3; do printf 'use "o.sop"\nsop x "X" of o { %s }\n' "$body" >u$i.sop; done
cd ..
"$SOPC" check --format json many/o.sop many many/../many/o.sop >json
[ "$(jq '.errors, (.diagnostics | length)' json | tr '\n' ' ')" = '3 3 ' ] || { complain "not 3 errors once"; cat json; }
expect 1 '' "$SOPC" check many/u1.sop many/o.sop

# files that use each other; two that use one office do not
mkdir circle && cd circle || exit 1
printf 'use "b.sop"\nuse "b.sop"\nsop x "X" { %s }\n' "$body" >a.sop
printf 'use "c.sop"\n' >b.sop && printf 'use "a.sop"\n' >c.sop
printf 'use "self.sop"\nsop x "X" { %s }\n' "$body" >self.sop
cd ..
expect 1 'c.sop:1:5: error.E0911' "$SOPC" check --format short circle/a.sop
[ "$(count 'E09')" = 1 ] || complain "the circle is not told once"
expect 1 'self.sop:1:5: error.E0911' "$SOPC" check --format short circle/self.sop
echo 'use "slef.sop"' >circle/near.sop
expect 1 'did you mean .circle/self.sop' "$SOPC" check circle/near.sop
echo 'use "../nobody.sop"' >circle/out.sop
expect 1 'E0906' "$SOPC" check circle/out.sop
"$SOPC" check - <circle/out.sop 2>&1 | grep -q E0906 || complain "stdin may use what lies outside"

# one file, its own language; one of a thing is no plural
printf 'language id\nsop x "X" { pelaksana a "A" langkah s "S" oleh b waktu 1 menit }\n' >id.sop
printf 'sop x "X" { actor a "A" step s "S" by b time 1 minute }\n' >en.sop
expect 1 '1 berkas: 1 kesalahan' "$SOPC" check id.sop
expect 1 '1 file: 1 error, 0 warnings' "$SOPC" check en.sop
expect 1 '2 files: 2 errors, 0 warnings' "$SOPC" check en.sop id.sop
expect 1 'file: 1 error' "$SOPC" check --messages en id.sop

# a file without a sop is said to be one, and no fault
: >empty.sop
expect 0 'no sop in .empty.sop.' "$SOPC" check empty.sop
expect 0 '' "$SOPC" check two/one.sop two/two.sop

# only one sop of a file
printf 'sop x "X" { %s }\nsop y "Y" { step s "S" by b time 1 minute }\n' "$body" >pair.sop
expect 0 '' "$SOPC" check --sop x pair.sop
expect 1 E0201 "$SOPC" check --sop y pair.sop
expect 1 E0201 "$SOPC" check pair.sop
expect 2 'no sop .z. in' "$SOPC" check --sop z pair.sop
expect 2 'no sop .z. in' "$SOPC" check --sop z pair.sop en.sop

# times: those that can be told are told
mkdir times && cd times || exit 1
echo 'office o "O" { }' >a-office.sop
printf 'sop x "First" { actor a "A" step s "S" by b time 1 minute }\n' >b-bad.sop
printf 'sop x "Second" { %s }\n' "$body" >c.sop
printf 'sop y "Third" { %s }\nsop z "Fourth" { %s }\n' "$body" "$body" >d.sop
cd ..
expect 1 'E0201' "$SOPC" time times
grep -q Second "$SCRATCH/out" && grep -q Fourth "$SCRATCH/out" || complain "a faulty file took the tables of others"
grep -q office "$SCRATCH/err" && complain "an office is told about"
expect 1 'Third' "$SOPC" time --sop y times
grep -qE 'Second|Fourth' "$SCRATCH/out" && complain "--sop y tells others"
expect 0 'Third' "$SOPC" time --sop y times/a-office.sop times/c.sop times/d.sop
expect 2 'no sop .q.' "$SOPC" time --sop q times/c.sop times/d.sop
"$SOPC" time --format json times/a-office.sop times/c.sop times/d.sop >json
jq -e '(.office.sops | map(.sop)) == ["x", "y", "z"] and (.office.actors | length) == 1 and
       .office.actors[0].sops == 3 and .office.actors[0].staff == null' json >/dev/null ||
    complain "several SOPs have no office"
[ "$(jq -r '.format_version, (.sops | map(.sop) | join(" "))' json | tr '\n' ' ')" = '1 x y z ' ] || complain "several SOPs are not one document"
"$SOPC" time --format json times/c.sop >json
jq -e '.sop == "x" and .expected.minutes == 1 and .expected.method == "exact" and
       .schedule[0].visits == 1 and .actors[0].expected_minutes == 1 and
       (.actors[0] | has("staff"))' json >/dev/null || complain "keys are missing"

# a folder that cannot be read is told, and the others are looked through
mkdir -p bad/locked bad/open && echo 'office o "O" {' >bad/open/x.sop
chmod 000 bad/locked
if ! ls bad/locked >/dev/null 2>&1; then
    expect 3 'E0' "$SOPC" check bad
    expect 3 'locked.* cannot be read' "$SOPC" check bad
fi
chmod 700 bad/locked
mkdir hollow
expect 1 'E0' "$SOPC" check hollow bad
expect 1 'no .sop files in .hollow' "$SOPC" check hollow bad

# links that lead in a ring
ln -s loop.sop loop.sop
expect 3 'links lead in a circle' "$SOPC" check loop.sop
exit $failed
