/** The events of a `text/event-stream` body, `{ event, data }`; comments that keep it open are skipped. */
export async function* events(body) {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map(fieldOf));
      if (fields.event) yield { event: fields.event, data: fields.data ?? '' };
    }
  }
}

function fieldOf(line) {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
}
