import type { ReadModels } from '../read-models.js';

/** One set of read models that an adapter makes for a test. */
export interface ReadModelsHarness {
  /** Opens it, empty at first. After its `close()` it may be opened again and holds what it held. */
  open(): Promise<ReadModels>;
  /** Removes what is left behind. Everything is closed by then. */
  dispose(): Promise<void>;
}

export type ReadModelsFactory = () => ReadModelsHarness | Promise<ReadModelsHarness>;

export interface ReadModelsUnderTest {
  readonly readModels: ReadModels;
  /** Closes and opens again. */
  reopen(): Promise<ReadModels>;
}

export type WithReadModels = (test: (subject: ReadModelsUnderTest) => Promise<void>) => () => Promise<void>;

/** Gives each test read models of its own and takes them down in every case. */
export const withReadModels =
  (factory: ReadModelsFactory): WithReadModels =>
  (test) =>
  async () => {
    const harness = await factory();
    let readModels = await harness.open();
    const reopen = async () => {
      await readModels.close();
      readModels = await harness.open();
      return readModels;
    };
    try {
      await test({ readModels, reopen });
    } finally {
      await readModels.close();
      await harness.dispose();
    }
  };
