import type { Platform } from '@berth/service-host/platform';
import type { Feature } from '../feature.js';
import { Facts } from './facts.js';
import { ParkedFactsPoller } from './parked-facts.poller.js';
import { Visibility } from './visibility.js';

export type FactsWing = ReturnType<typeof buildFacts>;

/** What the scheduler knows of other services, and who sees what of it. */
export function buildFacts({ factsCaughtUp, readModels, processes, log }: Platform) {
  const facts = new Facts();
  facts.currentFrom(factsCaughtUp);
  const visibility = new Visibility(facts);
  const parked = new ParkedFactsPoller(facts, processes);
  const known: Feature = {
    providers: [
      { provide: Facts, useValue: facts },
      { provide: Visibility, useValue: visibility },
    ],
    background: [parked.work(log)],
    prepare: async () => {
      await facts.load(readModels);
      await parked.look();
    },
  };
  return { facts, visibility, features: [known] };
}
