/*
 * The document on a screen: a row that the mouse, a finger or the keyboard
 * points at lights up, with its arrows and the rows they lead to. Without
 * this script everything can be read, printed and followed by links.
 *
 * A row is known by its name: rows, bands and steps carry it as data-row; a
 * symbol's id is "p1-row-<name>", an arrow's "p1-edge-<from>-<to>-<outcome>",
 * and no name holds a hyphen.
 */
(function () {
    'use strict';

    const root = document.documentElement;
    const find = (id) => document.getElementById(id);
    const all = (selector) => Array.from(document.querySelectorAll(selector));

    /* ---- what there is ---------------------------------------------------- */

    /* name -> { parts: what shows the row, out, into: its arrows, next: names } */
    const rows = new Map();
    const edges = [];

    function rowOf(name) {
        if (!rows.has(name))
            rows.set(name, { name, parts: [], out: [], into: [], next: new Set(), actors: [] });
        return rows.get(name);
    }

    /* "p1-edge-a-b-no" -> ["edge", "a", "b", "no"] */
    const wordsOf = (element) => element.id.split('-').slice(1);

    function readEdge(element) {
        const [kind, from, to] = wordsOf(element);
        if (kind === 'join') {
            rowOf(from).parts.push(element);
            return;
        }
        const edge = { element, from, to };
        edges.push(edge);
        rowOf(from).out.push(element);
        rowOf(from).next.add(to);
        rowOf(to).into.push(element);
    }

    for (const part of all('.band, .step')) {
        const row = rowOf(part.dataset.row);
        row.parts.push(part);
        row.actors = part.dataset.actors.split(' ');
    }
    for (const symbol of all('.drawing .symbol')) {
        const [kind, name] = wordsOf(symbol);
        if (kind === 'row')
            rowOf(name).parts.push(symbol);
    }
    all('.drawing .edge').forEach(readEdge);
    const links = all('.rows a');

    /* ---- light --------------------------------------------------------------- */

    let lit = [];            /* [element, class] */
    let shown = null;        /* the name of the row that is lit */
    let pinned = null;

    function mark(elements, name) {
        for (const element of elements) {
            element.classList.add(name);
            lit.push([element, name]);
        }
    }

    /* Two arrows may share their last way: the lit one lies on top. */
    function raise(elements) {
        for (const element of elements)
            element.parentNode.append(element);
    }

    function light(name) {
        if (name === shown)
            return;
        for (const [element, mark] of lit)
            element.classList.remove(mark);
        lit = [];
        shown = name;
        const row = rows.get(name);
        if (!row)
            return;
        for (const next of row.next)
            if (next !== name)
                mark(rowOf(next).parts, 'next-row');
        raise(row.into.concat(row.out));
        mark(row.into, 'into');
        mark(row.out, 'lit');
        mark(row.parts, 'lit');
    }

    /* Beside the sheets, the list of steps follows. */
    function showStep(name) {
        const step = find('step-' + name), list = find('steps');
        if (!step || list.scrollHeight <= list.clientHeight)
            return;
        const box = step.getBoundingClientRect(), view = list.getBoundingClientRect();
        if (box.top < view.top || box.bottom > view.bottom)
            list.scrollTop += box.top - view.top - 60;
    }

    /* What is pinned stays lit, whatever is pointed at. */
    function point(name) {
        light(pinned || name);
    }

    /* On a sheet, not in the list itself: it would run away from the mouse. */
    function pointAtSheet(name) {
        point(name);
        if (shown)
            showStep(shown);
    }

    function pin(name) {
        pinned = name;
        for (const link of links)
            link.setAttribute('aria-pressed', String(link.dataset.row === name));
        for (const step of all('.step'))
            step.classList.toggle('pinned', step.dataset.row === name);
        light(name);
        if (name)
            showStep(name);
        showClear();
    }

    function toggle(name) {
        pin(name === pinned ? null : name);
    }

    /* ---- filter ---------------------------------------------------------------- */

    const actor = find('actor'), count = find('shown');

    function isKept(name) {
        return !actor.value || rowOf(name).actors.includes(actor.value);
    }

    function filter() {
        const steps = all('.step'), kept = steps.filter((step) => isKept(step.dataset.row));
        for (const row of rows.values())
            for (const part of row.parts) {
                part.classList.toggle('dim', !isKept(row.name));
                if (part.matches('.step'))
                    part.hidden = !isKept(row.name);
            }
        for (const edge of edges)
            edge.element.classList.toggle('dim', !isKept(edge.from) && !isKept(edge.to));
        for (const phase of all('.phase'))
            phase.hidden = Boolean(actor.value);
        count.textContent = !actor.value ? '' : count.dataset.words
            .replace('{1}', kept.length).replace('{2}', steps.length);
        showClear();
    }

    function showClear() {
        find('clear').disabled = !pinned && !actor.value;
    }

    function clear() {
        actor.value = '';
        pin(null);
        filter();
    }

    /* ---- mouse and finger --------------------------------------------------- */

    /* An arrow stands for the row it leaves; elsewhere the height decides. */
    function rowAt(event) {
        const edge = event.target.closest('.edge');
        if (edge)
            return wordsOf(edge)[1];
        const bands = Array.from(event.currentTarget.querySelectorAll('.band'));
        const band = bands.find((b) => {
            const box = b.getBoundingClientRect();
            return event.clientY >= box.top && event.clientY < box.bottom
                && event.clientX >= box.left && event.clientX < box.right;
        });
        return band ? band.dataset.row : null;
    }

    for (const sheet of all('.chart')) {
        sheet.addEventListener('pointermove', (event) => {
            if (event.pointerType === 'mouse')
                pointAtSheet(rowAt(event));
        });
        sheet.addEventListener('pointerleave', () => point(null));
        sheet.addEventListener('click', (event) => {
            const name = rowAt(event);
            if (!getSelection().isCollapsed)
                return;
            toggle(name);
            const link = name && find('row-' + name);
            if (link)
                link.focus({ preventScroll: true });
        });
    }

    for (const step of all('.step')) {
        step.addEventListener('pointerenter', () => point(step.dataset.row));
        step.addEventListener('pointerleave', () => point(null));
        step.addEventListener('focusin', () => point(step.dataset.row));
    }

    /* ---- links from words to the sheet, and from row to row ---------------------- */

    function isInView(element) {
        const box = element.getBoundingClientRect();
        const view = document.querySelector('.sheets').getBoundingClientRect();
        return box.top >= Math.max(view.top, 0) && box.bottom <= Math.min(view.bottom, innerHeight);
    }

    function bringToView(element) {
        const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
        if (!isInView(element))
            element.scrollIntoView({ block: 'center', inline: 'nearest',
                                     behavior: isCalm ? 'auto' : 'smooth' });
    }

    function follow(event) {
        const target = event.currentTarget.getAttribute('href');
        const name = target.slice(target.indexOf('-') + 1);
        const row = find('row-' + name), step = find('step-' + name);
        event.preventDefault();
        pin(name);
        bringToView(row);
        (target.startsWith('#row-') ? row : step.querySelector('a')).focus({ preventScroll: true });
    }

    for (const link of all('.step a, .annex a'))
        link.addEventListener('click', follow);

    /* ---- keyboard --------------------------------------------------------------- */

    function press(event, i) {
        const moves = { ArrowDown: i + 1, ArrowRight: i + 1, ArrowUp: i - 1, ArrowLeft: i - 1,
                        Home: 0, End: links.length - 1 };
        if (event.ctrlKey || event.altKey || event.metaKey)
            return;
        if (event.key in moves) {
            const link = links[Math.max(0, Math.min(moves[event.key], links.length - 1))];
            link.focus({ preventScroll: true });
            bringToView(link);
        } else if (event.key === 'Enter' || event.key === ' ') {
            toggle(links[i].dataset.row);
        } else {
            return;
        }
        event.preventDefault();
    }

    links.forEach((link, i) => {
        link.setAttribute('role', 'button');
        link.setAttribute('aria-pressed', 'false');
        link.addEventListener('focus', () => pointAtSheet(link.dataset.row));
        link.addEventListener('blur', () => point(null));
        link.addEventListener('keydown', (event) => press(event, i));
        link.addEventListener('click', (event) => {   /* a screen reader's */
            event.preventDefault();
            event.stopPropagation();
            toggle(link.dataset.row);
        });
    });

    document.addEventListener('keydown', (event) => {
        if (event.key === 'Escape')
            clear();
    });

    /* ---- tools -------------------------------------------------------------------- */

    /* 0: as wide as there is room. */
    let zoom = 0;

    function setZoom(to) {
        const sheets = document.querySelector('.sheets');
        zoom = to && Math.max(0.25, Math.min(to, 4));
        sheets.classList.toggle('zoomed', zoom > 0);
        root.style.setProperty('--zoom', String(zoom || 1));
    }

    /* From what is seen, not from the last number. */
    function step(by) {
        const sheet = document.querySelector('.sheet');
        const full = parseFloat(getComputedStyle(root).getPropertyValue('--page-width')) * 4 / 3;
        setZoom(sheet.getBoundingClientRect().width / full * by);
    }

    /* Of the actor's rows one is to be seen. */
    actor.addEventListener('change', () => {
        filter();
        const kept = links.filter((link) => isKept(link.dataset.row));
        if (kept.length && !kept.some(isInView))
            bringToView(kept[0]);
    });
    find('smaller').addEventListener('click', () => step(1 / 1.25));
    find('larger').addEventListener('click', () => step(1.25));
    find('fit').addEventListener('click', () => setZoom(0));
    find('print').addEventListener('click', () => print());
    find('clear').addEventListener('click', clear);
    find('aside').addEventListener('click', (event) => {
        const isHidden = root.classList.toggle('no-steps');
        event.currentTarget.setAttribute('aria-expanded', String(!isHidden));
    });

    root.classList.add('js');
    filter();
}());
