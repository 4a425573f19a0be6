/* The viewer in a browser, document by document: see tests/web/run. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bandOf, open, openBrowser, pdfPages, PHONE, rowsOf, shots, stepsWith,
         violations } from './browser.mjs';

const folder = process.argv[2], only = process.argv[3] || '';
const names = readdirSync(path.join(folder, 'pages')).filter((f) => f.endsWith('.html'))
    .map((f) => f.slice(0, -5)).filter((n) => n.includes(only));
const browser = await openBrowser();
let passed = 0, failed = 0, nAxe = 0;

async function test(name, run) {
    try {
        await run();
        passed++;
    } catch (e) {
        failed++;
        console.log(`FAIL  ${name}\n      ${String(e.message).split('\n').join('\n      ')}`);
    }
}

async function assertAccessible(page) {
    nAxe++;
    assert.deepEqual(await violations(page), []);
}

const sorted = (list) => Array.from(new Set(list)).sort();

/* Who is in the page's view, by what sopc export says. */
function readDocument(name) {
    const file = path.join(folder, 'pages', `${name}.html`);
    const data = readFileSync(path.join(folder, 'pages', `${name}.json`), 'utf8');
    const sop = JSON.parse(data).sops[0];
    return { name, file, sop, rows: sop.rows.map((r) => r.id) };
}

const followers = (row) => sorted(row.next.filter((n) => n !== 'end' && n !== row.id));

/* ---- what every document does ---------------------------------------------- */

async function testHover(d) {
    const page = await open(browser, d.file);
    for (const row of d.sop.rows) {
        const at = await bandOf(page, row.id);
        await page.mouse.move(at.x, at.y);
        assert.deepEqual(await stepsWith(page, 'lit'), [row.id]);
        const next = sorted(await stepsWith(page, 'next-row'));
        assert.deepEqual(next, followers(row), `after ${row.id}`);
        const arrows = await page.$$eval('.edge.lit', (all) => all.map((e) => e.id.split('-')[2]));
        assert.ok(arrows.every((from) => from === row.id), `arrows of ${row.id}`);
        assert.ok(arrows.length > 0 || followers(row).length === 0, `arrows of ${row.id}`);
    }
    await page.mouse.move(2, 2);
    assert.deepEqual(await stepsWith(page, 'lit'), []);
    assert.deepEqual(page.faults, []);
    await page.close();
}

const focused = (page) => page.evaluate(() => document.activeElement.dataset.row);
const pressed = (page) => rowsOf(page, '.rows [aria-pressed="true"]');

async function testKeyboard(d) {
    const page = await open(browser, d.file, { motion: 'reduce' });
    const last = d.rows[d.rows.length - 1];
    for (let i = 0; i < 20 && (await focused(page)) !== d.rows[0]; i++)
        await page.keyboard.press('Tab');
    assert.equal(await focused(page), d.rows[0]);
    assert.deepEqual(await stepsWith(page, 'lit'), [d.rows[0]]);
    const ring = await page.$eval('.rows a:focus rect', (e) => getComputedStyle(e).stroke);
    assert.notEqual(ring, 'none');
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), d.rows[1]);
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), d.rows[2]);
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(page), d.rows[1]);
    await page.keyboard.press('Enter');
    assert.deepEqual(await pressed(page), [d.rows[1]]);
    await page.keyboard.press('End');
    assert.equal(await focused(page), last);
    assert.deepEqual(await stepsWith(page, 'lit'), [d.rows[1]], 'what is pinned stays lit');
    const isSeen = await page.$eval('.rows a:focus', (e) => {
        const box = e.getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight + 1;
    });
    assert.ok(isSeen, 'the row with the focus is in view');
    await assertAccessible(page);
    await page.keyboard.press('Escape');
    assert.deepEqual(await pressed(page), []);
    assert.deepEqual(await stepsWith(page, 'lit'), []);
    await page.keyboard.press('Home');
    await page.keyboard.press(' ');
    assert.deepEqual(await pressed(page), [d.rows[0]]);
    await page.keyboard.press(' ');
    assert.deepEqual(await pressed(page), []);
    assert.deepEqual(page.faults, []);
    await page.close();
}

