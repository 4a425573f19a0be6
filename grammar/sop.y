/*
 * The grammar of the language. An action is one constructor call: the tree
 * says what is written, and nothing is checked here that a later floor can
 * check with a better message. Forms that people often write by mistake are
 * therefore let through (a row without a name, words without an arrow) and
 * told by the model.
 *
 * Recovery: within a row the text is skipped to the next cell or outcome
 * (`cells error`), within a block to the next entry, in a file to the next
 * sop or office; a wrong head of a sop or office, to its block. Recovery is
 * over with the first token that fits again (parser_recovered), so every
 * recovery makes progress, and parser_tell sees to it that what follows from
 * a told fault is not told.
 */
%require "3.8"
%define api.prefix {sop_}
%define api.pure full
%define api.push-pull push
%define api.location.type {struct span}
%define api.token.prefix {TOK_}
%define api.token.raw
%define api.header.include {"grammar/sop.tab.h"}
%define parse.error custom
%define parse.lac full
%define parse.trace
%union { const struct token *token; struct node *node; }
%locations
%expect 0
%param { struct parser *p }

%code requires {
#include "compiler/ast/ast.h"
struct parser;
struct token;
}

%code {
#include "grammar/parser.h"

static void yyerror(const struct span *span, struct parser *p, const char *message);

#define NEW(kind, span) ast_new(p->arena, NODE_##kind, span, "")
#define SAY(kind, span, text) ast_new(p->arena, NODE_##kind, span, text)
#define LEAF(kind, token) ast_new(p->arena, NODE_##kind, (token)->span, (token)->text)

#define YYLLOC_DEFAULT(current, rhs, n)                                \
    ((current) = (n) ? span_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n))   \
                     : (struct span){YYRHSLOC(rhs, 0).end, YYRHSLOC(rhs, 0).end})
}

/* Words: their spellings stand in words.def. */
%token <token>
  LANGUAGE USE OFFICE OF SOP
  NUMBER_OF UNIT CREATED REVISED EFFECTIVE APPROVED_BY NAME_OF ID_OF
  LEGAL_BASIS QUALIFICATION RELATED EQUIPMENT WARNING RECORDS PURPOSE SCOPE DEFINITION HISTORY
  ACTOR COUNT UNITS OUTSIDE COST
  STEP DECISION PHASE START END DOCUMENT
  BY EACH OR ASSISTED_BY EXCEPT SAME_AS
  INPUT OUTPUT NOTE
  TIME WAIT DUE FROM LATE PER_ITEM
  SECONDS MINUTES HOURS DAYS WEEKS MONTHS WORKING_DAYS
  WALL_SECONDS WALL_MINUTES WALL_HOURS WALL_DAYS WALL_WEEKS WALL_MONTHS
  EXPONENTIAL NORMAL
  AFTER ANY_OF CALLS
  YES NO WHEN ELSE AT_MOST TIMES THEN
  FIELD FILLS AMOUNT TEXT DATE_TYPE YES_NO CHOICE AND NOT
  CALENDAR ALWAYS ZONE HOLIDAY MON TUE WED THU FRI SAT SUN

/* `end` behind an arrow and `start` behind `after`: not the rows' keywords,
   so that recovery never takes them for the beginning of a row. */
%token <token> THE_END THE_START

%token <token> NAME STRING NUMBER DATE MONTH CLOCK
%token <token>
  LBRACE RBRACE COMMA ARROW DOTS DOT PERCENT LPAREN RPAREN
  PLUS MINUS TIMES_SIGN SLASH PLUSMINUS
  EQUAL UNEQUAL LESS ATMOST_SIGN GREATER ATLEAST_SIGN

%nterm <node>
  decls decl of_opt block items item text texts text_list identity_word day_date
  approval approval_tail actor_tail type calendar_body calendar_entries calendar_entry
  workings working days day_range day_name hours_list hours zone row row_head row_word
  cells cell own_cell performers performer who_rules who_rule names things thing thing_list
  duration numbers unit groups group member refs fill_list fill expr
  tail goto outcomes outcome answer mods mod target arrow
%nterm <token> name

/* A row's text belongs to its head, not to an outcome in words; and a fault
   within a row to the row, not to the block around it. */
