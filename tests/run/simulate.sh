# soprun simulate against sopc time: for each example, textbook case and pattern the
# mean of 20,000 cases is the expected time (within 4.5 standard errors), or lies
# between its bounds; so with the standard deviation, visits and actors' minutes,
# less sharply. What never ends to one is given up by the other.
. "$(dirname "$0")/sopc-common"
cat >"$SCRATCH/agree.jq" <<'JQ'
# $t: of sopc time, $s: of soprun simulate
def near($name; $have; $want; $most):
    if $want == null or ($have - $want | fabs) <= $most then empty
    else "\($name) is \($have), sopc time says \($want)" end;
def rows: [.schedule[] | {key: .row, value: .}] | from_entries;
def actors: [.actors[] | {key: .actor, value: .}] | from_entries;
($t | rows) as $rows | ($t | actors) as $actors | $s.minutes as $m |
($m.stderr * 4.5 + 1e-4 * $m.mean + 1e-9) as $slack |
near("the mean"; $m.mean; $t.expected.minutes; $slack),
near("the standard deviation"; $m.stddev; $t.expected.stddev; 0.08 * $m.stddev + 1e-6),
(select($t.expected.method == "bounds" and $t.expected.low != null) |
    select($m.mean < $t.expected.low - $slack or
           $t.expected.high != null and $m.mean > $t.expected.high + $slack) |
    "the mean is \($m.mean), not between \($t.expected.low) and \($t.expected.high)"),
($s.rows[] | near("visits of \(.row)"; .visits_per_case; $rows[.row].visits;
                  0.03 + 0.04 * .visits_per_case)),
($s.actors[] | near("the minutes of \(.actor)"; .minutes; $actors[.actor].expected_minutes;
                    0.01 + 0.06 * .minutes))
