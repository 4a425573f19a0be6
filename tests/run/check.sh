#!/bin/sh
# check, checkpoint, backup: what they say of a store that is whole, harmed, cut or
# older than a checkpoint; in both languages, with exit codes.
. "$(dirname "$0")/soprun-common"

export SOPRUN_STORE=s.db
work=${samples%/*}/test_check

run 3 check;                                    tells 'there is no store'
run 0 deploy "$images/tender.sopb" --as admin
run 0 start tender --as ani
run 0 done 1 --set price=2_000 --set kind=new --note 'three offers' --as ani
run 0 check;                                    says 'everything fits together (events: 3, cases: 1)'
tells 'only against a checkpoint'
run 0 check --messages id;                      says 'semuanya cocok (peristiwa: 3, kasus: 1)'
tells 'titik periksa'
run 0 check --format json
[ "$(jq -c . "$folder/out")" = '{"format_version":1,"clean":true,"events":3,"cases":1,"findings":0,"list":[]}' ] ||
    fail 'other data of a store that is whole'

# a checkpoint, as a line, in a file, from stdin, as JSON
run 0 checkpoint; is - <<'END'
event 3 hash ID time TIME
END
line=$out
echo "$line" >checkpoint.txt
run 0 checkpoint --format json
[ "$(jq -r '[.event, (.hash | length)] | join(" ")' "$folder/out")" = '3 64' ] || fail 'other JSON'
cp "$folder/out" checkpoint.json
run 0 start tender --as budi
for seen in "$line" checkpoint.txt checkpoint.json; do
    run 0 check --against "$seen";              says 'goes on from the checkpoint at event 3'
done
"$soprun" check --against - <checkpoint.txt >/dev/null || fail 'not from stdin'
run 2 check --against "event 3 hash 12";        tells 'is no checkpoint'
run 3 check --against nofile;                   tells 'there is no file'
run 2 check --against "$images/tender.sopb" --messages id; tells 'bukan titik periksa'
run 1 check --against "event 2 hash $(echo "$line" | cut -d' ' -f4)"
says 'event 2'; says 'the checkpoint saw'
run 1 check --against "event 9 hash $(echo "$line" | cut -d' ' -f4)"
says 'the log ends with event 4, but the checkpoint saw event 9'

# copies
run 0 backup copy.db;                           says 'whole and on the disk'
run 0 check --store copy.db --against checkpoint.txt
run 2 backup copy.db;                           tells 'written over nothing'
run 2 backup copy.db --messages id;             tells 'tidak menimpa'
run 3 backup no/such/folder.db
run 0 backup data.db --format json
[ "$(jq -c . "$folder/out")" = '{"format_version":1,"copy":"data.db"}' ] || fail 'other data of backup'
[ "$(ls | grep -c 'copy.db.')" = 0 ] || fail 'something was left beside the copy'

# the first event that does not fit is named, whatever else does not
"$work" --harm copy.db "UPDATE event SET time = time + 1 WHERE number = 3; DELETE FROM token"
run 1 check --store copy.db
says 'event 3 (case 1, '; says 'done ask): it does not fit its hash'; says 'more that do not fit'
tells 'go on with a copy'
run 1 check --store copy.db --messages id;      says 'peristiwa 3 (kasus 1, '; says 'tidak cocok'
run 1 check --store copy.db --format json
[ "$(jq -r '[.clean, .findings == (.list | length), .list[0].finding, .list[0].event, .list[0].row] |
    join(" ")' "$folder/out")" = 'false true chain 3 ask' ] || fail 'other data of a harmed store'
run 1 backup again.db --store copy.db;          tells '`soprun check` tells what is wrong'
[ -e again.db ] && fail 'a bad copy was kept'

"$work" --harm data.db "UPDATE field SET value = '1' WHERE value = '2000'"
run 1 check --store data.db
says 'event 3 (case 1, '; says '`price` was given the value `2000`; the store says `1`'
run 1 check --store data.db --messages id;      says '`price` diberi nilai `2000`; penyimpanan memuat `1`'

# a file that is damaged inside is a finding, not a crash
run 0 backup pages.db
size=$(wc -c <pages.db)
dd if=/dev/urandom of=pages.db bs=1 seek=$((size / 2)) count=3000 conv=notrunc 2>/dev/null
"$soprun" check --store pages.db >"$folder/out" 2>"$folder/err"
code=$?
[ $code = 1 ] || [ $code = 3 ] || fail "a damaged file ends with $code: $(cat "$folder/out" "$folder/err")"

# the log of all, for people and as data
run 0 log
sed -Ei 's/deployed [0-9a-f]{12}/deployed VERSION/' "$folder/out"
is - <<'END'
TIME  1  -  deployed VERSION  admin (ME)
TIME  2  1  start                  ani (ME)
TIME  3  1  ask                    ani (ME)    Price = 2000, Fee = 50, Kind of goods = new; three offers
TIME  4  2  start                  budi (ME)
END
run 0 log --format json
[ "$(jq -c '[.events[] | [.event, .case, .kind, .values]]' "$folder/out")" = \
    '[[1,null,"deployed",{}],[2,1,"start",{}],[3,1,"done",{"price":"2000","fee":"50","kind":"new"}],[4,2,"start",{}]]' ] ||
    fail 'other data of the log'

# a store of much work is looked through in no time, and while others write
"$work" --work many.db 600 >/dev/null || fail 'no work was done'
run 0 check --store many.db

exit $failed