%precedence ENDS_HERE
%precedence STRING error

%left OR
%left AND
%precedence NOT
%nonassoc EQUAL UNEQUAL LESS ATMOST_SIGN GREATER ATLEAST_SIGN
%left PLUS MINUS
%left TIMES_SIGN SLASH
%precedence NEGATIVE

%%

file: language_opt decls        { p->tree = $decls; }

language_opt: %empty | LANGUAGE NAME

decls: %empty                   { $$ = NEW(FILE, @$); }
  | decls[list] decl            { $$ = ast_add($list, $decl); }
  | decls[list] error           { $$ = ast_add($list, NEW(BAD, @$)); }

decl: USE STRING                { $$ = SAY(USE, @$, $STRING->text); $$->at = @STRING; }
  | OFFICE name text block      { $$ = parser_named(p, NODE_OFFICE, @$, $name);
                                  ast_adopt(ast_add($$, $text), $block); }
  | OFFICE error block          { $$ = parser_headless(p, NODE_OFFICE, @OFFICE, $block); }
  | SOP name text of_opt block  { $$ = parser_named(p, NODE_SOP, @$, $name);
                                  ast_adopt(ast_add(ast_add($$, $text), $of_opt), $block); }
  | SOP error block             { $$ = parser_headless(p, NODE_SOP, @SOP, $block); }

of_opt: %empty                  { $$ = NULL; }
  | OF name                     { $$ = LEAF(OF, $name); }

block: LBRACE items RBRACE      { $$ = parser_closed(p, $items, @RBRACE); }

items: %empty                   { $$ = NEW(BAD, @$); }
  | items[list] item            { $$ = ast_add($list, $item); }
  | items[list] error           { $$ = ast_add($list, NEW(BAD, @2)); }

item: NUMBER_OF text            { $$ = ast_add(NEW(NUMBER_OF, @$), $text); }
  | UNIT text                   { $$ = ast_add(NEW(UNIT, @$), $text); }
  | CREATED day_date            { $$ = SAY(CREATED, @$, $day_date->text); $$->at = @2; }
  | REVISED day_date            { $$ = SAY(REVISED, @$, $day_date->text); $$->at = @2; }
  | EFFECTIVE day_date          { $$ = SAY(EFFECTIVE, @$, $day_date->text); $$->at = @2; }
  | APPROVED_BY approval        { $$ = $approval; }
  | identity_word texts         { $$ = ast_adopt($identity_word, $texts); }
  | ACTOR name text actor_tail  { $$ = parser_named(p, NODE_ACTOR, @$, $name);
                                  ast_adopt(ast_add($$, $text), $actor_tail); }
  | DOCUMENT name text          { $$ = ast_add(parser_named(p, NODE_DOCUMENT, @$, $name), $text); }
  | FIELD name type text        { $$ = parser_named(p, NODE_FIELD, @$, $name);
                                  ast_add(ast_add($$, $type), $text); }
  | CALENDAR calendar_body      { $$ = $calendar_body; $$->at = @CALENDAR; }
  | PHASE text                  { $$ = ast_add(NEW(PHASE, @$), $text); }
  | row

/* ---- identity and declarations ---- */

identity_word: LEGAL_BASIS      { $$ = NEW(LEGAL_BASIS, @$); }
  | QUALIFICATION               { $$ = NEW(QUALIFICATION, @$); }
  | RELATED                     { $$ = NEW(RELATED, @$); }
  | EQUIPMENT                   { $$ = NEW(EQUIPMENT, @$); }
  | WARNING                     { $$ = NEW(WARNING, @$); }
  | RECORDS                     { $$ = NEW(RECORDS, @$); }
  | PURPOSE                     { $$ = NEW(PURPOSE, @$); }
  | SCOPE                       { $$ = NEW(SCOPE, @$); }
  | DEFINITION                  { $$ = NEW(DEFINITION, @$); }
  | HISTORY                     { $$ = NEW(HISTORY, @$); }

name: NAME

text: STRING                    { $$ = LEAF(STRING, $STRING); }

texts: text_list
  | LBRACE text_list RBRACE     { $$ = $text_list; }
  | LBRACE RBRACE               { $$ = NULL; }

