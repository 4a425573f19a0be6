# The doors of sopc time: a case on real days, the rows for spreadsheets.
. "$(dirname "$0")/sopc-common"

gowa=examples/gowa/pengukuran-kinerja.sop
english=examples/en/equipment-calibration.sop

# ---- --start -------------------------------------------------------------
expect 0 'Started Friday 6 March 2026 14:00, it ends Wednesday 11 March 09:15 if nothing' \
    "$SOPC" time $english --start 2026-03-06T14:00
expect 0 'Monday to Friday, 08:00-16:00, without holidays' "$SOPC" time $english --start 2026-03-06
expect 0 'Dimulai Senin 2 Maret 2026 08:00, selesai Senin 2 Maret 14:35 bila' \
    "$SOPC" time $gowa --start 2026-03-02
expect 0 'Dimulai Sabtu 7 Maret 2026 09:30, selesai Senin 9 Maret 14:35' \
    "$SOPC" time $gowa --start 2026-03-07T09:30
for bad in soon 2026-02-30 2026-03-02T24:00 2026-03-02T08:00:00 2026-03-02T08:00+08:00 ''; do
    expect 2 'is no moment: write a date that exists, as .2026-03-02' \
        "$SOPC" time --messages en $gowa --start "$bad"
    expect 2 'bukan waktu: tulis tanggal yang ada' "$SOPC" time --messages id $gowa --start "$bad"
done
expect 0 '"end": "2026-03-02T14:35:00"' "$SOPC" time $gowa --format json --start 2026-03-02T08:00
jq -e '.plan.rows | length == 10 and .[9].ends == "2026-03-02T14:35:00"' "$SCRATCH/out" >/dev/null ||
    complain 'the rows of the plan'
expect 0 '"plan": null' "$SOPC" time $gowa --format json

# ---- a calendar that never opens ------------------------------------------
cat >"$SCRATCH/closed.sop" <<'EOF'
sop closed "Closed" {
    calendar { mon..fri 08:00-16:00   holiday 2026-01-01..9999-12-31 }
    actor a "A"
    step s "S" by a time 1 minute
}
sop long "Long" { actor a "A"   step s "S" by a time 900000 months }
sop open "Open" { actor a "A"   step s "S" by a time 1 minute }
EOF
expect 1 '.closed. never ends' "$SOPC" time --sop closed --start 2026-03-02 "$SCRATCH/closed.sop"
expect 1 '.long. begun on 2026-03-02 does not end before the year 10000' \
    "$SOPC" time --sop long --start 2026-03-02 "$SCRATCH/closed.sop"
expect 1 'Time: Open' "$SOPC" time --start 2026-03-02 "$SCRATCH/closed.sop"
expect 1 'tidak pernah selesai' \
    "$SOPC" time --messages id --sop closed --start 2026-03-02 "$SCRATCH/closed.sop"
expect 0 'Time: Closed' "$SOPC" time --sop closed "$SCRATCH/closed.sop"

# ---- --format csv ----------------------------------------------------------
expect 0 '^pengukuran,perintah,1,Kepala SKPD .*,kepala,5,0,0,5,0,5,0,' \
    "$SOPC" time --format csv $gowa --start 2026-03-02
[ "$(wc -l <"$SCRATCH/out")" = 11 ] || complain 'a line for the names and for each of ten rows'
[ "$(grep -c "$(printf '\r')\$" "$SCRATCH/out")" = 11 ] || complain 'lines end with CR LF'
grep -q '2026-03-02T08:00:00,2026-03-02T08:05:00' "$SCRATCH/out" || complain 'no moments'
expect 0 '' "$SOPC" time --format csv examples/sulteng
[ "$(grep -c '^sop,row,no,' "$SCRATCH/out")" = 1 ] || complain 'the names of the columns stand once'
[ "$(cut -d, -f1 "$SCRATCH/out" | sort -u | wc -l)" = 8 ] || complain 'seven SOPs in one table'
expect 2 'is one of table.json.csv' "$SOPC" time --messages en --format xml $gowa

