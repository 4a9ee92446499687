import { Counter, type Registry } from 'prom-client';

/** What has become of the output that came in. */
export class IntakeMetrics {
  readonly archived: Counter;
  readonly characters: Counter;
  readonly deferred: Counter;
  readonly rejected: Counter;
  readonly samples: Counter;
  readonly samplesRejected: Counter;

  constructor(registry: Registry) {
    const counter = (name: string, help: string) => new Counter({ name, help, registers: [registry] });
    this.archived = counter('berth_log_chunks_archived_total', 'Chunks of job output archived');
    this.characters = counter('berth_log_characters_archived_total', 'Characters of job output archived');
    this.deferred = counter('berth_log_chunks_deferred_total', 'Chunks that their agent must send again');
    this.rejected = counter('berth_log_chunks_rejected_total', 'Chunks refused: forged or malformed');
    this.samples = counter('berth_samples_received_total', 'Host samples accepted');
    this.samplesRejected = counter(
      'berth_samples_rejected_total',
      'Samples refused: malformed, or of devices of other hosts',
    );
  }
}