text_list: text                 { $$ = ast_add(NEW(BAD, @$), $text); }
  | text_list[list] text        { $$ = ast_add($list, $text); }
  | text_list[list] COMMA text  { $$ = ast_add($list, $text); }

day_date: DATE                  { $$ = LEAF(DATE, $DATE); }
  | MONTH                       { $$ = LEAF(DATE, $MONTH); }

approval: text approval_tail    { $$ = ast_adopt(ast_add(NEW(APPROVED_BY, @$), $text),
                                                 $approval_tail); }

approval_tail: %empty           { $$ = NEW(BAD, @$); }
  | approval_tail[list] NAME_OF text { $$ = ast_add($list, ast_add(NEW(NAME_OF, @$), $text)); }
  | approval_tail[list] ID_OF text   { $$ = ast_add($list, ast_add(NEW(ID_OF, @$), $text)); }

actor_tail: %empty              { $$ = NEW(BAD, @$); }
  | actor_tail[list] COUNT NUMBER { $$ = ast_add($list, LEAF(COUNT, $NUMBER)); }
  | actor_tail[list] UNITS texts  { $$ = ast_add($list, ast_adopt(NEW(UNITS, @$), $texts)); }
  | actor_tail[list] OUTSIDE      { $$ = ast_add($list, LEAF(OUTSIDE, $OUTSIDE)); }
  | actor_tail[list] COST NUMBER  { $$ = ast_add($list, SAY(COST, span_join(@COST, @NUMBER),
                                                            $NUMBER->text)); }

type: AMOUNT                    { $$ = SAY(TYPE, @$, "amount"); }
  | TEXT                        { $$ = SAY(TYPE, @$, "text"); }
  | DATE_TYPE                   { $$ = SAY(TYPE, @$, "date"); }
  | YES_NO                      { $$ = SAY(TYPE, @$, "yes/no"); }
  | CHOICE LBRACE text_list RBRACE { $$ = ast_adopt(SAY(TYPE, @$, "choice"), $text_list); }

calendar_body: ALWAYS           { $$ = ast_add(NEW(CALENDAR, @$), LEAF(ALWAYS, $ALWAYS)); }
  | LBRACE calendar_entries RBRACE { $$ = ast_adopt(NEW(CALENDAR, @$),
                                                 parser_closed(p, $calendar_entries, @RBRACE)); }

calendar_entries: %empty        { $$ = NEW(BAD, @$); }
  | calendar_entries[list] calendar_entry { $$ = ast_add($list, $calendar_entry); }
  | calendar_entries[list] error          { $$ = ast_add($list, NEW(BAD, @$)); }

calendar_entry: ZONE zone       { $$ = $zone; $$->span = @$; }
  | working
  | HOLIDAY DATE                { $$ = ast_add(NEW(HOLIDAY, @$), LEAF(DATE, $DATE)); }
  | HOLIDAY DATE text           { $$ = ast_add(ast_add(NEW(HOLIDAY, @$), LEAF(DATE, $DATE)), $text); }
  | HOLIDAY DATE[from] DOTS DATE[to]
                                { $$ = ast_add(ast_add(NEW(HOLIDAY, @$), LEAF(DATE, $from)),
                                               LEAF(DATE, $to)); }
  | HOLIDAY DATE[from] DOTS DATE[to] text
                                { $$ = ast_add(ast_add(NEW(HOLIDAY, @$), LEAF(DATE, $from)),
                                               LEAF(DATE, $to));
                                  ast_add($$, $text); }
  | DATE[from] DOTS DATE[to] LBRACE workings RBRACE
                                { $$ = ast_add(ast_add(NEW(BETWEEN, @$), LEAF(DATE, $from)),
                                               LEAF(DATE, $to));
                                  ast_adopt($$, parser_closed(p, $workings, @RBRACE)); }

zone: PLUS CLOCK                { $$ = ast_add(SAY(ZONE, @$, "+"), LEAF(CLOCK, $CLOCK)); }
  | MINUS CLOCK                 { $$ = ast_add(SAY(ZONE, @$, "-"), LEAF(CLOCK, $CLOCK)); }

workings: %empty                { $$ = NEW(BAD, @$); }
  | workings[list] working      { $$ = ast_add($list, $working); }

