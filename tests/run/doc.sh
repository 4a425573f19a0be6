# The document of every example: A4 across, every page numbered in one row, the
# identity page, the table and the annex each with their words, an outline that
# names them, links from the times to their rows; and what the command says of
# itself and of files with several SOPs.
. tests/run/sopc-common
REPO=$PWD
cp -R examples "$SCRATCH/examples"
cd "$SCRATCH" || exit 1

words() { # what the PDF must say, each as a regular expression
    for word in "$@"; do
        grep -qE -- "$word" doc.txt || complain "$path: the document does not say /$word/"
    done
}

english='SOP Number|Effective Date|Approved by|Legal Basis|Qualification of Performers|Equipment|Time of Performance'
indonesian='Nomor SOP|Tanggal Efektif|Disahkan oleh|Dasar Hukum|Kualifikasi Pelaksana|Peralatan/Perlengkapan|Waktu Pelaksanaan'
n_documents=0
for path in $(find examples -name '*.sop' ! -name dinas.sop | sort); do
    expect 0 'doc.pdf' "$SOPC" doc "$path" -o doc.pdf
    n_documents=$((n_documents + 1))
    pdfinfo doc.pdf >info 2>talk && pdftotext -layout doc.pdf doc.txt 2>>talk &&
        pdftohtml -xml -i -stdout doc.pdf >doc.xml 2>>talk
    [ -s talk ] && { cat talk; complain "$path: poppler grumbles"; }
    xmllint --noout doc.xml || complain "$path: no xml of the PDF"
    grep -q '(A4)' info || complain "$path: not A4"
    grep -q '^Title: *[^ ]' info || complain "$path: no title"
    grep -q '^Tagged: *yes' info || complain "$path: not tagged"
    grep -qE '^Subject: *(Standard Operating|Standar Operasional)' info || complain "$path: no subject"
    n=$(sed -n 's/^Pages: *//p' info)
    table=$("$SOPC" draw "$path" -T json | jq '.pages | length')
    [ "$n" -ge $((table + 2)) ] || complain "$path: $n pages around a table of $table"
    for page in $(seq "$n"); do
        words "(Page|Halaman) $page (of|dari) $n\$"
    done
    labels=$indonesian language=id
    case $path in examples/en/*) labels=$english language=en ;; esac
    echo "$labels" | tr '|' '\n' >labels
    while read -r label; do words "$label"; done <labels
    grep -aq "/Lang ($language)" doc.pdf || complain "$path: the language is not said"
    rows=$("$SOPC" export -T json "$path" | jq '[.sops[0].rows[] | select(.no)] | length')
    [ "$(grep -c '<item page' doc.xml)" = $((rows + 3)) ] || complain "$path: outline"
    [ "$(grep -c '<a href' doc.xml)" = "$rows" ] || complain "$path: links"
    pdffonts doc.pdf | tail -n +3 | awk '$(NF - 4) != "yes" { bad = 1 } END { exit bad }' ||
        complain "$path: a font is not embedded"
done
[ "$n_documents" = 13 ] || complain "$n_documents documents, not 13"

path=examples/en/equipment-calibration.sop
expect 0 '' "$SOPC" doc $path -o a.pdf
expect 0 '' "$SOPC" doc $path -o b.pdf
same a.pdf b.pdf
pdftotext -layout -f 1 -l 1 a.pdf doc.txt
words 'SOP Number +CAL-12' 'Date of Creation +3 June 2024' 'Date of Revision +17 November 2025' \
    'Plant Quality Manager' 'SOP Title +Calibration of Measuring Instruments'
expect 0 '' "$SOPC" doc $path --page f4 -o f4.pdf
pdfinfo f4.pdf | grep -q 'Page size: *935 x 609' || complain "no F4"
"$SOPC" doc $path -T json -o - | jq -e '.annexes[0].blocks | length == 4' >/dev/null ||
    complain "no json on the standard output"

# Several SOPs: a document each, named by their ids.
cat >two.sop <<'END'
language id
sop satu "Satu" { dibuat 2024-01-02 efektif 2024-03 tujuan "Contoh" pelaksana a "A" langkah s "Menulis" oleh a waktu 5 menit }
sop dua "Dua" { pelaksana a "A" langkah s "Menulis" oleh a waktu 5 menit }
END
expect 0 'doc-satu.pdf' "$SOPC" doc two.sop
expect 0 '' test -s doc-satu.pdf
expect 0 '' test -s doc-dua.pdf
expect 2 'satu berkas|one file' "$SOPC" doc two.sop -o x.pdf
expect 0 '' "$SOPC" doc two.sop --sop satu -o x.pdf
path=two.sop
pdftotext -layout x.pdf doc.txt
words '2 Januari 2024' 'Maret 2024' 'Lampiran 1: Penjelasan' 'Lampiran 2: Waktu' 'Tujuan'
expect 2 'is one of pdf' "$SOPC" doc --messages en two.sop -T svg
expect 2 '-T' "$SOPC" doc two.sop --sop dua -o x.doc
# Too many arrows for one place: the document is written, and that is told.
"$REPO/tests/bench/make-sop" branches 100 >dense.sop
for type in pdf html json; do
    rm -f dense.$type
    expect 4 'the drawing of `s` is not whole' "$SOPC" doc --messages en dense.sop -o dense.$type
    [ -s dense.$type ] || complain "no dense.$type"
done
expect 0 'signed by itself' "$SOPC" doc --help
exit $failed