async function testFilter(d) {
    const page = await open(browser, d.file, { scheme: 'dark' });
    for (let i = 0; i < d.sop.actors.length; i++) {
        const id = d.sop.actors[i].id;
        const kept = d.sop.rows.filter((r) => r.actors.concat(r.assisted_by).includes(id))
            .map((r) => r.id);
        await page.select('#actor', String(i));
        assert.deepEqual(await rowsOf(page, '.step:not([hidden])'), kept);
        assert.deepEqual(sorted(await rowsOf(page, '.band:not(.dim)')), sorted(kept));
        const said = await page.$eval('#shown', (e) => e.textContent);
        assert.ok(said.includes(String(kept.length)) && said.includes(String(d.rows.length)), said);
    }
    await assertAccessible(page);
    await page.screenshot({ path: shots(folder, `${d.name}-dark`) });
    await page.click('#clear');
    assert.equal((await page.$$('.band.dim, .edge.dim, .symbol.dim, .step[hidden]')).length, 0);
    assert.equal(await page.$eval('#actor', (e) => e.value), '');
    assert.deepEqual(page.faults, []);
    await page.close();
}

async function testTap(d) {
    const page = await open(browser, d.file, { view: PHONE });
    await assertAccessible(page);
    const at = await bandOf(page, d.rows[1]);
    await page.touchscreen.tap(at.x, at.y);
    assert.deepEqual(await pressed(page), [d.rows[1]]);
    const card = await page.$eval('.step.pinned', (e) => {
        const box = e.getBoundingClientRect();
        return { row: e.dataset.row, isBelow: Math.abs(box.bottom - innerHeight) < 1 };
    });
    assert.deepEqual(card, { row: d.rows[1], isBelow: true });
    await page.screenshot({ path: shots(folder, `${d.name}-phone`) });
    await assertAccessible(page);
    await page.touchscreen.tap(at.x, at.y);
    assert.deepEqual(await pressed(page), []);
    const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(spill <= 0, `the page is ${spill} pixels wider than the phone`);
    assert.deepEqual(page.faults, []);
    await page.close();
}

async function testPrint(d) {
    const page = await open(browser, d.file, { scheme: 'dark' });
    const out = path.join(folder, 'pages', `${d.name}.printed.pdf`);
    await page.select('#actor', '0');
    await page.click('#larger');
    await page.pdf({ path: out, preferCSSPageSize: true, printBackground: true });
    const want = pdfPages(path.join(folder, 'pages', `${d.name}.pdf`)), have = pdfPages(out);
    assert.equal(have.length, want.length, 'pages');
    have.forEach((size, i) => {
        const isSame = size.every((points, k) => Math.abs(points - want[i][k]) < 1);
        assert.ok(isSame, `page ${i + 1}: ${size} for ${want[i]}`);
    });
    await page.emulateMediaType('print');
    const look = await page.evaluate(() => ({
        ink: getComputedStyle(document.querySelector('.drawing')).filter,
        tools: getComputedStyle(document.querySelector('.top')).display,
        steps: getComputedStyle(document.querySelector('.steps')).display,
        bands: getComputedStyle(document.querySelector('.bands')).display,
    }));
    assert.deepEqual(look, { ink: 'none', tools: 'none', steps: 'none', bands: 'none' });
    assert.deepEqual(page.faults, []);
    await page.close();
}

async function testWide(d) {
    const page = await open(browser, d.file);
    await assertAccessible(page);
    const spill = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    assert.ok(spill <= 0, `the screen scrolls as a whole, by ${spill}`);
    const at = await bandOf(page, d.rows[1]);
    await page.mouse.move(at.x, at.y);
    await new Promise((done) => setTimeout(done, 200));
    await page.screenshot({ path: shots(folder, `${d.name}-wide`) });
    await page.close();
}

/* ---- what one document shows for all ----------------------------------------- */

async function testZoom(d) {
    const page = await open(browser, d.file);
    const width = () => page.$eval('#page-1', (e) => e.getBoundingClientRect().width);
    const fit = await width();
    await page.click('#larger');
    assert.ok(Math.abs(await width() - fit * 1.25) < 2);
    await page.click('#smaller');
    await page.click('#smaller');
    assert.ok(Math.abs(await width() - fit / 1.25) < 2);
    await page.click('#fit');
    assert.equal(await width(), fit);
    await page.click('#aside');
    assert.ok(await width() > fit);
    assert.equal(await page.$eval('#aside', (e) => e.getAttribute('aria-expanded')), 'false');
    await page.close();
}

