import type { Lab, Person } from '../platform/lab.js';
import type { Platform } from '../platform/platform.js';
import type { Forger } from './forger.js';
import type { RogueHost } from './rogue-host.js';
import type { RawBus } from './raw-bus.js';

/** A platform in use, with people and machines that mean no good. */
export interface World {
  readonly platform: Platform;
  readonly lab: Lab;
  /** A member who has neither a project of ada's nor a grant. */
  readonly eve: Person;
  /** Of ada, running on the local host. */
  readonly job: string;
  /** The same as it is called on the bus. */
  readonly jobId: string;
  /** Of ada, and awaiting approval; with it ada may have no more jobs waiting in the pool. */
  readonly waitingJob: string;
  /** Its id in the project. */
  readonly externalId: string;
  readonly poolName: string;
  readonly host: string;
  readonly hostId: string;
  readonly forger: Forger;
  readonly gateway: RawBus;
  readonly rogue: RogueHost;
}

/** What an edge answered: a code, the field that is wrong, and all of it as text. */
export interface Answer {
  readonly code: string;
  readonly field?: string | undefined;
  readonly text: string;
}

export interface Case {
  readonly name: string;
  readonly attempt: (world: World) => Promise<Answer>;
  readonly code: string;
  readonly field?: string;
}