JQ
agree() { # FILE: has an image in $SCRATCH/case.sopb
    "$SOPC" time --format json "$1" >"$SCRATCH/time" || complain "$1: no report"
    if [ "$(jq .expected.ends "$SCRATCH/time")" = false ]; then
        expect 4 'case [0-9]+ was given up' \
            "$SOPRUN" simulate "$SCRATCH/case.sopb" --messages en
        return
    fi
    "$SOPRUN" simulate "$SCRATCH/case.sopb" --cases 20000 --seed 1 --format json >"$SCRATCH/sim" ||
        complain "$1: no simulation"
    says=$(jq -n -r --slurpfile a "$SCRATCH/time" --slurpfile b "$SCRATCH/sim" \
        "\$a[0] as \$t | \$b[0] as \$s | $(cat "$SCRATCH/agree.jq")" 2>&1)
    [ -z "$says" ] || complain "$1:
$says"
    n=$((n + 1))
}
n=0
for sop in $(grep -lE '^sop ' examples/*/*.sop) tests/time/*.sop; do
    "$SOPC" build "$sop" -o "$SCRATCH/case.sopb" >/dev/null || complain "$sop: no image"
    agree "$sop"
done
[ "$n" -ge 35 ] || complain "only $n procedures found"
n=0
for sop in tests/patterns/*.sop tests/run/*.sop; do   # some are not sound, some are several
    "$SOPC" build "$sop" -o "$SCRATCH/case.sopb" >/dev/null 2>&1 && agree "$sop"
done
[ "$n" -ge 30 ] || complain "only $n patterns found"

# What a seed gives, it gives again; the lines that sopc time names work.
sop=tests/time/bridge.sop
line=$("$SOPC" time --format json --rework 20% "$sop" | jq -r .expected.simulate)
want="sopc build $sop && soprun simulate bridge.sopb --rework 20%"
[ "$line" = "$want" ] || complain "sopc time says: $line"
"$SOPC" time --messages en "$sop" | grep -qF "  sopc build $sop && soprun simulate bridge.sopb" ||
    complain "the table lacks the line"
cp "$sop" "$SCRATCH/it's a bridge.sop"
(cd "$SCRATCH" && sopc() { "$SOPC" "$@"; } && soprun() { "$SOPRUN" "$@"; } &&
    eval "$(sopc time --format json "it's a bridge.sop" | jq -r .expected.simulate)") >"$SCRATCH/out" ||
    complain "the line of a path with blanks does not work"
[ "$("$SOPC" time --format json tests/time/coin-hth.sop | jq .expected.simulate)" = null ] ||
    complain "an exact figure needs no simulation"
"$SOPC" build "$sop" -o "$SCRATCH/b.sopb" >/dev/null
"$SOPRUN" simulate "$SCRATCH/b.sopb" >"$SCRATCH/one" 2>"$SCRATCH/err"
"$SOPRUN" simulate "$SCRATCH/b.sopb" --cases 100000 --seed 1 --rework 10% --items 1 >"$SCRATCH/two"
same "$SCRATCH/one" "$SCRATCH/two"
[ -s "$SCRATCH/err" ] && complain "it talks into a pipe"
expect 0 '"cases": 1,' "$SOPRUN" simulate "$SCRATCH/b.sopb" --cases 1 --format json
expect 0 '"stddev": null' "$SOPRUN" simulate "$SCRATCH/b.sopb" --cases 1 --format json
expect 0 '^Simpangan baku +-$' "$SOPRUN" simulate "$SCRATCH/b.sopb" --cases 1 --messages id
expect 0 'within 1 %' "$SOPRUN" simulate "$SCRATCH/b.sopb" --cases 1000001
[ "$(awk 'length > 80' "$SCRATCH/one")" = "" ] || complain "the table is wider than 80 columns"

# A row that calls and only waits besides lasts the called case and its wait, to both.
cat >"$SCRATCH/calling.sop" <<'SOP'
sop calling "Calls" {
    actor a "A"
    step ask "Asks" calls called wait 5 minutes
    step quick "Asks quickly" calls called time 1 minute
}
sop called "Is called" {
    actor a "A"
    step work "Works" by a time 3 minutes
}
SOP
(cd "$SCRATCH" && "$SOPC" build calling.sop >/dev/null)
expect 0 'Expected +9 minutes' "$SOPC" time "$SCRATCH/calling.sop" --sop calling
expect 0 '^  own report \(no. 1\)' "$SOPC" time "$SCRATCH/calling.sop" --sop calling
expect 0 '"mean": 9.0' "$SOPRUN" simulate "$SCRATCH/calling.sopb" --format json
expect 0 'is played too.*\(no. 1\)' "$SOPRUN" simulate "$SCRATCH/calling.sopb"
expect 0 'the row that calls it' "$SOPRUN" simulate "$SCRATCH/calling.sopb"

# What does not go.
for bad in 0 -1 1e6 1000000001 x ''; do
    expect 2 'cases' "$SOPRUN" simulate "$SCRATCH/b.sopb" --cases "$bad"
done
expect 2 'whole number from 0' "$SOPRUN" simulate "$SCRATCH/b.sopb" --seed 9007199254740992
expect 2 'write the sign' "$SOPRUN" simulate "$SCRATCH/b.sopb" --rework 0.1
expect 2 'bilangan bulat' "$SOPRUN" simulate "$SCRATCH/b.sopb" --items 0 --messages id
expect 2 'no option `--arrivals`' "$SOPRUN" simulate "$SCRATCH/b.sopb" --arrivals 5
expect 2 'table.json' "$SOPRUN" simulate "$SCRATCH/b.sopb" --format human
expect 1 'not a compiled SOP' "$SOPRUN" simulate "$sop"
expect 1 'no valid image' "$SOPRUN" simulate /bin/sh
expect 3 'no file' "$SOPRUN" simulate "$SCRATCH/none.sopb"
cat >"$SCRATCH/round.sop" <<'SOP'
sop round "Round and round" {
    actor a "A"
    step work "Works" by a time 1 minute
    decision check "Checks" by a time 1 minute
        yes 0%
        no 100% -> work
}
SOP
"$SOPC" build "$SCRATCH/round.sop" -o "$SCRATCH/round.sopb" >/dev/null
expect 4 'case 1 was given up.*`round`' "$SOPRUN" simulate "$SCRATCH/round.sopb"
expect 4 'kasus 1 dihentikan' "$SOPRUN" simulate "$SCRATCH/round.sopb" --messages id
exit $failed
