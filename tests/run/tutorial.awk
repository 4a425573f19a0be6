# Reads a tutorial in its order, in an empty folder, does what it says, and
# prints the page as it would read today.
#
#   ```sop letter.sop        the block becomes that file
#   ```sop letter.sop:12     the block stands in place of that file's line 12
#   ```console               `$ ` begins a command; what it prints stands below it,
#                            and what the reader types there, behind `> `; where
#                            nothing is shown he presses Enter
#   <!-- played: 2026-03-02 office UTC0 -->   the day, who is logged in, the zone
#
# May read as it does on the page, since it changes from run to run: the time of
# day on that day and the id of an image (8 digits and ...; with bless set it is
# the true one). A line `...` stands for any lines. No part of the page: the bare
# number that `soprun start` prints where no terminal is.

function said_by(command, line)
{
    command | getline line
    close(command)
    return line
}

# What was printed, as the page would show it.
function printed(text, line)
{
    while ((getline line < out) > 0)
        text = text line "\n"
    close(out)
    gsub(real_day, today, text)
    gsub("\\(" user "\\)", "(" login ")", text)
    while (match(text, hex(64)))
        text = substr(text, 1, RSTART + 7) "..." substr(text, RSTART + 64)
    if (command ~ /^soprun start /)
        sub(/^[0-9]+\n/, "", text)
    return text
}

function hex(n) { return n ? "[0-9a-f]" hex(n - 1) : "" }

# Without what may differ.
function plain(text)
{
    gsub(today "T[0-9][0-9]:[0-9][0-9]:[0-9][0-9](\\.[0-9]+)?", "TIME", text)
    gsub(today " [0-9][0-9]:[0-9][0-9]", "TIME", text)
    if (!bless)
        gsub(hex(8) "\\.\\.\\.", "ID", text)
    return "\n" text
}

# Do the parts between lines `...` stand in the text, one behind the other?
function fits(shown, text, part, n, i, at)
{
    n = split(shown, part, /\n\.\.\.\n/)
    for (i = 1; i <= n; i++) {
        at = part[i] == "" ? 1 : index(text, (i > 1 ? "\n" : "") part[i])
        if (!at || (i == 1 && at > 1))
            return 0
        text = substr(text, at + length(part[i]) + (i > 1 && part[i] != ""))
    }
    return text == "" || part[n] == ""
}

function run_command(text)
{
    if (command ~ /^export /)   # for the commands behind it
        exported = exported command "; "
    close(answers)
    real_day = said_by(exported "date +%F")
    system("{ cat " answers "; yes ''; } | { " exported command "; } >" out " 2>&1")
    text = printed()
    printf "%s", fits(plain(shown), plain(text)) ? shown : text
    command = ""
}

function write_file(i, n, line, lines)
{
    while (at_line && (getline line < file) > 0)
        lines[++n] = line "\n"
    close(file)
    lines[at_line ? at_line : ++n] = block
    for (i = 1; i <= n; i++)
        printf "%s", lines[i] > file
    close(file)
    file = ""
}

/^<!-- played: / { today = $3; login = $4; exported = "export TZ=" $5 "; " }
/^```sop ./     { split($2, place, ":"); file = place[1]; at_line = place[2]; block = "" }
/^```console$/  { is_console = 1 }
/^```$/ {
    if (file != "")
        write_file()
    if (command != "")
        run_command()
    is_console = 0
}
file != "" && !/^```/ { block = block $0 "\n" }
is_console && /^\$ / {
    if (command != "")
        run_command()
    command = substr($0, 3)
    shown = ""
    printf "" > answers
    print
    next
}
is_console && command != "" {
    shown = shown $0 "\n"
    if (/^> /)
        print substr($0, 3) > answers
    next
}
{ print }
