import type { Curve, Point } from './curves.js';

const WIDTH = 720;
const HEIGHT = 420;
const LEFT = 60;
const TOP = 48;
const RIGHT = 20;
const BOTTOM = 48;
const FROM = 0.7;
const TO = 1.3;
const MOST = 0.32;
/** Distinguished by dashes too, for the colour-blind. */
const STYLES = [
  { colour: '#7f7f7f', dashes: '2 3' },
  { colour: '#d95f02', dashes: '8 3' },
  { colour: '#1b70b8', dashes: '8 3 2 3' },
  { colour: '#1b9e5a', dashes: '' },
];

const x = (arrived: number): number => LEFT + ((arrived - FROM) / (TO - FROM)) * (WIDTH - LEFT - RIGHT);
const y = (part: number): number => HEIGHT - BOTTOM - (part / MOST) * (HEIGHT - TOP - BOTTOM);
const at = (value: number): string => value.toFixed(1);

/** GPUs that stay unallocated, over what was asked for. */
export function plotOf(curves: readonly Curve[], about: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="20" font-size="15">GPUs that stay unallocated, in % of all</text>`,
    `<text x="${LEFT}" y="38" fill="#555">${about}</text>`,
    ...axes(),
    ...curves.flatMap((curve, index) => lineOf(curve, index)),
    '</svg>\n',
  ].join('\n');
}

function axes(): string[] {
  const across = [0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3].map(
    (arrived) =>
      `<text x="${at(x(arrived))}" y="${HEIGHT - 26}" text-anchor="middle">${Math.round(arrived * 100)}</text>`,
  );
  const up = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3].map(
    (part) =>
      `<path d="M${LEFT} ${at(y(part))}H${WIDTH - RIGHT}" stroke="#ddd"/><text x="${LEFT - 8}" y="${at(y(part) + 4)}" text-anchor="end">${Math.round(part * 100)}</text>`,
  );
  const label = `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">GPUs asked for so far, in % of all</text>`;
  return [...up, ...across, label];
}

function lineOf({ name, points }: Curve, index: number): string[] {
  const { colour, dashes } = STYLES[index % STYLES.length] ?? { colour: '#000', dashes: '' };
  const seen = points.filter(({ arrived, mean }) => arrived >= FROM - 1e-6 && mean <= MOST);
  const path = (of: (point: Point) => number): string =>
    seen.map((point) => `${at(x(point.arrived))} ${at(y(of(point)))}`).join('L');
  const back = [...seen].reverse().map(({ arrived, least }) => `${at(x(arrived))} ${at(y(least))}`);
  const stroke = `stroke="${colour}" stroke-width="2" stroke-dasharray="${dashes}"`;
  const key = TOP + 14 + 20 * index;
  return [
    `<path d="M${path(({ most }) => most)}L${back.join('L')}Z" fill="${colour}" opacity="0.12"/>`,
    `<path d="M${path(({ mean }) => mean)}" fill="none" ${stroke}/>`,
    `<path d="M${WIDTH - 200} ${key}h30" ${stroke}/><text x="${WIDTH - 162}" y="${key + 4}">${name}</text>`,
  ];
}
