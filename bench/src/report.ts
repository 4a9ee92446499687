import { meets, type Figure } from './figure.js';
import type { Machine } from './machine.js';

const HEAD = ['figure', 'value', 'floor', 'of floor', 'target', ''];

/** A table for people. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${shown(figure.value)} ${figure.unit}`,
    figure.floor === undefined ? '' : shown(figure.floor),
    figure.floor === undefined ? '' : share(figure),
    figure.target === undefined ? '' : `${figure.better === 'higher' ? '≥' : '≤'} ${shown(figure.target)}`,
    verdict(figure),
  ]);
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(HEAD), ...rows.map(line)].join('\n');
}

/** What a figure is, with its floor and whatever stands beside it. */
export function legend(figures: readonly Figure[]): string {
  return figures
    .map(({ name, what, floorIs, beside }) => {
      const floor = floorIs === undefined ? '' : `; floor: ${floorIs}`;
      const others = Object.entries(beside ?? {}).map(([peer, value]) => `; ${peer}: ${shown(value)}`);
      return `${name}: ${what}${floor}${others.join('')}`;
    })
    .join('\n');
}

export function toJson(machine: Machine, figures: readonly Figure[]): string {
  const named = figures.map(({ name, ...figure }) => [
    name,
    {
      ...figure,
      floor: figure.floor ?? null,
      target: figure.target ?? null,
      met: meets({ name, ...figure }) ?? null,
    },
  ]);
  return `${JSON.stringify({ machine, figures: Object.fromEntries(named) as object }, undefined, 2)}\n`;
}

function shown(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

const share = ({ value, floor }: Figure): string =>
  floor === undefined || floor === 0 ? '' : `${Math.round((value / floor) * 100)}%`;

function verdict(figure: Figure): string {
  const met = meets(figure);
  return met === undefined ? '' : met ? 'met' : 'below';
}
