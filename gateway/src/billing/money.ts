/** Micro-units as decimal text: 1500000 is "1.50"; further digits only where they count. Exact, without floats. */
export function formatMicros(micros: number): string {
  const digits = String(micros).padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0{1,4}$/, '');
  return `${digits.slice(0, -6)}.${fraction}`;
}