# ---- --gantt ----------------------------------------------------------------
whole()  # FILE...: each is there and well-formed
{
    for file; do
        [ -s "$file" ] && xmllint --noout "$file" 2>"$SCRATCH/err" ||
            complain "$file: $(cat "$SCRATCH/err")"
    done
}
mkdir -p "$SCRATCH/gantt"
for file in examples/*/*.sop; do
    [ "$file" = examples/sulteng/dinas.sop ] && continue
    expect 0 '' "$SOPC" time "$file" --gantt "$SCRATCH/gantt/plain.svg"
    expect 0 '' "$SOPC" time "$file" --gantt "$SCRATCH/gantt/days.svg" --start 2026-03-02
    whole "$SCRATCH/gantt/plain.svg" "$SCRATCH/gantt/days.svg"
done
expect 0 '' "$SOPC" time examples/sulteng --gantt "$SCRATCH/gantt/many.svg"
[ "$(ls "$SCRATCH/gantt" | grep -c '^many-')" = 7 ] || complain 'a chart for each of seven SOPs'
whole "$SCRATCH"/gantt/many-*.svg
expect 0 '' "$SOPC" time examples/sulteng --sop lkjip --gantt "$SCRATCH/gantt/one.svg"
expect 0 '"format_version"' "$SOPC" time $gowa --format json --gantt "$SCRATCH/gantt/json.svg"
whole "$SCRATCH/gantt/json.svg"
for bad in - chart.png chart .svg "$SCRATCH/.svg"; do
    expect 2 'name a file that ends in .svg' "$SOPC" time --messages en $gowa --gantt "$bad"
    expect 2 'sebutkan berkas berakhiran .svg' "$SOPC" time --messages id $gowa --gantt "$bad"
done
expect 3 'cannot be written' "$SOPC" time --messages en $gowa --gantt /nowhere/chart.svg
cp $gowa "$SCRATCH/one.svg"
cmp -s $gowa "$SCRATCH/one.svg" && expect 2 'is the text itself' \
    "$SOPC" time --messages en "$SCRATCH/one.svg" --gantt "$SCRATCH/one.svg"
mkdir -p "$SCRATCH/twice" && cp $gowa "$SCRATCH/twice/a.sop" && cp $gowa "$SCRATCH/twice/b.sop"
expect 2 'a second SOP is named .pengukuran' \
    "$SOPC" time --messages en "$SCRATCH/twice" --gantt "$SCRATCH/twice/chart.svg"
awk 'BEGIN { print "sop long \"Long\" {\nactor a \"A\""
    for (i = 0; i < 2001; i++) printf "step s%d \"S\" by a time 1 minute\n", i
    print "}" }' >"$SCRATCH/long.sop"
expect 4 'it has 2001 rows, and more than 2000 cannot be read' \
    "$SOPC" time "$SCRATCH/long.sop" --gantt "$SCRATCH/gantt/long.svg"
sed -i '/step s2000 /d' "$SCRATCH/long.sop"
expect 0 '' "$SOPC" time "$SCRATCH/long.sop" --gantt "$SCRATCH/gantt/long.svg" --start 2026-03-02
whole "$SCRATCH/gantt/long.svg"
cat >"$SCRATCH/hostile.sop" <<'EOF'
sop h "</title><script>alert(1)</script> & \"x\"" {
    number "]]>" unit "<b>"
    calendar { mon..fri 08:00-16:00 holiday 2026-03-03 "</text><a href='x'>" }
    actor a "<i>&amp;</i>"
    phase "<!--"
    step s "-->]]><svg onload=\"x\">" by a time 3 days wait 1 day
}
EOF
expect 0 '' "$SOPC" time "$SCRATCH/hostile.sop" --gantt "$SCRATCH/gantt/h.svg" --start 2026-03-02
whole "$SCRATCH/gantt/h.svg"
grep -qE '<(script|b|i|a|svg on)' "$SCRATCH/gantt/h.svg" && complain "texts became elements"
exit $failed
