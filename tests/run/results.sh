# Where results go: never over the text they are made from, through links,
# and every file that was made is named.
. "$(dirname "$0")/sopc-common"
rm -rf "$SCRATCH/results" && mkdir -p "$SCRATCH/results" && cd "$SCRATCH/results" || exit 1
echo 'office o "O" { actor a "A" }' >o.sop
printf 'use "o.sop"\nsop x "X" of o { step s "S" by a time 1 minute }\n' >x.sop
cp x.sop kept && cp o.sop o.kept && ln -s x.sop link.sop && ln x.sop hard.sop

for out in x.sop ./x.sop link.sop hard.sop ../results/o.sop; do
    expect 2 'is the text' "$SOPC" build x.sop -o "$out"
    expect 2 'is the text' "$SOPC" draw x.sop -T pdf -o "$out"
    expect 2 'is the text' "$SOPC" export x.sop -T json -o "$out"
    same x.sop kept
    same o.sop o.kept
done

# a link stays a link, as fmt keeps them
echo old >real.svg && ln -s real.svg link.svg && ln -s new.svg hanging.svg
expect 0 '' "$SOPC" draw x.sop -o link.svg
[ -L link.svg ] && grep -q '<svg' real.svg || complain "a link was replaced"
expect 0 '' "$SOPC" draw x.sop -o hanging.svg
[ -L hanging.svg ] && grep -q '<svg' new.svg || complain "a link to a file not yet there was replaced"

# several pages are several files: each is named
{ echo 'sop y "Y" { actor a "A"'; for i in $(seq 60); do echo "step s$i \"S\" by a time 1 minute"; done; echo '}'; } >y.sop
expect 0 'y-1.png' "$SOPC" draw y.sop -o y.png
expect 0 'y-2.png' "$SOPC" draw y.sop -o y.png
[ -s "$SCRATCH/out" ] && complain "talk on the standard output"
[ -s y-1.png ] && [ -s y-2.png ] || complain "no two pages"
expect 0 'no faults|without a fault' "$SOPC" draw --check x.sop
expect 0 '' "$SOPC" draw --check --messages en x.sop
[ "$(wc -l <"$SCRATCH/err")" = 1 ] || complain "draw --check does not say one line"

# options that would do nothing are not taken
expect 2 'is one of official' "$SOPC" draw --style table x.sop -T svg
expect 0 '' "$SOPC" draw --style official x.sop -o style.svg
expect 2 'no option' "$SOPC" draw --items 1000 x.sop
expect 2 'is one of auto' "$SOPC" build --color bogus x.sop
expect 2 'is one of auto' "$SOPC" check --color bogus x.sop
expect 2 'is one of none.critical.time.actor' "$SOPC" draw --color bogus x.sop -T svg
expect 2 'is one of none.critical.time.actor' "$SOPC" --color always draw x.sop -T svg
expect 2 'is one of auto' "$SOPC" draw --messages-color red x.sop -T svg
expect 2 'is one of auto' "$SOPC" check --color time x.sop
expect 2 'is one of parse' "$SOPC" check --trace=bogus x.sop
expect 2 'is one of json' "$SOPC" export -T xml x.sop
expect 0 '' "$SOPC" draw --color critical --messages-color never x.sop -o color.svg

# faults past the twentieth: the way to them is told
{ echo 'sop z "Z" { actor a "A"'; for i in $(seq 25); do echo "step s$i \"S\" by b$i time 1 minute"; done; echo '}'; } >z.sop
expect 1 'and 5 more \(.*--format short shows all\)' "$SOPC" check z.sop
exit $failed
