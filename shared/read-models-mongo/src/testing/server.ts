import { randomBytes } from 'node:crypto';
import { startMongo, type TestMongo } from '@berth/testing/mongo';
import { MongoClient } from 'mongodb';

/** The server at MONGODB_URL, else one of our own, else why there is none. */
export async function aServer(): Promise<
  { readonly url: string; stop(): Promise<void> } | { readonly unavailable: string }
> {
  const url = process.env['MONGODB_URL'];
  return url ? { url, stop: async () => undefined } : startMongo();
}

/** One that may be killed. */
export const ourServer = (): Promise<TestMongo | { readonly unavailable: string }> => startMongo();

export const aDatabaseName = (): string => `berth_test_${randomBytes(6).toString('hex')}`;

export async function dropDatabase(url: string, database: string): Promise<void> {
  const client = await MongoClient.connect(url);
  await client.db(database).dropDatabase();
  await client.close();
}
