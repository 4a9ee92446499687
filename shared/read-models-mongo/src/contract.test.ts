import { afterAll, it } from '@jest/globals';
import { skipTest } from '@berth/testing/test-end';
import { readModelsContract } from '@berth/read-models/testing/contract';
import { openMongoReadModels } from './open.js';
import { aDatabaseName, aServer, dropDatabase } from './testing/server.js';

const server = await aServer();

if ('unavailable' in server) {
  it("MongoDB keeps the read models' contract", () => skipTest(server.unavailable));
} else {
  const { url } = server;
  readModelsContract('MongoDB', () => {
    const database = aDatabaseName();
    return {
      open: () => openMongoReadModels({ url, database }),
      dispose: () => dropDatabase(url, database),
    };
  });
  afterAll(() => server.stop());
}
