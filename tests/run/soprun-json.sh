#!/bin/sh
# The data that programs read: whole documents, times and ids masked.
. "$(dirname "$0")/soprun-common"

compact()
{
    jq -c . "$folder/out" >"$folder/compact" || fail 'no JSON'
    mv "$folder/compact" "$folder/out"
    out=$(cat "$folder/out")
}

run 0 deploy "$images/approve.sopb" --as ani --format json; compact; is - <<'END'
{"format_version":1,"sop":"approve","title":"Approve a Report","image":"ID","is_known":false,"is_changed":true}
END
run 0 deploy "$images/approve.sopb" --format json; compact; is - <<'END'
{"format_version":1,"sop":"approve","title":"Approve a Report","image":"ID","is_known":true,"is_changed":false}
END
run 0 start approve --as ani --format json; compact; is - <<'END'
{"format_version":1,"case":1,"sop":"approve","tasks":[{"task":1,"case":1,"sop":"approve","row":"write","actors":["writer"],"unit":null,"claimed_by":null,"opened":"TIME","due":null,"overdue":false,"outcomes":[],"fills":[]}]}
END
run 0 done 1 --as ani --note 'so be it' --format json; compact; is - <<'END'
{"format_version":1,"task":1,"case":1,"seq":2,"row":"write","outcome":null,"state":"running","result":null,"tasks":[{"task":2,"case":1,"sop":"approve","row":"check","actors":["head"],"unit":null,"claimed_by":null,"opened":"TIME","due":null,"overdue":false,"outcomes":["yes","no"],"fills":[]}]}
END
run 0 tasks --format json; compact; is - <<'END'
{"format_version":1,"tasks":[{"task":2,"case":1,"sop":"approve","row":"check","actors":["head"],"unit":null,"claimed_by":null,"opened":"TIME","due":null,"overdue":false,"outcomes":["yes","no"],"fills":[]}]}
END
run 0 tasks --actor writer --format json; compact; is - <<'END'
{"format_version":1,"tasks":[]}
END
run 0 list --format json; compact; is - <<'END'
{"format_version":1,"cases":[{"case":1,"sop":"approve","image":"ID","state":"running","result":null,"opened":"TIME","closed":null,"open_tasks":1,"items":1,"parent":null,"parent_row":null}],"sops":[{"sop":"approve","title":"Approve a Report","image":"ID","deployed":"TIME"}]}
END
run 0 done 2 --outcome ya --as budi --format json; compact; is - <<'END'
{"format_version":1,"task":2,"case":1,"seq":3,"row":"check","outcome":"yes","state":"ended","result":null,"tasks":[]}
END
run 0 show 1 --format json; compact; is - <<'END'
{"format_version":1,"case":1,"sop":"approve","image":"ID","state":"ended","result":null,"opened":"TIME","closed":"TIME","open_tasks":0,"items":1,"parent":null,"parent_row":null,"title":"Approve a Report","fields":{},"waiting":[],"tasks":[]}
END
run 0 log 1 --format json; compact; is - <<'END'
{"format_version":1,"case":1,"sop":"approve","image":"ID","events":[{"event":2,"seq":1,"time":"TIME","kind":"start","person":"ani","os_user":"ME","row":null,"task":null,"unit":null,"outcome":null,"values":{},"note":null,"image":"ID","hash":"ID"},{"event":3,"seq":2,"time":"TIME","kind":"done","person":"ani","os_user":"ME","row":"write","task":1,"unit":null,"outcome":null,"values":{},"note":"so be it","image":null,"hash":"ID"},{"event":4,"seq":3,"time":"TIME","kind":"done","person":"budi","os_user":"ME","row":"check","task":2,"unit":null,"outcome":"yes","values":{},"note":null,"image":null,"hash":"ID"}]}
END
run 0 verify "$images/approve.sopb" --format json; compact; is - <<'END'
{"format_version":1,"valid":true,"sop":"approve","image":"ID","rows":2}
END
printf 'no image' >broken.sopb
run 1 verify broken.sopb --format json; compact; says '"valid":false'
run 0 dump "$images/purchase.sopb" --format json; compact
[ "$(jq -c '[.rows[].id]' "$folder/out")" = \
  '["ajukan","periksa","banding","nilai","setujui","terima","arsip","ditolak"]' ] ||
    fail 'dump lists other rows'
[ "$(jq -c '.actors[3].units' "$folder/out")" = '["Bidang UKM","Bidang Koperasi","UPT"]' ] ||
    fail 'dump lists other units'
run 0 dump "$images/purchase.sopb";            says 'DECIDE'

# a rehearsal: what is to be filled, what is waited for, what happened by itself
export SOPRUN_STORE=r.db
run 0 deploy "$images/tender.sopb" --rehearsal
run 0 start tender --now 2026-02-02T10:00 --format json; compact; is - <<'END'
{"format_version":1,"case":1,"sop":"tender","tasks":[{"task":1,"case":1,"sop":"tender","row":"ask","actors":["clerk"],"unit":null,"claimed_by":null,"opened":"TIME","due":null,"overdue":false,"outcomes":[],"fills":[{"field":"price","name":"Price","type":"amount","choices":[]},{"field":"kind","name":"Kind of goods","type":"choice","choices":["new","used"]}]}]}
END
run 0 done 1 --set price=2_000 --set kind=new --as ani --now 2026-02-02T10:00
run 0 show 1 --format json; compact
[ "$(jq -c '[.fields, .waiting]' "$folder/out")" = \
  '[{"price":"2000","fee":"50","kind":"new","day":null,"urgent":null,"remark":null},[{"row":"ask","until":"2026-02-04T10:00:00.000+07:00"}]]' ] ||
    fail 'other fields or waits'
run 0 tick --now 2026-02-04T10:00 --format json; compact; is - <<'END'
{"format_version":1,"fired":[{"time":"TIME","case":1,"sop":"tender","row":"ask","kind":"passed"}]}
END
run 0 tasks --now 2026-02-05T10:00:01 --overdue --format json
[ "$(jq -c '[.tasks[] | .row, .outcomes, .due, .overdue]' "$folder/out")" = \
  '["approve",["yes","no"],"2026-02-05T10:00:00.000+07:00",true]' ] || fail 'other deadlines'
run 0 tick --now 2026-02-05T10:00:01 --format json; says '"kind": "late"'
run 0 log 1 --format json
[ "$(jq -c '[.events[1:][] | [.kind, .row, .outcome, .person]]' "$folder/out")" = \
  '[["done","ask",null,"ani"],["passed","ask",null,null],["decided","size","price > 1000",null],["late","approve",null,null]]' ] ||
    fail 'another log'
run 0 deploy "$images/invite.sopb"
run 0 start invite --now 2026-02-06T09:00
run 0 done 4 --set topic=budget --now 2026-02-06T09:00 --format json
[ "$(jq -c '[.tasks[] | .case, .sop, .row]' "$folder/out")" = \
  '[2,"invite","by_phone",3,"letter","write"]' ] || fail 'other tasks'
run 0 list --format json
[ "$(jq -c '[.cases[] | .state, .parent, .parent_row]' "$folder/out")" = \
  '["running",null,null,"running",null,null,"running",2,"by_letter"]' ] || fail 'other cases'

exit $failed
