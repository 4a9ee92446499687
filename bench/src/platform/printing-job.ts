/**
 * What the jobs of the rows about output run: lines that carry the time at which they were printed, as fast as they are
 * taken or so many a second.
 */
const CODE = `
const [count, perSecond] = process.argv.slice(1).map(Number);
const pad = 'x'.repeat(60);
const start = performance.now();
let printed = 0;
const due = () => perSecond > 0 ? Math.min(count, Math.floor((performance.now() - start) * perSecond / 1000)) : Math.min(count, printed + 500);
const go = () => {
  let text = '';
  for (const until = due(); printed < until; printed += 1)
    text += (performance.timeOrigin + performance.now()).toFixed(2) + ' ' + printed + ' ' + pad + '\\n';
  const next = () => printed < count && (perSecond > 0 ? setTimeout(go, 5) : setImmediate(go));
  if (text === '' || process.stdout.write(text)) next();
  else process.stdout.once('drain', next);
};
go();`;

/** @param perSecond 0 for as fast as they are taken */
export const printing = (count: number, perSecond: number): readonly [string, ...string[]] => [
  process.execPath,
  '-e',
  CODE,
  String(count),
  String(perSecond),
];

/** When a line was printed, on the clock of `performance.timeOrigin + performance.now()`. */
export const printedAt = (line: string): number => Number(line.slice(0, line.indexOf(' ')));
export const now = (): number => performance.timeOrigin + performance.now();
