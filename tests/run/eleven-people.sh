#!/bin/sh
# The eleven real SOPs in one office, through the commands alone: all are deployed
# into one store, every actor has two people, and the eleven cases run beside each
# other. Each task is done by who finds it on their own worklist; each decision
# sends back the first time it is met. On the way people do what they may not, and
# a no leaves the log as it was.
. "$(dirname "$0")/soprun-common"
sopc=${SOPC:-$build/sopc}
export SOPRUN_STORE=office.db

# no CODE INDONESIAN ENGLISH WORD...: soprun WORD... ends with CODE and says so in
# both languages, and nothing has happened
no()
{
    code=$1 indonesian=$2 english=$3
    shift 3
    "$soprun" log --format json >before
    run "$code" "$@" --messages id; tells "$indonesian"
    run "$code" "$@" --messages en; tells "$english"
    "$soprun" log --format json | cmp -s - before || fail 'the log has changed'
}

# Two people for each actor of an exported SOP: Ibu and Bapak ACTOR.
join_people()
{
    for actor in $(jq -r '.sops[0].actors[].id' export.json); do
        for title in Ibu Bapak; do
            run 0 people add "$title $actor" --actor "$1$actor"
        done
    done
}

# The eleven. Three are called `pengukuran`: new cases take the newest, and the
# older cases stay with theirs.
sops=0
for path in $(cd "$root" && jq -r 'keys[]' tests/seeds/expected.json); do
    sops=$((sops + 1))
    "$sopc" build "$root/$path" -o image.sopb >build.log 2>&1 || fail "$path: $(cat build.log)"
    "$sopc" export -T json "$root/$path" >export.json
    run 0 deploy image.sopb --as admin
    case $path in */sulteng/*) join_people dinas. ;; *) join_people '' ;; esac
    run 0 start "$(jq -r '.sops[0].id' export.json)" --as admin
done
[ $sops = 11 ] || fail "$sops SOPs, not eleven"

# Case 1 is Gowa's: the head begins it.
no 5 'bukan salah satunya' 'is none of them' 'done' 1 --as 'Ibu staf'
no 5 'soprun people add "Siapa" --actor kepala' 'soprun people add "Siapa" --actor kepala' \
    'done' 1 --as Siapa
no 5 'bukan salah satunya' 'is none of them' claim 1 --as 'Ibu sekretaris'
run 0 tasks --as Siapa --messages en;           tells 'no task'
run 0 claim 1 --as 'Ibu kepala'
for deed in claim release 'done'; do
    no 5 'Ibu kepala telah mengambil tugas 1' 'Ibu kepala has taken task 1' \
        $deed 1 --as 'Bapak kepala'
done
no 1 'jangan beri --outcome' 'leave --outcome out' 'done' 1 --as 'Ibu kepala' --outcome ya
run 0 'done' 1 --as 'Ibu kepala'
for deed in 'done' claim release; do
    no 1 'sudah dikerjakan oleh Ibu kepala' 'was done already by Ibu kepala' \
        $deed 1 --as 'Ibu kepala'
done

# do_task TASK CASE ROW ACTOR BACK FORWARD: by one of the actor's two people, who
# finds it on the worklist
do_task()
{
    who="Ibu $4"
    [ $(($1 % 2)) = 0 ] || who="Bapak $4"
    "$soprun" tasks --as "$who" --format json | grep -q "\"task\": $1,$" ||
        fail "task $1 ($3) is not on the worklist of $who"
    outcome=
    if [ "$5" != - ]; then
        case $decided in *" $2:$3 "*) outcome=$6 ;; *) outcome=$5 decided="$decided$2:$3 " ;; esac
        [ -n "$refused" ] || {
            no 1 'tidak memiliki hasil `mungkin`' 'has no outcome `mungkin`' \
                'done' "$1" --as "$who" --outcome mungkin
            no 1 'beri --outcome' 'say --outcome' 'done' "$1" --as "$who"
            refused=1
        }
    fi
    # shellcheck disable=SC2086
    run 0 'done' "$1" --as "$who" ${outcome:+--outcome $outcome}
}

decided=' ' refused='' rounds=0
while "$soprun" tasks --format json | jq -r '.tasks[] | [.task, .case, .row, .actors[0],
        .outcomes[-1] // "-", .outcomes[0] // "-"] | join(" ")' >open && [ -s open ]; do
    rounds=$((rounds + 1))
    [ $rounds -lt 200 ] || { fail 'no end after 200 rounds'; break; }
    while read -r task number row actor back forward; do
        do_task "$task" "$number" "$row" "$actor" "$back" "$forward"
    done <open
done

run 0 list --format json
[ "$(jq -c '[.cases[].state] | unique' "$folder/out")" = '["ended"]' ] || fail 'not all have ended'
[ "$(jq '.cases | length' "$folder/out")" = 11 ] || fail 'not eleven cases'
run 0 log --format json
[ "$(jq '[.events[] | select(.outcome == "no")] | length' "$folder/out")" = \
  "$(jq '[.[].decisions] | add' "$root/tests/seeds/expected.json")" ] ||
    fail 'not every decision sent back once'
jq -r '.events[] | select(.kind == "done") | .person' "$folder/out" | sort -u >people
[ "$(grep -c . people)" -ge 30 ] || fail "only $(grep -c . people) people signed"
no 1 'sudah selesai' 'has ended already' cancel 1 --reason again --as 'Ibu kepala'
no 1 'sudah dikerjakan oleh' 'was done already by' claim 2 --as 'Ibu sekretaris'
run 0 check --messages en;                      says 'everything fits together'

# Four eyes: who wrote does not check, however many hats they wear.
cat >four.sop <<'END'
language id
sop surat "Surat Keluar" {
    pelaksana konseptor "Konseptor"   pelaksana pemeriksa "Pemeriksa"
    langkah tulis "Menulis surat" oleh konseptor waktu 10 menit
    keputusan periksa "Memeriksa surat" oleh pemeriksa kecuali pelaksana tulis waktu 5 menit
        ya
        tidak -> tulis
}
END
"$sopc" build four.sop -o four.sopb >build.log 2>&1 || fail "four eyes: $(cat build.log)"
run 0 deploy four.sopb --as admin
run 0 people add Wulan --actor konseptor
run 0 people add Wulan --actor pemeriksa
run 0 people add Yusuf --actor pemeriksa
run 0 start surat --as admin
number() { "$soprun" tasks --format json | jq '.tasks[0].task'; }
run 0 'done' "$(number)" --as Wulan
task=$(number)
no 5 'Wulan yang mengerjakan `tulis`' 'Wulan did `tulis`' 'done' "$task" --as Wulan --outcome ya
no 5 'Wulan yang mengerjakan `tulis`' 'Wulan did `tulis`' claim "$task" --as Wulan
run 0 tasks --as Wulan --messages en;           tells 'no task'
run 0 'done' "$task" --as Yusuf --outcome ya
run 0 list --format json
[ "$(jq -r '.cases[11].state' "$folder/out")" = ended ] || fail 'the letter has not ended'
run 0 check --messages id;                      says 'semuanya cocok'

exit $failed