working: days hours_list        { $$ = ast_adopt(ast_adopt(NEW(WORKING, @$), $days), $hours_list); }

days: day_range                 { $$ = ast_add(NEW(BAD, @$), $day_range); }
  | days[list] COMMA day_range  { $$ = ast_add($list, $day_range); }

day_range: day_name
  | day_name[from] DOTS day_name[to] { $$ = ast_add($from, $to); }

day_name: MON { $$ = SAY(DAY, @$, "0"); } | TUE { $$ = SAY(DAY, @$, "1"); } | WED { $$ = SAY(DAY, @$, "2"); }
  | THU { $$ = SAY(DAY, @$, "3"); } | FRI { $$ = SAY(DAY, @$, "4"); } | SAT { $$ = SAY(DAY, @$, "5"); }
  | SUN { $$ = SAY(DAY, @$, "6"); }

hours_list: hours               { $$ = ast_add(NEW(BAD, @$), $hours); }
  | hours_list[list] hours      { $$ = ast_add($list, $hours); }

hours: CLOCK[from] MINUS CLOCK[to] { $$ = ast_add(ast_add(NEW(HOURS, @$), LEAF(CLOCK, $from)),
                                                  LEAF(CLOCK, $to)); }

/* ---- rows ---- */

row: row_head cells tail        { $$ = ast_adopt(ast_adopt($row_head, $cells), $tail); }

row_head: row_word NAME STRING  { $$ = parser_head(p, $row_word, @$, $NAME, $STRING); }
  | row_word STRING             { $$ = parser_head(p, $row_word, @$, NULL, $STRING); }
  | row_word NAME %prec ENDS_HERE { $$ = parser_head(p, $row_word, @$, $NAME, NULL); }

row_word: STEP                  { $$ = NEW(STEP, @$); }
  | DECISION                    { $$ = NEW(DECISION, @$); }
  | START                       { $$ = NEW(START, @$); }
  | END                         { $$ = NEW(END, @$); }

cells: %empty                   { $$ = NEW(BAD, @$); }
  | cells[list] cell            { $$ = ast_add($list, $cell); }
  | cells[list] error           { $$ = ast_add($list, NEW(BAD, @2)); }

cell: own_cell
  | WAIT duration               { $$ = ast_add(NEW(WAIT, @$), $duration); $$->at = @1; }
  | WAIT duration PER_ITEM      { $$ = ast_add(ast_add(NEW(WAIT, @$), $duration),
                                               LEAF(PER_ITEM, $PER_ITEM)); $$->at = @1; }
  | LATE target                 { $$ = ast_add(NEW(LATE, @$), $target); $$->at = @1; }

/* Cells that begin with a word that no outcome has. */
own_cell: BY performers who_rules   { $$ = ast_adopt(ast_adopt(NEW(BY, @$), $performers), $who_rules);
                                  $$->at = @BY; }
  | ASSISTED_BY names           { $$ = ast_adopt(NEW(ASSISTED_BY, @$), $names); $$->at = @1; }
  | INPUT things                { $$ = ast_adopt(NEW(INPUT, @$), $things); $$->at = @1; }
  | OUTPUT things               { $$ = ast_adopt(NEW(OUTPUT, @$), $things); $$->at = @1; }
  | NOTE text                   { $$ = ast_add(NEW(NOTE, @$), $text); $$->at = @1; }
  | TIME duration               { $$ = ast_add(NEW(TIME, @$), $duration); $$->at = @1; }
  | TIME duration PER_ITEM      { $$ = ast_add(ast_add(NEW(TIME, @$), $duration),
                                               LEAF(PER_ITEM, $PER_ITEM)); $$->at = @1; }
  | DUE duration                { $$ = ast_add(NEW(DUE, @$), $duration); $$->at = @1; }
  | DUE duration FROM name      { $$ = ast_add(ast_add(NEW(DUE, @$), $duration),
                                               LEAF(FROM, $name)); $$->at = @1; }
  | AFTER groups                { $$ = ast_adopt(NEW(AFTER, @$), $groups); $$->at = @1; }
  | AFTER THE_START             { $$ = ast_add(NEW(AFTER, @$), LEAF(START_OF, $THE_START));
                                  $$->at = @1; }
  | AFTER ANY_OF refs           { $$ = ast_add(NEW(AFTER, @$), ast_adopt(LEAF(ANY_OF, $ANY_OF), $refs));
                                  $$->at = @1; }
  | AFTER NUMBER OF refs        { $$ = ast_add(NEW(AFTER, @$), ast_adopt(LEAF(N_OF, $NUMBER), $refs));
                                  $$->at = @1; }
  | CALLS name                  { $$ = SAY(CALLS, @$, $name->text); $$->at = @name; }
  | FILLS fill_list             { $$ = ast_adopt(NEW(FILLS, @$), $fill_list); $$->at = @1; }

