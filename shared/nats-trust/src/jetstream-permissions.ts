/** The JetStream API is a set of subjects: these are the ones that a use of it needs to publish on. */

/** Create, update and inspect a stream, and read single messages of it; neither purge nor delete it. */
export function buildsStream(stream: string): string[] {
  return [`$JS.API.STREAM.CREATE.${stream}`, `$JS.API.STREAM.UPDATE.${stream}`, ...looksAtStream(stream)];
}

/** Follow a stream by consumers of its own making, and look where it ends. */
export function readsStream(stream: string): string[] {
  return [
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    ...keepsConsumer(stream, '*'),
    ...takesFrom(stream, '*'),
  ];
}

/** Make and delete a consumer; with that permission a client can have the stream's messages sent to any subject. */
export function keepsConsumer(stream: string, consumer: string): string[] {
  return [
    ...(consumer === '*' ? [`$JS.API.CONSUMER.CREATE.${stream}`] : []),
    `$JS.API.CONSUMER.CREATE.${stream}.${consumer}`,
    `$JS.API.CONSUMER.CREATE.${stream}.${consumer}.>`,
    `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${consumer}`,
    `$JS.API.CONSUMER.DELETE.${stream}.${consumer}`,
  ];
}

/**
 * Take messages of a pull consumer that is there.
 * @param api where the API is; another account has it elsewhere, since each account has a JetStream API of its own
 */
export function takesFrom(stream: string, consumer: string, api = '$JS.API'): string[] {
  return [
    `${api}.CONSUMER.INFO.${stream}.${consumer}`,
    `${api}.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
    `$JS.ACK.${stream}.${consumer}.>`,
  ];
}

/** Make a key-value bucket, read, write and watch it. */
export function usesBucket(bucket: string): string[] {
  const stream = `KV_${bucket}`;
  return [`$KV.${bucket}.>`, ...buildsStream(stream), ...readsStream(stream)];
}

function looksAtStream(stream: string): string[] {
  return [
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}.>`,
  ];
}
