/** Before and after everything: the ends of a range that has none. */
export const BEGINNING = '1970-01-01T00:00:00.000Z';
export const END = '9999-12-31T00:00:00.000Z';
