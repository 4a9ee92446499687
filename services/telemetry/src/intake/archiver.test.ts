import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { Registry } from 'prom-client';
import type { LogChunk, LogsArchived } from '@berth/contracts/agent/messages';
import { subjects } from '@berth/contracts/subjects';
import { toPosition } from '@berth/event-store';
import { memoryReadModels } from '@berth/read-models/testing';
import { createLogger } from '@berth/service-host/log';
import { LogArchive } from '../archive/log-archive.js';
import { LogReader } from '../archive/log-reader.js';
import { JOBS, type KnownJob } from '../jobs/job-directory.view.js';
import { aChunk, idOf } from '../testing/chunks.js';
import { Archiver } from './archiver.js';
import { IntakeMetrics } from './intake-metrics.js';
import { Placements } from './placements.js';
import { RemovedHostFilter, REMOVED_HOSTS, type RemovedHost } from './removed-hosts.view.js';
import { pageAfter } from '../testing/pages.js';
import { freshFolder } from '../testing/telemetry-world.js';

const NEVER = new AbortController().signal;

/** An archiver with a real archive; the test passes in what JetStream would bring. */
class Intake {
  readonly answers: { host: string; answer: LogsArchived }[] = [];
  readonly announced: string[] = [];
  readonly archive = new LogArchive(freshFolder());
  readonly #jobs = memoryReadModels().collection<KnownJob>(JOBS);
  readonly #archiver: Archiver;
  readonly #removed = memoryReadModels().collection<RemovedHost>(REMOVED_HOSTS);
  #seq = 0;
  #written = 0;

  schedulerWatermark = Number.POSITIVE_INFINITY;

  constructor(placementTimeoutMs = 60_000) {
    onTestEnd(() => this.archive.close());
    this.#archiver = new Archiver({
      archive: this.archive,
      placements: new Placements(this.#jobs),
      removedHostFilter: new RemovedHostFilter(this.#removed),
      answer: (hostId, answer) => this.answers.push({ host: hostId, answer }),
      announce: (jobId) => this.announced.push(jobId),
      metrics: new IntakeMetrics(new Registry()),
      log: createLogger('test', 'fatal'),
      stream: 'LOGS',
      placementTimeoutMs,
      schedulerWatermark: () => this.schedulerWatermark,
    });
  }

  async place(job: string, ...hosts: string[]): Promise<void> {
    const runs = hosts.map((host, index) => ({ run: index + 1, hostId: idOf(host) }));
    const document = { jobId: idOf(job), projectId: idOf('project'), runs };
    await this.#jobs.write([{ id: document.jobId, document, position: toPosition((this.#written += 1)) }]);
  }

  async remove(host: string, removedAt: string): Promise<void> {
    await this.#removed.write([{ id: idOf(host), document: { removedAt }, position: toPosition(1) }]);
  }

