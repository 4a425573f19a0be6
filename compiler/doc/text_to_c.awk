# Writes each file as a C string: viewer.css as viewer_css.
BEGIN { print "/* Made by text_to_c.awk. */\n#include \"compiler/doc/html.h\"" }
FNR == 1 {
    if (NR > 1) print "    ;"
    name = FILENAME
    sub(/.*\//, "", name)
    gsub(/[^A-Za-z0-9]/, "_", name)
    print "\nconst char " name "[] ="
}
{
    gsub(/[\\"?]/, "\\\\&")
    print "    \"" $0 "\\n\""
}
END { print "    ;" }
