/**
 * Draws the pictures that are shown beside a link to a call, into embed/. They say nothing in any language. To be run by
 * hand where the drawing changes: node --import tsx relay/build/preview-pictures.mjs
 */
import { writeFileSync } from 'node:fs';
import { openBrowser } from '../../test/support/browser.ts';

const SIZES = { 'preview.png': [1200, 630], 'preview-small.png': [480, 252] };

const person = (x, y, light, dark, skin) => `<g transform="translate(${x} ${y})">
  <clipPath id="c${x}-${y}"><rect width="300" height="200" rx="24"/></clipPath>
  <g clip-path="url(#c${x}-${y})"><rect width="300" height="200" fill="${light}"/>
  <ellipse cx="150" cy="214" rx="92" ry="84" fill="${dark}"/><circle cx="150" cy="94" r="44" fill="${skin}"/></g></g>`;

const button = (x, fill) => `<circle cx="${x}" cy="545" r="30" fill="${fill}"/>`;

const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630" width="100%" height="100%">
  <rect width="1200" height="630" fill="#08493f"/>
  ${person(280, 60, '#cfeee6', '#0b6b5d', '#f1c7a5')}
  ${person(620, 60, '#ffd9b8', '#9a4a12', '#8d5a3b')}
  ${person(280, 280, '#d5dcfb', '#3a4bb0', '#c98f66')}
  ${person(620, 280, '#f7d3e2', '#93325f', '#fadcc6')}
  <rect x="622" y="62" width="296" height="196" rx="22" fill="none" stroke="#63dcc0" stroke-width="8"/>
  ${button(500, '#ffffff30')}${button(580, '#ffffff30')}${button(700, '#e5484d')}
  <g stroke="#fff" stroke-width="5" stroke-linecap="round" fill="none" stroke-linejoin="round">
    <rect x="493" y="527" width="14" height="24" rx="7"/><path d="M486 546a14 14 0 0 0 28 0M500 560v6"/>
    <rect x="562" y="534" width="24" height="22" rx="5"/><path d="M586 543l12-7v18l-12-7"/>
    <path d="M684 549c8-12 24-12 32 0"/>
  </g>
</svg>`;

const browser = await openBrowser('chromium');
const page = await browser.newPage();
for (const [name, [width, height]] of Object.entries(SIZES)) {
  await page.setViewport({ width, height });
  await page.setContent(`<style>body{margin:0;display:grid;height:100vh}</style>${DRAWING}`);
  writeFileSync(
    new URL(`../embed/${name}`, import.meta.url),
    await page.screenshot({ type: 'png', optimizeForSpeed: false }),
  );
}
await browser.close();