performers: performer           { $$ = ast_add(NEW(BAD, @$), $performer); }
  | performers[list] COMMA performer { $$ = ast_add($list, $performer); }
  | performers[list] OR performer    { $$ = ast_add($list, ast_add(LEAF(OR, $OR), $performer)); }

performer: name                 { $$ = LEAF(PERFORMER, $name); }
  | NUMBER name                 { $$ = ast_add(LEAF(PERFORMER, $name), LEAF(COUNT, $NUMBER)); }
  | EACH name                   { $$ = ast_add(LEAF(PERFORMER, $name), LEAF(EACH, $EACH)); }

who_rules: %empty               { $$ = NEW(BAD, @$); }
  | who_rules[list] who_rule    { $$ = ast_add($list, $who_rule); }

who_rule: EXCEPT name           { $$ = SAY(EXCEPT, @$, $name->text); $$->at = @name; }
  | SAME_AS name                { $$ = SAY(SAME_AS, @$, $name->text); $$->at = @name; }

names: name                     { $$ = ast_add(NEW(BAD, @$), LEAF(NAME, $name)); }
  | names[list] COMMA name      { $$ = ast_add($list, LEAF(NAME, $name)); }

things: thing_list
  | LBRACE thing_list RBRACE    { $$ = $thing_list; }

thing_list: thing               { $$ = ast_add(NEW(BAD, @$), $thing); }
  | thing_list[list] COMMA thing { $$ = ast_add($list, $thing); }

thing: text
  | name                        { $$ = LEAF(NAME, $name); }

duration: numbers unit          { $$ = ast_add($numbers, $unit); }
  | EXPONENTIAL NUMBER unit     { $$ = ast_add(SAY(DURATION, @$, "exponential"), LEAF(NUMBER, $NUMBER));
                                  ast_add($$, $unit); }
  | NORMAL NUMBER[mean] PLUSMINUS NUMBER[deviation] unit
                                { $$ = ast_add(SAY(DURATION, @$, "normal"), LEAF(NUMBER, $mean));
                                  ast_add(ast_add($$, LEAF(NUMBER, $deviation)), $unit); }
  | text                        { $$ = ast_add(NEW(DURATION, @$), $text); }

numbers: NUMBER                 { $$ = ast_add(NEW(DURATION, @$), LEAF(NUMBER, $NUMBER)); }
  | numbers[list] DOTS NUMBER   { $$ = ast_add($list, LEAF(NUMBER, $NUMBER)); }

unit: SECONDS                   { $$ = SAY(UNIT_OF, @$, "second"); }
  | MINUTES                     { $$ = SAY(UNIT_OF, @$, "minute"); }
  | HOURS                       { $$ = SAY(UNIT_OF, @$, "hour"); }
  | DAYS                        { $$ = SAY(UNIT_OF, @$, "day"); }
  | WORKING_DAYS                { $$ = SAY(UNIT_OF, @$, "day"); }
  | WEEKS                       { $$ = SAY(UNIT_OF, @$, "week"); }
  | MONTHS                      { $$ = SAY(UNIT_OF, @$, "month"); }
  | WALL_SECONDS                { $$ = SAY(UNIT_OF, @$, "calendar second"); }
  | WALL_MINUTES                { $$ = SAY(UNIT_OF, @$, "calendar minute"); }
  | WALL_HOURS                  { $$ = SAY(UNIT_OF, @$, "calendar hour"); }
  | WALL_DAYS                   { $$ = SAY(UNIT_OF, @$, "calendar day"); }
  | WALL_WEEKS                  { $$ = SAY(UNIT_OF, @$, "calendar week"); }
  | WALL_MONTHS                 { $$ = SAY(UNIT_OF, @$, "calendar month"); }

