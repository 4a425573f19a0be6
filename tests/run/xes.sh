#!/bin/sh
# The log as XES: valid by our own schema (tests/xes.xsd), escaped, and with all that is
# needed to replay it: every event fits the procedure that it is of.
. "$(dirname "$0")/soprun-common"

replay=${samples%/*}/test_check
valid()
{
    xmllint --noout --nonet --schema "$root/tests/xes.xsd" "$1" 2>"$folder/err" ||
        fail "not valid: $(cat "$folder/err")"
}

"$replay" --work many.db 500 >/dev/null || fail 'no work was done'
run 0 log --store many.db --format xes
cp "$folder/out" many.xes
valid many.xes
for sop in purchase approve tender race invite divide; do
    "$replay" --xes $sop.sopb many.xes >"$folder/out" || fail "$sop: $(cat "$folder/out")"
done
# every transition that there is: tasks offered and done, late or withdrawn, a case given up
for transition in schedule complete ate_abort pi_abort unknown; do
    grep -q "lifecycle:transition\" value=\"$transition\"" many.xes || fail "no $transition"
done
# each task is scheduled once, and what was scheduled and is not open is over once
count() { xmllint --xpath "count(//*[local-name()='event'][*[@value='$1']])" many.xes; }
[ "$(count schedule)" -gt "$(count ate_abort)" ] || fail 'tasks were taken away that were not there'

# one case, claims, and texts that XML has to escape
export SOPRUN_STORE=s.db
run 0 deploy approve.sopb
run 0 start approve --as 'A & B <c@d>'
run 0 claim 1 --as ani
run 0 release 1 --as ani
run 0 done 1 --as 'A & B <c@d>' --note 'a "quote", 1 < 2 &amp; more
in two lines'
run 0 cancel 1 --reason 'no more' --as ani
run 0 log 1 --format xes
cp "$folder/out" one.xes
valid one.xes
says 'org:resource" value="A &amp; B &lt;c@d&gt;"'
says 'note" value="a &quot;quote&quot;, 1 &lt; 2 &amp;amp; more in two lines"'
for transition in schedule assign withdraw complete ate_abort pi_abort; do
    says "lifecycle:transition\" value=\"$transition\""
done
"$replay" --xes approve.sopb one.xes >"$folder/out" || fail "$(cat "$folder/out")"
run 1 log 7 --format xes
run 2 log 1 --format xml;                       tells 'xes'

exit $failed
