#!/bin/sh
# Makes the pictures of docs/gallery.md and the figures in it anew: every
# example in both styles, and one SOP of 24 rows as Mermaid, PlantUML and
# Graphviz draw it, where they are installed. Mermaid's command line comes from
# npm into BUILD, with the system's chromium; nothing else is fetched.
#   BUILD=build tests/bench/gallery.sh
cd "$(dirname "$0")/../.." || exit 3
BUILD=${BUILD:-build}
SOPC=${SOPC:-$BUILD/sopc}
images=docs/images/gallery page=docs/gallery.md sop=examples/sulteng/pengumpulan-data-kinerja.sop
work=$BUILD/gallery
mkdir -p "$work" "$images" || exit 3
rm -f "$images"/*

query() { jq -r -L tests/bench "include \"gallery\"; .sops[0] | $1" "$work/sop.json"; }

# Milliseconds of a command: the middle one of five runs.
timed() {
    for run in 1 2 3 4 5; do
        begin=$(date +%s%N)
        "$@" >/dev/null 2>"$work/talk" || { cat "$work/talk" >&2; return 1; }
        echo $((($(date +%s%N) - begin) / 1000000))
    done | sort -n | sed -n 3p
}

# ---- every example ----------------------------------------------------------
examples() {
    echo '| SOP | Rows | Actors | Pages | Faults of the page | of the swimlane |'
    echo '|---|---|---|---|---|---|'
    for path in $(find examples -name '*.sop' ! -name dinas.sop | sort); do
        name=$(basename "$(dirname "$path")")-$(basename "$path" .sop)
        "$SOPC" draw "$path" -o "$work/page.svg" 2>/dev/null
        first=$work/page-1.svg
        [ -e "$first" ] || first=$work/page.svg
        cp "$first" "$images/$name.svg"
        rm -f "$work"/page*.svg
        "$SOPC" draw --style flow --color time "$path" -o "$images/$name-flow.svg"
        pages=$("$SOPC" draw "$path" -T json | jq '.pages | length')
        "$SOPC" export -T json "$path" | jq -r --arg path "$path" --arg name "$name" \
            --arg pages "$pages" --arg official "$(faults "$path" official)" \
            --arg flow "$(faults "$path" flow)" '.sops[0] |
            "| [\(.title)](../\($path)): [page](images/gallery/\($name).svg), [swimlane](images/gallery/\($name)-flow.svg) | \([.rows[] | select(.no)] | length) | \(.actors | length) | \($pages) | \($official) | \($flow) |"'
    done
}

faults() { # path style
    if "$SOPC" draw --check --messages en --style "$2" "$1" 2>"$work/check"; then
        echo 0
    else
        sed -n 's/.* has \([0-9]*\) fault.*/\1/p' "$work/check"
    fi
}

# ---- the same SOP by others ---------------------------------------------------
figures() { # kind picture
    if command -v node >/dev/null; then
        node tests/bench/figures.mjs "$1" "$2" "$work/sop.json"
    else
        echo '{}'
    fi
}

# name, sheets, milliseconds, figures, wrong arrows, not drawn
line() {
    echo "$4" | jq -r --arg name "$1" --arg sheets "$2" --arg ms "$3" --arg wrong "$5" \
        '"| \($name) | \($sheets) | \($ms) ms | \($wrong) | \(.crossings // "?") | \(.above // "?") |"'
}

ours() { # style name
    "$SOPC" draw --style "$1" "$sop" -T json >"$work/$1.json"
    sheets=$(jq '.pages | length' "$work/$1.json")
    line "$2" "$sheets" "$(timed "$SOPC" draw --style "$1" "$sop" -o "$work/$1.svg")" \
        "$(figures ours "$work/$1.json")" "$(faults "$sop" "$1")"
}