/* From the words to the sheet, and along the arrows in the words. */
async function testLinks(d) {
    const page = await open(browser, d.file, { motion: 'reduce' });
    const first = d.sop.rows.find((r) => followers(r).length);
    const next = followers(first)[0];
    await page.$eval(`#step-${first.id} h3 a`, (e) => e.click());
    assert.deepEqual(await pressed(page), [first.id]);
    assert.equal(await page.evaluate(() => document.activeElement.id), `row-${first.id}`);
    await page.$eval(`#step-${first.id} .next a[href="#step-${next}"]`, (e) => e.click());
    assert.deepEqual(await pressed(page), [next]);
    const isSeen = await page.$eval(`#step-${next}`, (e) => {
        const box = e.getBoundingClientRect();
        return box.top >= 0 && box.top < innerHeight && e.contains(document.activeElement);
    });
    assert.ok(isSeen, 'the step that a link leads to is seen and has the focus');
    await page.$eval('.annex a', (e) => e.click());
    assert.deepEqual(await pressed(page), [d.rows[0]]);
    await page.close();
}

async function testMotion(d) {
    const spent = (page) => page.$eval('.band', (e) => getComputedStyle(e).transitionDuration);
    const calm = await open(browser, d.file, { motion: 'reduce' });
    assert.equal(await spent(calm), '0s');
    await calm.close();
    const page = await open(browser, d.file);
    assert.notEqual(await spent(page), '0s');
    await page.close();
}

async function testWithoutScript(d) {
    const page = await open(browser, d.file, { script: false });
    const seen = await page.evaluate(() => ({
        tools: getComputedStyle(document.querySelector('.tools')).display,
        links: document.querySelectorAll('.rows a').length,
        pointer: getComputedStyle(document.querySelector('.rows')).pointerEvents,
        steps: document.querySelectorAll('.step').length,
    }));
    const n = d.rows.length;
    assert.deepEqual(seen, { tools: 'none', links: n, pointer: 'auto', steps: n });
    await page.close();
}

/* A policy that is only written does nothing: it is tried. */
async function testPolicy(d) {
    const page = await open(browser, d.file);
    const ran = await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'window.planted = true';
        document.body.append(script);
        const link = document.createElement('a');
        link.setAttribute('onclick', 'window.planted = true');
        document.body.append(link);
        link.click();
        return Boolean(window.planted);
    });
    assert.equal(ran, false);
    assert.equal(page.faults.filter((f) => f.includes('Content Security Policy')).length, 2);
    await page.close();
}

async function testHostile(d) {
    const page = await open(browser, d.file);
    assert.equal(await page.title(), "<script>alert('x')</script>");
    assert.equal((await page.$$('script')).length, 1);
    const planted = 'img, iframe, object, [onload], [onerror], [onfocus], [onmouseover]';
    assert.equal((await page.$$(planted)).length, 0);
    assert.deepEqual(page.faults, []);
    await page.close();
}

for (const d of names.map(readDocument)) {
    await test(`${d.name}: hover`, () => testHover(d));
    await test(`${d.name}: keyboard`, () => testKeyboard(d));
    await test(`${d.name}: filter`, () => testFilter(d));
    await test(`${d.name}: tap`, () => testTap(d));
    await test(`${d.name}: print`, () => testPrint(d));
    await test(`${d.name}: wide`, () => testWide(d));
}
const some = readDocument(names.find((n) => n.startsWith('en-')) || names[0]);
await test('zoom', () => testZoom(some));
await test('links', () => testLinks(some));
await test('motion', () => testMotion(some));
await test('without script', () => testWithoutScript(some));
await test('policy', () => testPolicy(some));
for (const name of names.filter((n) => n.endsWith('hostile')))
    await test('hostile texts', () => testHostile(readDocument(name)));
await browser.close();
console.log(`${names.length} documents, ${nAxe} times axe; ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
