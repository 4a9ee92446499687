/** The JetStream API is a set of subjects: these are the ones that a use of it needs to publish on. */

/** Make, change and look at a stream, and read single messages of it; neither purge nor delete it. */
export function buildsStream(stream: string): string[] {
  return [`$JS.API.STREAM.CREATE.${stream}`, `$JS.API.STREAM.UPDATE.${stream}`, ...looksAtStream(stream)];
}

/** Follow a stream by consumers: of any name, and then look where it ends; or of the given one only. */
export function readsStream(stream: string, consumer = '*'): string[] {
  const any = consumer === '*';
  return [
    `$JS.API.STREAM.INFO.${stream}`,
    ...(any ? [`$JS.API.CONSUMER.CREATE.${stream}`, `$JS.API.STREAM.MSG.GET.${stream}`] : []),
    `$JS.API.CONSUMER.CREATE.${stream}.${consumer}`,
    `$JS.API.CONSUMER.CREATE.${stream}.${consumer}.>`,
    `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${consumer}`,
    `$JS.API.CONSUMER.INFO.${stream}.${consumer}`,
    `$JS.API.CONSUMER.DELETE.${stream}.${consumer}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
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