  async send(host: string, job: string, run: number, ...chunks: readonly (Partial<LogChunk> | string)[]) {
    const messages = chunks.map((chunk) => ({
      subject: subjects.log(idOf(host), idOf(job), run),
      data: Buffer.from(typeof chunk === 'string' ? chunk : JSON.stringify(aChunk(chunk))),
      seq: (this.#seq += 1),
      time: new Date(),
    }));
    await this.#archiver.take(messages, { created: 'once', seq: this.#seq }, NEVER);
  }

  retryUnplaced(): Promise<void> {
    return this.#archiver.retryUnplaced(NEVER);
  }

  texts(job: string): string[] {
    return pageAfter(new LogReader(this.archive), idOf(job), {}, { limit: 1000 }).lines.map(
      (line) => line.text,
    );
  }

  get confirmations(): unknown[] {
    return this.answers
      .splice(0)
      .map(({ host, answer }) => [host, answer.stream, answer.seq, answer.rejected]);
  }
}

const HOST = idOf('host');

describe('archiving', () => {
  it('confirms the last chunk of each stream once it is on disk, and notifies followers', async () => {
    const intake = new Intake();
    await intake.place('job', 'host');
    await intake.send(
      'host',
      'job',
      1,
      { text: 'a\n' },
      { seq: 1, text: 'b\n' },
      { stream: 'stderr', text: 'c\n' },
    );
    assert.deepEqual(intake.confirmations, [
      [HOST, 'stdout', 1, undefined],
      [HOST, 'stderr', 0, undefined],
    ]);
    assert.deepEqual(intake.announced, [idOf('job')]);
    assert.deepEqual(intake.texts('job'), ['a', 'b', 'c']);
    assert.equal(intake.archive.position('LOGS')?.seq, 3);
  });

  it('confirms again what comes again, and archives it once', async () => {
    const intake = new Intake();
    await intake.place('job', 'host');
    await intake.send('host', 'job', 1, { text: 'a\n' }, { seq: 1, text: 'b\n' });
    await intake.send('host', 'job', 1, { text: 'a\n' });
    assert.deepEqual(intake.confirmations, [
      [HOST, 'stdout', 1, undefined],
      [HOST, 'stdout', 1, undefined],
    ]);
    assert.deepEqual(intake.texts('job'), ['a', 'b']);
  });

  it('defers what is ahead, without an answer, until it comes in order', async () => {
    const intake = new Intake();
    await intake.place('job', 'host');
    await intake.send('host', 'job', 1, { seq: 1, text: 'b\n' });
    assert.deepEqual([intake.confirmations, intake.texts('job')], [[], []]);
    await intake.send('host', 'job', 1, { seq: 0, text: 'a\n' }, { seq: 1, text: 'b\n' });
    assert.deepEqual(intake.texts('job'), ['a', 'b']);
  });

  it('refuses the output of a run that was placed on another host', async () => {
    const intake = new Intake();
    await intake.place('job', 'host', 'other');
    await intake.send('thief', 'job', 1, { text: 'forged\n' });
    await intake.send('host', 'job', 2, { text: 'late\n' });
    assert.deepEqual(intake.confirmations, [
      [idOf('thief'), 'stdout', 0, 'jobId: the run was not placed on this host'],
      [HOST, 'stdout', 0, 'jobId: the run was not placed on this host'],
    ]);
    assert.deepEqual([intake.texts('job'), intake.announced], [[], []]);
  });

  it('refuses what a removed host sent since, and takes what it had sent before', async () => {
    const intake = new Intake();
    await intake.place('job', 'host');
    await intake.remove('host', '2999-01-01T00:00:00.000Z');
    await intake.send('host', 'job', 1, { text: 'before\n' });
    await intake.remove('other', '2000-01-01T00:00:00.000Z');
    await intake.place('its job', 'other');
    await intake.send('other', 'its job', 1, { text: 'since\n' });
    assert.deepEqual(intake.confirmations, [
      [HOST, 'stdout', 0, undefined],
      [idOf('other'), 'stdout', 0, 'this host was removed'],
    ]);
    assert.deepEqual([intake.texts('job'), intake.texts('its job')], [['before'], []]);
  });

  it('refuses what is malformed, and takes what is around it', async () => {
    const intake = new Intake();
    await intake.place('job', 'host');
    await intake.send('host', 'job', 1, { text: 'a\n' }, 'garbage', { seq: 1, text: 'b\n' });
    assert.deepEqual(intake.confirmations, [
      [HOST, 'stdout', 0, 'body: must be JSON'],
      [HOST, 'stdout', 1, undefined],
    ]);
    assert.deepEqual(intake.texts('job'), ['a', 'b']);
  });

  it('keeps output until the event that its run was placed, in order', async () => {
    const intake = new Intake();
    await intake.place('job');
    await intake.send('host', 'job', 1, { text: 'a\n' });
    await intake.send('host', 'job', 1, { seq: 1, text: 'b\n' });
    assert.deepEqual([intake.confirmations, intake.archive.position('LOGS')?.seq], [[], 0]);
    await intake.place('job', 'host');
    await intake.send('host', 'job', 1, { seq: 2, text: 'c\n' });
    assert.deepEqual(intake.texts('job'), ['a', 'b', 'c']);
    assert.deepEqual(intake.confirmations, [[HOST, 'stdout', 2, undefined]]);
    assert.equal(intake.archive.position('LOGS')?.seq, 3);
  });

  it('delays no other output meanwhile', async () => {
    const intake = new Intake();
    await intake.place('known', 'host');
    await intake.send('host', 'unknown', 1, { text: 'x\n' });
    await intake.send('host', 'known', 1, { text: 'a\n' });
    assert.deepEqual(intake.texts('known'), ['a']);
  });

  it('refuses nothing for a placement whose event may still arrive, however long that takes', async () => {
    const intake = new Intake(-1);
    intake.schedulerWatermark = Date.now();
    await intake.place('job');
    await intake.send('host', 'job', 1, { text: 'a\n' });
    await intake.retryUnplaced();
    assert.deepEqual(intake.confirmations, []);
    await intake.place('job', 'host');
    await intake.retryUnplaced();
    assert.deepEqual(intake.texts('job'), ['a']);
    await intake.send('host', 'unknown', 1, { text: 'x\n' });
    await intake.retryUnplaced();
    assert.equal(intake.confirmations.length, 1);
    intake.schedulerWatermark = Date.now() + 5_001;
    await intake.retryUnplaced();
    assert.deepEqual(intake.confirmations.at(-1), [
      HOST,
      'stdout',
      0,
      'jobId: there is no such run on this host',
    ]);
  });

  it('refuses what has waited long enough', async () => {
    const intake = new Intake(-1);
    await intake.send('host', 'unknown', 1, { text: 'x\n' });
    await intake.retryUnplaced();
    assert.deepEqual(intake.confirmations, [[HOST, 'stdout', 0, 'jobId: there is no such run on this host']]);
    assert.equal(intake.archive.position('LOGS')?.seq, 1);
  });

  it('lets a host have a bounded number waiting: the rest it sends again', async () => {
    const intake = new Intake();
    const flood = Array.from({ length: 400 }, (_, seq) => ({ seq, text: `${seq}\n` }));
    await intake.send('flooder', 'unknown', 1, ...flood);
    await intake.send('host', 'early', 1, { text: 'a\n' });
    await intake.place('unknown', 'flooder');
    await intake.place('early', 'host');
    await intake.retryUnplaced();
    assert.equal(intake.texts('unknown').length, 256);
    assert.deepEqual(intake.texts('early'), ['a']);
  });

  it('tries again where nothing can be written, and confirms nothing before', async () => {
    const intake = new Intake();
    await intake.place('job', 'host');
    const write = intake.archive.write.bind(intake.archive);
    let failures = 2;
    intake.archive.write = (...args) => {
      if ((failures -= 1) >= 0) throw new Error('disk full');
      assert.deepEqual(intake.answers, []);
      return write(...args);
    };
    await intake.send('host', 'job', 1, { text: 'a\n' });
    assert.deepEqual([intake.texts('job'), intake.confirmations], [['a'], [[HOST, 'stdout', 0, undefined]]]);
  });
});
