# The edges of time: probabilities of 0, 1 and nearly 1, loops without a way out,
# durations of nothing, of ten years and of more than numbers hold, calendars
# without work. Each is told exactly or refused with a reason; none hangs.
. "$(dirname "$0")/sopc-common"
rm -rf "$SCRATCH/edges" && mkdir -p "$SCRATCH/edges" && cd "$SCRATCH/edges" || exit 1

# Rows as a procedure in x.sop.
rows() { printf 'sop x "X" {\n%s actor a "A"\n%s\n}\n' "$2" "$1" >x.sop; }

# ROWS JQ: the report says so; near(b) is within 1e-9 of it.
report() {
    rows "$1" ''
    timeout 20 "$SOPC" time --format json x.sop >json 2>err || complain "exit $?: $1: $(cat err)"
    jq -e "def near(b): . != null and ((. - b) | fabs) <= 1e-9 * ([1, b] | max); $2" json >/dev/null ||
        complain "not so: $2: $1: $(jq -c '[.straight_through_minutes, .critical_path, .expected, .schedule[].visits]' json)"
    timeout 20 "$SOPC" time x.sop >out 2>err || complain "no table: $1"
}

# ROWS CODE: refused with that code
refused() {
    rows "$1" ''
    expect 1 "$2" "$SOPC" time x.sop
}

rework() {
    echo "step w \"W\" by a time ${2:-8 minutes}
          decision c \"C\" by a time ${3:-2 minutes}
          $1"
}

# ---- probabilities
report "$(rework 'yes no 0% -> w')" '.expected | (.minutes | near(10)) and .stddev == 0'
report "$(rework 'yes 100% no -> w')" '.expected | (.minutes | near(10)) and .stddev == 0 and .p99 == 10'
report "$(rework 'yes no 99.9999% -> w')" \
    '.expected | (.minutes | near(1e7)) and (.stddev | near(1e7 * pow(0.999999; 0.5))) and .method == "exact"'
report "$(rework 'yes no 99.9999% -> w')" '[.schedule[].visits] | all(near(1e6))'
report "$(rework 'yes 0.0001% no -> w')" '.expected.minutes | near(1e7)'
report "$(rework 'yes no 0% at most 3 times -> w then -> w2
                  step w2 "W" by a time 5 minutes')" '.expected.minutes | near(15)'
report "$(rework 'yes no 100% at most 3 times -> w then -> w2
                  step w2 "W" by a time 5 minutes')" '.expected | (.minutes | near(45)) and .stddev == 0'
report "$(rework 'yes no 99.9999% at most 1_000 times -> w then -> w2
                  step w2 "W" by a time 5 minutes')" \
    '.expected.minutes | near(5 + 10 * (1 - pow(0.999999; 1001)) / 0.000001)'
refused "$(rework 'yes no 99.99999% -> w')" E0121
refused "$(rework 'yes 60% no 50% -> w')" E0317
refused "$(rework 'yes 0% no 0% -> w')" E0318
refused "$(rework 'yes no -1% -> w')" E01

# ---- no way out: never taken, or not there at all
report "$(rework 'yes 0% no -> w')" '.expected | .minutes == null and .ends == false and .p50 == null'
expect 0 'round for ever' "$SOPC" time x.sop
report "$(rework 'yes no 100% -> w')" '.expected.ends == false'
report "decision b \"B\" by a time 1 minute
            \"Often\" 100% -> e
            \"Never\" 0% -> w
        step e \"E\" by a time 6 minutes -> end
        $(rework 'yes 0% no -> w')" '.expected | (.minutes | near(7)) and .ends'
refused "$(rework '"Again" 60% -> w "More" 40% -> w')" E0403
report "$(rework 'yes no -> w')" '.rework == 0.1 and (.expected.minutes | near(10 / 0.9))'
timeout 20 "$SOPC" time --rework 100% --format json x.sop | jq -e '.expected.ends == false' >/dev/null ||
    complain "rework of 100 % ends"
timeout 20 "$SOPC" time --rework 0% --format json x.sop | jq -e '.expected.minutes == 10' >/dev/null ||
    complain "rework of 0 % costs"

# ---- durations
report "$(rework 'yes no 20% -> w' '0 minutes' '0 minutes')" \
    '.critical_path.minutes == 0 and .expected.minutes == 0 and .expected.stddev == 0 and
     .expected.p99 == 0 and ([.schedule[].critical] | all)'
report "step w \"W\" by a time 5..5 minutes
        step v \"V\" by a time 5..5..5 minutes
        step n \"N\" by a time normal 5 +- 0 minutes
        step e \"E\" by a time exponential 0 minutes" \
    '.expected.minutes == 15 and .expected.stddev == 0 and .expected.p99 == 15'
ten_years='120 months'   # 520 weeks of 2,400 minutes
report "$(rework 'yes no 20% -> w' "$ten_years" '0 minutes')" \
    '.straight_through_minutes == 1248000 and (.expected.minutes | near(1560000)) and
     (.expected.stddev | near(1248000 * pow(0.2; 0.5) / 0.8))'
report "step w \"W\" by a time $ten_years wait 3_650 calendar days" '.expected.minutes == 1248000 + 5256000'
report "$(rework 'yes no 20% -> w' "exponential $ten_years" '1 minute')" '.expected.minutes | near(1248001 / 0.8)'
refused 'step w "W" by a time 10 years' E0114
refused 'step w "W" by a time 7..5 minutes' E0503
refused 'step w "W" by a time 1e9 minutes' E01
# a thousand years beside a second
report 'step w "W" by a time exponential 1 second
        step v "V" by a time 12000 months' '.expected.minutes | near(124800000 + 1 / 60)'
report "$(rework 'yes no 20% -> w' '900000000000000 months')" '.expected.minutes | near(1.25 * 9.36e18 + 2.5)'

# ---- loops in loops, each left once in a million times: 1e6 to the power of 60
i=60 text='step s0 "S" by a time 1 minute'
while [ $i -gt 0 ]; do
    text="$text
          decision d$i \"D\" by a time 0 minutes
              yes
              no 99.9999% -> s0"
    i=$((i - 1))
done
report "$text" '.straight_through_minutes == 1 and .expected.minutes == null'

# ---- calendars without work
refused_calendar() { # CALENDAR CODE
    rows 'step w "W" by a time 1 day' "$1"
    expect 1 "$2" "$SOPC" time x.sop
}
refused_calendar 'calendar { zone +08:00 }' E0507
rows 'step w "W" by a time 1 day' 'calendar { mon..fri 08:00-16:00 holiday 2026-01-01..2035-12-31 "Long" }'
expect 0 '2036' "$SOPC" time --start 2026-03-02 x.sop
rows 'step w "W" by a time 1 day' 'calendar { mon..fri 08:00-16:00 holiday 2026-01-01..9999-12-31 "For ever" }'
expect 1 'no hours of work' "$SOPC" time --start 2026-03-02 x.sop
expect 0 '480 minutes' "$SOPC" time x.sop
exit $failed
