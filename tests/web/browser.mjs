/* Opening a document as somebody would, and asking it what it shows. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const require = createRequire(import.meta.url);
const puppeteer = require('puppeteer-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844, isMobile: true, hasTouch: true,
                       deviceScaleFactor: 2 };

export function openBrowser() {
    const chromium = process.env.CHROMIUM || '/usr/bin/chromium';
    return puppeteer.launch({ executablePath: chromium,
                              args: ['--no-sandbox', '--force-color-profile=srgb'] });
}

/* The page of a file; what it complains of, loads or says stands in page.faults. */
export async function open(browser, file, { view = WIDE, scheme = 'light', motion = 'no-preference',
                                           script = true } = {}) {
    const page = await browser.newPage();
    page.faults = [];
    page.on('console', (m) => page.faults.push(`console: ${m.text()}`));
    page.on('pageerror', (e) => page.faults.push(`error: ${e.message}`));
    page.on('dialog', (d) => { page.faults.push(`dialog: ${d.message()}`); d.dismiss(); });
    page.on('request', (r) => {
        if (r.url().split('#')[0] !== `file://${encodeURI(file)}`)
            page.faults.push(`loads ${r.url()}`);
    });
    await page.setJavaScriptEnabled(script);
    await page.setViewport(view);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme },
                                     { name: 'prefers-reduced-motion', value: motion }]);
    await page.goto(`file://${file}`);
    return page;
}

/* What axe finds wrong, a line each. */
export async function violations(page) {
    await page.evaluate(axe);
    const result = await page.evaluate(() => axe.run(document));
    return result.violations.map((v) => {
        const places = v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120));
        return `${v.id}: ${v.help}: ${places.join(' | ')}`;
    });
}

/* Names of the rows whose step has the class. */
export const rowsOf = (page, selector) =>
    page.$$eval(selector, (all) => all.map((e) => e.dataset.row));
export const stepsWith = (page, name) => rowsOf(page, `.step.${name}`);

/* The middle of a row's band, scrolled to. */
export function bandOf(page, row) {
    return page.evaluate((name) => {
        const band = document.querySelector(`.band[data-row="${name}"]`);
        band.scrollIntoView({ block: 'center', behavior: 'instant' });
        const box = band.getBoundingClientRect();
        return { x: box.left + box.width * 0.1, y: box.top + box.height / 2 };
    }, row);
}

/* Pages of a PDF, and their sizes in whole points. */
export function pdfPages(file) {
    const all = execFileSync('pdfinfo', ['-l', '-1', file], { encoding: 'utf8' });
    return Array.from(all.matchAll(/Page\s+\d+ size:\s+([\d.]+) x ([\d.]+)/g),
                      (m) => [Number(m[1]), Number(m[2])]);
}

export const shots = (folder, name) => path.join(folder, 'shots', `${name}.png`);
