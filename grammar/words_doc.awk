# Puts the table of all words into docs/language.md, between its two marks:
#   awk -f grammar/words_doc.awk grammar/words.def docs/language.md
# A comment of one line in words.def begins a group.
FNR == NR && /^\/\* .* \*\/$/ {
    group = $0
    gsub(/^\/\* | \*\/$/, "", group)
    next
}
FNR == NR && /^WORD\(/ {
    split($0, word, "\"")
    table = table "| " group " | `" word[2] "` | `" word[4] "` |\n"
    group = ""
    next
}
FNR == NR { next }
/^<!-- words -->$/ {
    print
    printf "\n| | English | Indonesian |\n|---|---|---|\n%s\n", table
    is_inside = 1
}
/^<!-- end of words -->$/ { is_inside = 0 }
!is_inside { print }
