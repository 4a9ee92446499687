import type { KeyboardEvent } from 'react';

/** What keys do in the log, each by its name. */
export interface LogKeys {
  readonly search: () => void;
  readonly start: () => void;
  readonly end: () => void;
  /** The next hit, or the next error where nothing is searched for. */
  readonly next: (direction: 'next' | 'previous') => void;
  readonly error: (direction: 'next' | 'previous') => void;
  /** Makes the selection longer or shorter by a line. */
  readonly extend: (step: 1 | -1) => void;
  /** Undefined where nothing is selected. */
  readonly copy: (() => void) | undefined;
  readonly clear: (() => void) | undefined;
}

/** @returns what a key does; undefined where the browser does what it always does */
export function actionOf(
  { key, shiftKey, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey'>,
  keys: LogKeys,
): (() => void) | undefined {
  if (ctrlKey || metaKey) return key === 'f' ? keys.search : key === 'c' ? keys.copy : undefined;
  if (shiftKey && key === 'ArrowUp') return () => keys.extend(-1);
  if (shiftKey && key === 'ArrowDown') return () => keys.extend(1);
  switch (key) {
    case 'Home':
      return keys.start;
    case 'End':
      return keys.end;
    case '/':
      return keys.search;
    case 'n':
      return () => keys.next('next');
    case 'N':
      return () => keys.next('previous');
    case 'e':
      return () => keys.error('next');
    case 'E':
      return () => keys.error('previous');
    case 'Escape':
      return keys.clear;
    default:
      return undefined;
  }
}
