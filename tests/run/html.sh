# The document as HTML: well-formed, complete, nothing from outside, its own
# style and script known to its policy by their hashes; and what people wrote
# stays text, whatever it looks like.
. "$(dirname "$0")/sopc-common"
page=$SCRATCH/page.html

xpath() { xmllint --xpath "$1" "$page" 2>/dev/null; }

none() { [ -z "$(xpath "$2")" ] || complain "$1"; }

# hash ELEMENT: of what stands between its tags, as a policy names it
hash()
{
    sum=$(awk -v open="<$1>" -v close_="</$1>" '
        (i = index($0, open)) { on = 1; $0 = substr($0, i + length(open)) }
        on && (i = index($0, close_)) { printf "%s", substr($0, 1, i - 1); exit }
        on { print }' "$page" | sha256sum | cut -d' ' -f1 | sed 's/../\\x&/g')
    env printf "$sum" | base64
}

# What holds for every document, whatever stands in it.
check_page()
{
    xmllint --noout "$page" || complain "$1: not well-formed"
    [ "$(xpath 'count(//*[local-name()="script"])')" = 1 ] || complain "$1: not one script"
    none "$1: an event handler in the markup" '//@*[starts-with(name(), "on")]'
    none "$1: something is loaded, or styled past the policy" '//@src | //@style'
    none "$1: a link out of the document" '//@href[not(starts-with(., "#"))]'
    grep -qE '@import|url\(' "$page" && complain "$1: its style loads something"
    for part in style script; do
        grep -qF "$part-src 'sha256-$(hash $part)'" "$page" ||
            complain "$1: the policy does not know the $part"
    done
    xpath '//@id' | tr -s ' \n' '\n' | sort >"$SCRATCH/ids"
    twice=$(uniq -d "$SCRATCH/ids")
    [ -z "$twice" ] || complain "$1: an id stands twice: $twice"
    xpath '//@href' | sed 's/ *href="#/id="/' | tr -s ' \n' '\n' | sort -u >"$SCRATCH/hrefs"
    lost=$(comm -23 "$SCRATCH/hrefs" "$SCRATCH/ids")
    [ -z "$lost" ] || complain "$1: links that lead nowhere: $lost"
}

# Every row of the procedure is a step in words, a link on its page and a band;
# every actor a choice of the filter. Texts as XML writes them.
check_rows()
{
    data=$SCRATCH/data.json
    jq -r '.sops[0].rows[] | if .no then "\(.no). \(.text)" else .text end' "$data" \
        >"$SCRATCH/rows"
    jq -r '.sops[0].rows[].id' "$data" | sort >"$SCRATCH/names"
    jq -r '.sops[0].actors[].name' "$data" >"$SCRATCH/actors"
    for list in rows actors; do
        sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g' "$SCRATCH/$list" >"$SCRATCH/$list.xml"
    done
    xpath '//*[@class="step"]/*[local-name()="h3"]/*/text()' >"$SCRATCH/steps"
    same "$SCRATCH/rows.xml" "$SCRATCH/steps"
    xpath '//*[@id="actor"]/*[position() > 1]/text()' >"$SCRATCH/choices"
    same "$SCRATCH/actors.xml" "$SCRATCH/choices"
    for kind in '*[@class="step"]' '*[@class="rows"]/*' '*[@class="band"]'; do
        xpath "//$kind/@data-row" | sed 's/.*="//; s/"$//' | grep -vxE 'start|end' |
            sort -u >"$SCRATCH/have"
        cmp -s "$SCRATCH/names" "$SCRATCH/have" || complain "$1: $kind is not there for every row"
    done
}

look()
{
    name=$1
    shift
    expect 0 '' "$SOPC" doc "$@" -T html -o "$page"
    check_page "$name"
}

for path in $(find examples -name '*.sop' ! -name dinas.sop | sort); do
    look "$path" "$path"
    "$SOPC" export -T json "$path" >"$SCRATCH/data.json"
    check_rows "$path"
    language=$(jq -r '.sops[0].language' "$SCRATCH/data.json")
    [ "$(xpath 'string(/*/@lang)')" = "$language" ] || complain "$path: not in $language"
    n=$("$SOPC" draw -T json "$path" | jq '.pages | length')
    [ "$(xpath 'count(//*[@class="sheet chart"])')" = "$n" ] || complain "$path: not $n pages"
done

# the paper is the one that is asked for
look paper --page f4 examples/en/purchase-approval.sop
grep -q '@page { size: 935pt 609pt; }' "$page" || complain "not the paper asked for"
"$SOPC" doc examples/en/purchase-approval.sop -T html -o "$SCRATCH/again.html" >/dev/null
"$SOPC" doc examples/en/purchase-approval.sop -T html -o "$page" >/dev/null
same "$page" "$SCRATCH/again.html"

# what each outcome leads to stands in words, in the language of the file
xpath 'string(//*[@id="step-endorse"])' | tr -s ' \n' ' ' |
    grep -q 'Yes: 3. Check whether .* No: back to 1. Fill in' ||
    complain "what follows step 2 is not told"
look id examples/gowa/pengukuran-kinerja.sop
grep -q 'Langkah demi langkah' "$page" || complain "an Indonesian page in English"

# hostile texts come out as they were written, and are nothing but text
long=$(printf '%10000s' '' | tr ' ' x)
sed "s/autofocus/$long/" tests/web/hostile.sop >"$SCRATCH/hostile.sop"
expect 0 '' "$SOPC" export -T json "$SCRATCH/hostile.sop" -o "$SCRATCH/data.json"
look hostile "$SCRATCH/hostile.sop"
check_rows hostile
[ "$(xpath 'string(//*[local-name()="title"])')" = "<script>alert('x')</script>" ] ||
    complain "the title is another"
none "a text became an element" '//*[local-name()="img" or local-name()="input"]'
none "a text became an element" '//*[local-name()="b"][not(parent::*[local-name()="li"])]'
exit $failed
