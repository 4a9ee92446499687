export interface IcalEvent {
  readonly id: string;
  readonly from: string;
  readonly until: string;
  readonly title: string;
  readonly description: string;
  readonly url: string;
}

const MAX_OCTETS = 75;

const instant = (iso: string): string => `${new Date(iso).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;

const escaped = (text: string): string =>
  text.replaceAll(/[\\;,]/g, (char) => `\\${char}`).replaceAll(/\r\n?|\n/g, '\\n');

/** Lines of more than 75 octets go on in the next one (RFC 5545, 3.1), and no character is cut in two. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  const lines = [''];
  let octets = 0;
  for (const char of line) {
    const size = encoder.encode(char).length;
    if (octets + size > MAX_OCTETS) {
      lines.push(' ');
      octets = 1;
    }
    lines[lines.length - 1] += char;
    octets += size;
  }
  return lines.join('\r\n');
}

/** One reservation, for a calendar program. */
export function icalOf({ id, from, until, title, description, url }: IcalEvent, now: Date): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Berth//Console//EN',
    'BEGIN:VEVENT',
    `UID:${id}@berth`,
    `DTSTAMP:${instant(now.toISOString())}`,
    `DTSTART:${instant(from)}`,
    `DTEND:${instant(until)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(description)}`,
    `URL:${url}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}
