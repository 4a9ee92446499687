import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildWheel } from './wheel.js';

/** `npm run wheel --workspace @berth/python`: writes `dist/wheel`, which the gateway serves. */
const FOLDER = fileURLToPath(new URL('../../', import.meta.url));
const OUT = `${FOLDER}dist/wheel/`;

const { file, content, requiresPython } = buildWheel(FOLDER);
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
writeFileSync(OUT + file, content);
const sha256 = createHash('sha256').update(content).digest('hex');
// last: where it is there, the wheel is whole
writeFileSync(`${OUT}wheel.json`, `${JSON.stringify({ file, sha256, requiresPython }, undefined, 2)}\n`);
