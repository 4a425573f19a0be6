# Holds every include to docs/floors.txt, given as the first file.
FNR == NR {
    if ($0 !~ /^#/ && NF) { known[$1] = 1; for (i = 2; i <= NF; i++) may[$1, $i] = 1 }
    next
}
function folder(path) { sub(/\/[^\/]*$/, "", path); return path }
# Libraries that one floor alone may see.
function library_fault(name, from) {
    if (name ~ /^(graphviz|pango|cairo|xdot|cgraph|gvc)/) return from != "compiler/draw"
    if (name ~ /^sqlite3/) return from != "runtime/store"
    return 0
}
/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
    from = folder(FILENAME); target = $0
    sub(/^[^<"]*[<"]/, "", target); sub(/[>"].*$/, "", target)
    if (!(from in known)) { print FILENAME ": its folder is not in docs/floors.txt"; bad = 1; next }
    if (library_fault(target, from)) { print FILENAME ":" FNR ": " target " has a floor of its own"; bad = 1 }
    if ($0 ~ /include[ \t]*"/) {
        to = folder(target)
        if (to != from && !((from, to) in may)) { print FILENAME ":" FNR ": " from " may not include " target; bad = 1 }
    }
}
END { if (bad) exit 1 }
