import { after, it } from 'node:test';
import { readModelsContract } from '@berth/read-models/testing';
import { openMongoReadModels } from './open.js';
import { aDatabaseName, aServer, dropDatabase } from './testing/server.js';

const server = await aServer();

if ('unavailable' in server) {
  it("MongoDB keeps the read models' contract", { skip: server.unavailable });
} else {
  const { url } = server;
  readModelsContract('MongoDB', () => {
    const database = aDatabaseName();
    return {
      open: () => openMongoReadModels({ url, database }),
      dispose: () => dropDatabase(url, database),
    };
  });
  after(() => server.stop());
}
