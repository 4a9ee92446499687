/** Of the package; set where the bundle is made. */
declare const BERTH_VERSION: string | undefined;

export const VERSION = typeof BERTH_VERSION === 'string' ? BERTH_VERSION : '0.1.0';
