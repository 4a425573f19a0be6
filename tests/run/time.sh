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
exit $failed