groups: group                   { $$ = ast_add(NEW(BAD, @$), $group); }
  | groups[list] COMMA group    { $$ = ast_add($list, $group); }

group: member                   { $$ = ast_add(NEW(GROUP, @$), $member); }
  | group[list] OR member       { $$ = ast_add($list, ast_add(LEAF(OR, $OR), $member)); }

refs: member                    { $$ = ast_add(NEW(BAD, @$), $member); }
  | refs[list] COMMA member     { $$ = ast_add($list, $member); }

member: name                    { $$ = LEAF(MEMBER, $name); }
  | name DOT YES                { $$ = ast_add(LEAF(MEMBER, $name), LEAF(YES, $YES)); }
  | name DOT NO                 { $$ = ast_add(LEAF(MEMBER, $name), LEAF(NO, $NO)); }
  | name DOT ELSE               { $$ = ast_add(LEAF(MEMBER, $name), LEAF(ELSE, $ELSE)); }
  | name DOT LATE               { $$ = ast_add(LEAF(MEMBER, $name), LEAF(LATE, $LATE)); }
  | name DOT text               { $$ = ast_add(LEAF(MEMBER, $name), $text); }

fill_list: fill                 { $$ = ast_add(NEW(BAD, @$), $fill); }
  | fill_list[list] COMMA fill  { $$ = ast_add($list, $fill); }

fill: name                      { $$ = LEAF(FILL, $name); }
  | name EQUAL expr             { $$ = ast_add(LEAF(FILL, $name), $expr); }

/* ---- where it goes ---- */

tail: %empty %prec ENDS_HERE    { $$ = NULL; }
  | goto                        { $$ = ast_add(NEW(BAD, @$), $goto); }
  | goto LATE target            { $$ = ast_add(NEW(BAD, @$), $goto);
                                  ast_add($$, ast_add(LEAF(LATE, $LATE), $target)); }
  | outcomes %prec ENDS_HERE

goto: target

target: ARROW name              { $$ = LEAF(GOTO, $name); }
  | ARROW THE_END               { $$ = LEAF(GOTO_END, $THE_END); }

outcomes: outcome               { $$ = ast_add(NEW(BAD, @$), $outcome); }
  | outcomes[list] outcome      { $$ = ast_add($list, $outcome); }
  | outcomes[list] LATE target  { $$ = ast_add($list, ast_add(LEAF(LATE, $LATE), $target)); }
  | outcomes[list] own_cell     { $$ = ast_add($list, $own_cell); }   /* too late: told by the model */
  | outcomes[list] error        { $$ = ast_add($list, NEW(BAD, @2)); }

outcome: answer mods arrow      { $$ = ast_adopt(ast_adopt($answer, $mods), $arrow); }

answer: YES                     { $$ = LEAF(YES, $YES); }
  | NO                          { $$ = LEAF(NO, $NO); }
  | STRING                      { $$ = LEAF(WORDS, $STRING); }
  | ELSE                        { $$ = LEAF(ELSE, $ELSE); }
  | WHEN expr                   { $$ = ast_add(LEAF(WHEN, $WHEN), $expr); }

mods: %empty                    { $$ = NEW(BAD, @$); }
  | mods[list] mod              { $$ = ast_add($list, $mod); }

mod: NUMBER PERCENT             { $$ = SAY(PERCENT, @$, $NUMBER->text); }
  | WAIT duration               { $$ = ast_add(NEW(WAIT, @$), $duration); $$->at = @1; }
  | AT_MOST NUMBER TIMES        { $$ = SAY(AT_MOST, @$, $NUMBER->text); }

arrow: %empty                   { $$ = NULL; }
  | target                      { $$ = ast_add(NEW(BAD, @$), $target); }
  | target[first] THEN target[other] { $$ = ast_add(NEW(BAD, @$), $first);
                                  ast_add($$, ast_add(LEAF(THEN, $THEN), $other)); }
  | THEN target                 { $$ = ast_add(NEW(BAD, @$),
                                               ast_add(LEAF(THEN, $THEN), $target)); }

