// What can be counted in a picture, the same way for every tool: arrows drawn,
// crossings of different arrows, steps that stand above the one before.
//   node figures.mjs ours|mermaid|graphviz|plantuml PICTURE SOP.json
// PICTURE: the display list, mermaid's SVG, graphviz' -Tjson, plantuml's SVG.
// SOP.json is of `sopc export -T json`. Prints one line of JSON.
import { readFileSync } from "node:fs";

const [kind, picture, sop] = process.argv.slice(2);
const text = readFileSync(picture, "utf8");
const rows = JSON.parse(readFileSync(sop, "utf8")).sops[0].rows.filter((r) => r.no);
const places = new Map();   // row id -> height on the sheet, downward
let arrows = [];            // { name, points }; a crossing is between two names

const cubic = (p, n = 12) => {   // a start and three points for each curve
    const out = [p[0]];
    for (let i = 0; i + 3 < p.length; i += 3)
        for (let k = 1; k <= n; k++) {
            const t = k / n, u = 1 - t;
            const at = (c) => u ** 3 * p[i][c] + 3 * u * u * t * p[i + 1][c] +
                3 * u * t * t * p[i + 2][c] + t ** 3 * p[i + 3][c];
            out.push([at(0), at(1)]);
        }
    return out;
};

const pathPoints = (d) => {      // M L C Q A with absolute coordinates
    const out = [];
    for (const [, op, rest] of d.matchAll(/([MLCQA])([^MLCQA]*)/g)) {
        const n = (rest.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
        const pairs = (from) => n.slice(from).reduce((a, v, i, all) =>
            i % 2 ? [...a, [all[i - 1], v]] : a, []);
        if (op === "C") out.push(...cubic([out.at(-1), ...pairs(0)]).slice(1));
        else if (op === "A") out.push(n.slice(-2));   // a hop over another line: its chord
        else if (op === "Q") out.push(n.slice(-2));
        else out.push(...pairs(0));
    }
    return out;
};

if (kind === "ours") {
    JSON.parse(text).pages.forEach((page, i) => {
        for (const s of page.symbols)
            if (s.kind !== "pentagon" && !places.has(s.row))
                places.set(s.row, i * page.height + (s.box[1] + s.box[3]) / 2);
        for (const l of page.lines)
            arrows.push({ name: l.arrow ? `${l.from} ${l.to} ${l.outcome}` : `join ${l.from}`,
                          is_arrow: l.arrow, page: i, points: l.points });
    });
} else if (kind === "mermaid") {
    for (const [, id, y] of text.matchAll(/id="my-svg-flowchart-(\w+)-\d+"[^>]*translate\([^,]*, ?(-?[\d.]+)\)/g))
        places.set(id, Number(y));
    for (const [, d, id] of text.matchAll(/<path d="([^"]*)" id="my-svg-(L_[^"]*)"/g))
        arrows.push({ name: id, is_arrow: true, points: pathPoints(d) });
} else if (kind === "graphviz") {
    const graph = JSON.parse(text);
    for (const o of graph.objects)
        if (o.pos) places.set(o.name, -Number(o.pos.split(",")[1]));
    graph.edges.filter((e) => e.style !== "invis").forEach((e, i) => {
        const p = e.pos.split(" ").filter((s) => !/^[es]/.test(s)).map((s) => s.split(",").map(Number));
        arrows.push({ name: `edge ${i}`, is_arrow: true, points: cubic(p) });
    });
} else {
    const numbers = new Map(rows.map((r) => [`${r.no}.`, r.id]));
    for (const [, y, words] of text.matchAll(/<text[^>]* y="([\d.]+)"[^>]*>([^<]*)</g)) {
        const id = numbers.get(words.split(/[\s\u00a0]/)[0]);
        if (id && !places.has(id)) places.set(id, Number(y));
    }
    // An arrow is some lines with ends in common; each counts for itself.
    [...text.matchAll(/<line style="stroke: #A80036[^>]*x1="([\d.]+)" x2="([\d.]+)" y1="([\d.]+)" y2="([\d.]+)"/g)]
        .forEach(([, x1, x2, y1, y2], i) => arrows.push({
            name: `line ${i}`, is_arrow: true,
            points: [[Number(x1), Number(y1)], [Number(x2), Number(y2)]] }));
}

const side = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
const crossing = (a, b, c, d) => {
    const p = side(a, b, c), q = side(a, b, d), r = side(c, d, a), s = side(c, d, b);
    if (p * q >= 0 || r * s >= 0) return null;   // they touch at most
    const t = r / (r - s);
    return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
};

let crossings = 0;
for (let i = 0; i < arrows.length; i++)
    for (let k = i + 1; k < arrows.length; k++) {
        const [x, y] = [arrows[i], arrows[k]], seen = [];
        if (x.name === y.name || x.page !== y.page) continue;
        for (let m = 0; m + 1 < x.points.length; m++)
            for (let n = 0; n + 1 < y.points.length; n++) {
                const at = crossing(x.points[m], x.points[m + 1], y.points[n], y.points[n + 1]);
                if (at && !seen.some((o) => Math.hypot(o[0] - at[0], o[1] - at[1]) < 3)) seen.push(at);
            }
        crossings += seen.length;
    }

let above = 0;
for (let i = 1; i < rows.length; i++)
    above += places.get(rows[i].id) < places.get(rows[i - 1].id) - 1;
const names = new Set(arrows.filter((a) => a.is_arrow).map((a) => a.name));
console.log(JSON.stringify({
    steps: rows.filter((r) => places.has(r.id)).length, of: rows.length, above,
    arrows: kind === "plantuml" ? null : names.size, crossings }));
