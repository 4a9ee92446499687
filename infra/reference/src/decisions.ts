import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../docs/adr/', import.meta.url);

/** The topics of decisions, in the order of the index. */
export const TOPICS = [
  'Stack, build and tests',
  'Events and stores',
  'Bus and services',
  'Auth',
  'Inventory and hosts',
  'Agents and runs',
  'Queue and placement',
  'Jobs, arrays, workflows, schedules',
  'Reservations',
  'Simulation',
  'Telemetry',
  'Billing',
  'Gateway and GraphQL',
  'Clients',
] as const;

interface Decision {
  readonly file: string;
  readonly number: string;
  readonly title: string;
  readonly topic: string;
  readonly superseded: boolean;
}

/**
 * The page of a decision begins with `# 12. Title`, `Topic: …` and, where another took its place,
 * `Superseded by …`.
 * @throws Error that names the file, where it begins otherwise
 */
export function readDecision(file: string, text: string): Decision {
  const [, number, title] = /^# (\d+)\. (.+)$/m.exec(text) ?? [];
  const topic = /^Topic: (.+)$/m.exec(text)?.[1];
  if (!number || !title || number.padStart(4, '0') !== file.slice(0, 4))
    throw new Error(`docs/adr/${file}: the first line must be "# ${Number(file.slice(0, 4))}. <title>"`);
  if (!TOPICS.some((known) => known === topic))
    throw new Error(`docs/adr/${file}: needs a line "Topic: <topic>", one of: ${TOPICS.join('; ')}`);
  return {
    file,
    number: file.slice(0, 4),
    title,
    topic: topic ?? '',
    superseded: /^Superseded by /m.test(text),
  };
}

/** docs/adr/README.md: every decision under its topic. */
export function decisionIndex(): string {
  const decisions = readdirSync(FOLDER)
    .filter((file) => /^\d{4}-.*\.md$/.test(file))
    .sort()
    .map((file) => readDecision(file, readFileSync(new URL(file, FOLDER), 'utf8')));
  const chapters = TOPICS.map((topic) => {
    const lines = decisions
      .filter((decision) => decision.topic === topic)
      .map(
        ({ file, number, title, superseded }) =>
          `- [${number}](${file}) ${title}${superseded ? ' (superseded)' : ''}`,
      );
    return `## ${topic}\n\n${lines.join('\n')}`;
  });
  return `<!-- Written by \`npm run reference\` from the pages. Do not edit. -->\n\n# Decisions\n\nOne page for each decision that is hard to take back: what was asked, what was decided, what follows. A page is not rewritten when a decision changes: a new one supersedes it. A new page takes the next free number, and begins with its title and its topic.\n\n${chapters.join('\n\n')}\n`;
}