/* ---- expressions ---- */

expr: name                      { $$ = LEAF(NAME, $name); }
  | NUMBER                      { $$ = LEAF(NUMBER, $NUMBER); }
  | DATE                        { $$ = LEAF(DATE, $DATE); }
  | text
  | YES                         { $$ = LEAF(YES, $YES); }
  | NO                          { $$ = LEAF(NO, $NO); }
  | LPAREN expr[inner] RPAREN   { $$ = ast_add(NEW(PARENS, @$), $inner); }
  | NOT expr[inner]             { $$ = ast_add(SAY(UNARY, @$, "not"), $inner); }
  | MINUS expr[inner] %prec NEGATIVE { $$ = ast_add(SAY(UNARY, @$, "-"), $inner); }
  | expr[a] OR expr[b]          { $$ = ast_add(ast_add(SAY(BINARY, @$, "or"), $a), $b); }
  | expr[a] AND expr[b]         { $$ = ast_add(ast_add(SAY(BINARY, @$, "and"), $a), $b); }
  | expr[a] EQUAL expr[b]       { $$ = ast_add(ast_add(SAY(BINARY, @$, "="), $a), $b); }
  | expr[a] UNEQUAL expr[b]     { $$ = ast_add(ast_add(SAY(BINARY, @$, "!="), $a), $b); }
  | expr[a] LESS expr[b]        { $$ = ast_add(ast_add(SAY(BINARY, @$, "<"), $a), $b); }
  | expr[a] ATMOST_SIGN expr[b] { $$ = ast_add(ast_add(SAY(BINARY, @$, "<="), $a), $b); }
  | expr[a] GREATER expr[b]     { $$ = ast_add(ast_add(SAY(BINARY, @$, ">"), $a), $b); }
  | expr[a] ATLEAST_SIGN expr[b] { $$ = ast_add(ast_add(SAY(BINARY, @$, ">="), $a), $b); }
  | expr[a] PLUS expr[b]        { $$ = ast_add(ast_add(SAY(BINARY, @$, "+"), $a), $b); }
  | expr[a] MINUS expr[b]       { $$ = ast_add(ast_add(SAY(BINARY, @$, "-"), $a), $b); }
  | expr[a] TIMES_SIGN expr[b]  { $$ = ast_add(ast_add(SAY(BINARY, @$, "*"), $a), $b); }
  | expr[a] SLASH expr[b]       { $$ = ast_add(ast_add(SAY(BINARY, @$, "/"), $a), $b); }

%%

/* bison keeps its look at the state private, so what asks it stands here. */

static int to_tokens(const yysymbol_kind_t *kinds, int n, int *tokens)
{
    for (int i = 0; i < n; i++)
        tokens[i] = (int)kinds[i];   /* api.token.raw */
    return n;
}

_Static_assert(YYNTOKENS <= PARSER_N_TOKENS, "all tokens have room in what is expected");

int parser_expected(struct sop_pstate *state, int tokens[PARSER_N_TOKENS])
{
    yysymbol_kind_t kinds[YYNTOKENS];
    return to_tokens(kinds, yypstate_expected_tokens(state, kinds, YYNTOKENS), tokens);
}

/* bison itself is content only after three tokens that fit; 3 is its state
 * right behind a fault, when what does not fit is thrown away. */
bool parser_recovered(struct sop_pstate *state)
{
    bool is_recovered = state->yyerrstatus < 3;
    if (is_recovered)
        state->yyerrstatus = 0;
    return is_recovered;
}

static int yyreport_syntax_error(const yypcontext_t *context, struct parser *p)
{
    yysymbol_kind_t kinds[YYNTOKENS];
    int tokens[YYNTOKENS];
    int n = to_tokens(kinds, yypcontext_expected_tokens(context, kinds, YYNTOKENS), tokens);
    parser_tell(p, (int)yypcontext_token(context), *yypcontext_location(context), tokens, n);
    return 0;
}

/* Reached only when the parser's stack is full. */
static void yyerror(const struct span *span, struct parser *p, const char *message)
{
    (void)message;
    diag_add(p->diags, E_NESTING, *span);
}
