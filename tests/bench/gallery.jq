# One SOP (of `sopc export -T json`) in the languages of other tools. Each says
# the same: lanes, steps with their numbers, arrows with their outcomes. Texts
# are broken where a tool does not do it itself.
def name: .label | {"yes": "Ya", "no": "Tidak"}[.] // .;
def quoted: gsub("\""; "'");
def wrapped($width; $joint):
    reduce splits(" ") as $word ({lines: [], last: ""};
        if .last == "" then .last = $word
        elif (.last + " " + $word | length) <= $width then .last += " " + $word
        else .lines += [.last] | .last = $word end)
    | .lines + [.last] | join($joint);
def numbered: "\(.no). \(.text)";
def plain: map(select(.kind == "step" or .kind == "decision"));
# Every arrow: from, to (a row's id), label or null.
def arrows:
    . as $rows | plain[] | . as $row
    | if .kind == "decision" then .outcomes[] | {from: $row.id, to: .to, label: name}
      else .next[] | {from: $row.id, to: ., label: null} end
    | select(.to != "end");
def position($rows): . as $id | $rows | map(.id) | index($id);

# Mermaid's swimlane diagram: a subgraph is a lane.
def mermaid:
    .rows as $rows | "swimlane-beta TB",
    (.actors[] | .id as $a | "  subgraph lane_\($a)[\"\(.name | quoted)\"]",
        ($rows | plain[] | select(.actors[0] == $a) | (numbered | quoted) as $text
            | "    \(.id)" + (if .kind == "decision" then "{\"\($text)\"}"
                              elif .no == 1 or .next == ["end"] then "([\"\($text)\"])"
                              else "[\"\($text)\"]" end)),
        "  end"),
    ($rows | arrows | "  \(.from) -->" + (if .label then "|\(.label)| " else " " end) + .to);

# Graphviz: a cluster is a lane. Invisible edges keep the steps in order, one
# on a row; rework is left out of the ranking.
def graphviz:
    .rows as $rows | "digraph sop {",
    "  newrank=true; nodesep=0.4; ranksep=0.35; node [shape=box, fontname=Arial, fontsize=9];",
    "  edge [fontname=Arial, fontsize=8];",
    (.actors[] | .id as $a | "  subgraph cluster_\($a) { label=\"\(.name | quoted)\"; fontname=Arial;",
        ($rows | plain[] | select(.actors[0] == $a) | (numbered | quoted | wrapped(30; "\\n")) as $text
            | "    \(.id) [label=\"\($text)\"" + (if .kind == "decision" then ", shape=diamond, margin=0" 
                elif .no == 1 or .next == ["end"] then ", style=rounded" else "" end) + "];"),
        "  }"),
    ($rows | plain | . as $all | range(length - 1) | "  \($all[.].id) -> \($all[. + 1].id) [style=invis, weight=0];"),
    ($rows | arrows | (.from | position($rows)) as $from | (.to | position($rows)) as $to
        | "  \(.from) -> \(.to) [" + (if .label then "label=\"\(.label)\"" else "weight=1" end)
          + (if $to <= $from then ", constraint=false" else "" end) + "];"),
    "}";

# PlantUML's activity diagram: loops are blocks, `repeat` ... `repeat while`,
# and blocks must nest. Where two loops overlap, the later one begins with the
# earlier: the nearest that the language can say. The check is a box with a small
# diamond below: a diamond alone vanishes where its lane is not that of `repeat`.
def nested:
    reduce (to_entries[]) as $e (.; . as $all
        | reduce range($e.key) as $i (.; . as $now
            | if $now[$i].start < $now[$e.key].start and $now[$e.key].start <= $now[$i].stop
                 and $now[$i].stop < $now[$e.key].stop
              then .[$e.key].start = $now[$i].start else . end));
def loops($rows):
    [$rows[] | select(.kind == "decision") | . as $d | .outcomes[]
        | select(.to != "end") | {start: (.to | position($rows)), stop: ($d.id | position($rows)), label: name}
        | select(.start <= .stop) | . + {wanted: .start}] | sort_by(.stop) | nested;
def lane($sop): . as $row | $sop.actors[] | select(.id == $row.actors[0]) | .name;
def plantuml:
    . as $sop | (.rows | plain) as $rows | loops($rows) as $loops | "@startuml",
    "skinparam defaultFontName Arial",
    ($rows | to_entries[] | .key as $i | .value
        | "|\(lane($sop))|",
          ([$loops[] | select(.start == $i)][] | "repeat"),
          (if $i == 0 then "start" else empty end),
          ":\(numbered | wrapped(30; "\\n"));",
          (if .kind == "decision" then
              ([$loops[] | select(.stop == $i)][0]) as $loop
              | ([.outcomes[] | select(name != $loop.label)][0] | name) as $on
              | "repeat while (\(.no)?) is (\($loop.label)) not (\($on))"
           else empty end)),
    "stop", "@enduml";
# Which rework arrows it leads elsewhere.
def plantuml_wrong: (.rows | plain) as $rows | [loops($rows)[] | select(.start != .wanted)] | length;
