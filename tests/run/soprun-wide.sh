#!/bin/sh
# Fields, the clock, four eyes and calls at the door. A rehearsal's clock is set
# by hand; 2026-02-02 is a Monday.
. "$(dirname "$0")/soprun-common"
export SOPRUN_STORE=s.db

run 0 deploy "$images/tender.sopb" --rehearsal --now 2026-02-02T08:00
run 2 tasks --now yesterday;                    tells '`yesterday` is no time'
run 0 start tender --as ani --now 2026-02-02T10:00

# what is wrong with a field is said in one sentence
at='--now 2026-02-02T10:00'
run 1 done 1 $at;                               tells '`ask` asks for Price: say --set price='
run 2 done 1 --set price $at;                   tells '`price` has no `=`'
run 1 done 1 --set prize=5 $at;                 tells 'did you mean `price`'
run 1 done 1 --set nothing=5 $at;               tells 'no field `nothing`'
run 1 done 1 --set fee=5 $at;                   tells '`ask` does not ask for `fee`'
run 1 done 1 --set price=2.000 $at;             tells 'thousands or a fraction'
run 1 done 1 --set price=much $at;              tells 'write it like 1_234.5'
run 1 done 1 --set price=2_000 $at;             tells 'Kind of goods'; tells 'new, used'
run 1 done 1 --set price=2_000 --set kind=old $at; tells 'one of `new`, `used`'
run 1 start tender --set price=5 $at;           tells 'not filled there'
run 2 list --set price=5;                       tells '--set'
run 0 done 1 --set price=2_000 --set=kind=USED --as ani $at
run 0 show 1;                                   says 'Price = 2000'; says 'Fee = 50'
says 'Kind of goods = used';                    says 'ask waits until 2026-02-04 10:00'
run 0 tasks $at;                                tells 'no task'

# the clock: nothing before its time, everything once it has come
run 0 tick --now 2026-02-04T09:59;              [ -s "$folder/err" ] && fail 'nothing was due, and it spoke'
run 0 tick --now 2026-02-04T12:00
says '2026-02-04T10:00:00+07:00  case 1 of tender: ask has waited'
run 0 tick --now 2026-02-04T12:00;              [ -s "$folder/err" ] && fail 'it spoke again'
run 0 tasks --now 2026-02-04T12:00;             says 'due 2026-02-05 10:00'
run 0 tasks --now 2026-02-05T12:00;             says 'overdue since 2026-02-05 10:00'
run 1 done 2 --outcome maybe --now 2026-02-04T12:00; tells '`yes`, `no`'
run 1 done 2 --outcome yes --now 2026-02-05T12:00; tells 'the time for task 2 was over at 2026-02-05 10'
run 0 done 3 --as budi --now 2026-02-05T12:00;  says 'approve'
run 0 done 4 --outcome yes --as budi --now 2026-02-05T13:00
at='--now 2026-02-05T13:00'
run 5 done 5 --as budi $at;                     tells 'budi did `approve`: task 5 is for someone else'
run 0 tasks --as budi $at;                      tells 'no task'
run 0 done 5 --as ani --set day=2026-03-01 --set urgent=ya --set 'remark=a = b' $at
says 'case 1 has ended'
run 0 show 1;                                   says 'Remark = a = b'; says 'Urgent? = yes'
run 0 log 1
is - <<'END'
TIME  1  start               ani (ME)
TIME  2  ask                 ani (ME)   Price = 2000, Fee = 50, Kind of goods = used
TIME  3  ask: has waited     (the clock)
TIME  4  size: price > 1000  (data)
TIME  5  approve: late       (the clock)
TIME  6  remind              budi (ME)
TIME  7  approve: yes        budi (ME)
TIME  8  order               ani (ME)   Day of delivery = 2026-03-01, Urgent? = yes, Remark = a = b
END

# data decide alone, or refuse
run 0 deploy "$images/divide.sopb"
run 0 start divide $at
run 1 done 6 --set left=0 $at;                  tells '`share` divides by zero'
run 1 done 6 --outcome yes --set left=1 $at;    tells 'is a step'
run 0 done 6 --set left=1_000 $at;              says 'case 2 has ended'

# who went first goes on
run 0 deploy "$images/race.sopb"
run 0 start race --as ani $at
run 0 done 7 --as ani $at;                      says 'south'
run 0 done 9 --as budi $at
run 5 done 10 --as budi $at;                    tells 'budi has signed this row already'
run 0 done 10 --as citra $at;                   says 'sum'
run 1 done 8 --as dewi $at;                     tells 'its case went another way'
run 5 done 11 --as budi $at;                    tells 'task 11 is for who did `send`: ani'
run 0 done 11 --as ani $at

# a row runs another SOP: its case begins, comes back, goes with the row
run 0 deploy "$images/invite.sopb"
run 0 start invite $at
run 0 done 12 --set topic=budget $at
says 'letter  write';                           says 'invite  by_phone'
run 0 list;                                     says 'letter'
run 0 show 5;                                   says 'called by case 4, by_letter'; says 'Topic = budget'
run 0 done 14 --set pages=2 --as ani $at;       says 'sign'
run 0 done 15 --outcome no --as budi $at;       says 'invite  book'
run 0 show 5;                                   says 'ended: unsigned'
run 0 show 4;                                   says 'Pages = 2'
run 0 done 16 $at;                              says 'letter  write'
run 0 tick --now 2026-02-06T13:00;              says 'minutes is late'
run 0 show 6;                                   says 'cancelled'
run 0 log 6;                                    says 'cancelled'
run 1 done 17 --set pages=1;                    tells 'its case is over'
run 0 tasks --now 2026-02-06T13:00;             says 'post'

# a store of the real thing keeps the real time
run 0 deploy "$images/approve.sopb" --store real.db
run 2 start approve --store real.db --now 2026-02-02T08:00; tells 'rehearsal only'
run 2 deploy "$images/approve.sopb" --store real.db --rehearsal; tells 'is no rehearsal'
run 0 tick --store real.db
script -qec "$soprun tick --store real.db --messages en" /dev/null >tty.txt </dev/null ||
    fail 'no tick on a terminal'
grep -q 'nothing was due' tty.txt || fail 'a person was not told'

exit $failed