mermaid() {
    tool=$work/npm/node_modules/.bin/mmdc browser=$(command -v chromium)
    if [ -z "$browser" ] || ! command -v npm >/dev/null; then
        echo "gallery: no npm or no chromium: Mermaid is left out" >&2
        return
    fi
    [ -x "$tool" ] || PUPPETEER_SKIP_DOWNLOAD=1 npm install --silent --no-audit --no-fund \
        --prefix "$work/npm" @mermaid-js/mermaid-cli >&2 || return
    sandbox=
    [ "$(id -u)" = 0 ] && sandbox=', "args": ["--no-sandbox"]'
    echo "{\"executablePath\": \"$browser\"$sandbox}" >"$work/puppeteer.json"
    query mermaid >"$work/peer.mmd"
    version=$(jq -r .version "$work/npm/node_modules/mermaid/package.json")
    ms=$(timed "$tool" -q -p "$work/puppeteer.json" -i "$work/peer.mmd" -o "$work/mermaid.svg") || return
    "$tool" -q -s 2 -p "$work/puppeteer.json" -i "$work/peer.mmd" -o "$images/mermaid.png" || return
    got=$(figures mermaid "$work/mermaid.svg")
    line "Mermaid $version, \`swimlane-beta\`" 1 "$ms" "$got" "$(missing "$got")"
}

# Arrows that were asked for and are not there.
missing() { echo "$1" | jq --argjson asked "$(query '[.rows | arrows] | length')" '$asked - .arrows'; }

graphviz() {
    query graphviz >"$work/peer.dot"
    dot -Tsvg "$work/peer.dot" -o "$images/graphviz.svg" || return
    version=$(dot -V 2>&1 | sed 's/.*version \([0-9.]*\).*/\1/')
    graphviz_line "$work/peer.dot" "Graphviz $version, clusters, helped"
    sed '/style=invis/d; s/, constraint=false//' "$work/peer.dot" >"$work/plain.dot"
    graphviz_line "$work/plain.dot" "Graphviz $version, clusters"
}

graphviz_line() { # file name
    dot -Tjson "$1" -o "$work/graphviz.json"
    got=$(figures graphviz "$work/graphviz.json")
    line "$2" 1 "$(timed dot -Tsvg "$1" -o "$work/graphviz.svg")" "$got" "$(missing "$got")"
}

plantuml_draw() {
    if ! command -v plantuml >/dev/null; then
        echo "gallery: no plantuml: it is left out" >&2
        return
    fi
    query plantuml >"$work/plantuml.puml"
    ms=$(timed plantuml -tsvg "$work/plantuml.puml") || return
    cp "$work/plantuml.svg" "$images/plantuml.svg"
    version=$(plantuml -version 2>/dev/null | sed -n 's/PlantUML version \([0-9.]*\).*/\1/p')
    line "PlantUML $version, activity diagram" 1 "$ms" \
        "$(figures plantuml "$work/plantuml.svg")" "$(query plantuml_wrong)"
}

peers() {
    "$SOPC" export -T json "$sop" >"$work/sop.json"
    echo '| Drawn by | Sheets | Time | Wrong or missing arrows | Crossings | Steps above the one before |'
    echo '|---|---|---|---|---|---|'
    ours official '`sopc draw`, official page'
    ours flow '`sopc draw --style flow`'
    mermaid
    plantuml_draw
    graphviz
}

# ---- into the page ----------------------------------------------------------
# Replaces what stands between <!-- NAME --> and <!-- end -->.
insert() { # name file
    awk -v name="<!-- $1 -->" -v file="$2" '
        /^<!-- end -->$/ { inside = 0 }
        !inside { print }
        $0 == name { inside = 1; while ((getline row < file) > 0) print row }
    ' "$page" >"$work/page.md" && cp "$work/page.md" "$page"
}

examples >"$work/examples.md"
peers >"$work/peers.md"
insert examples "$work/examples.md"
insert peers "$work/peers.md"
cat "$work/peers.md"
du -sk "$images"
