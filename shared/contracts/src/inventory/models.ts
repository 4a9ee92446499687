const MAX_REMEMBERED = 10_000;
const remembered = new Map<string, boolean>();

/**
 * Whether a device model matches a wanted name: each word of the wanted name is a word of the model, in any case and
 * the order. "A100 80GB" is an "NVIDIA A100-SXM4-80GB"; "L4" is no "NVIDIA L40S".
 */
export function matchesModel(model: string, wanted: string): boolean {
  const key = `${model}\n${wanted}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  const [own, words] = [new Set(wordsOf(model)), wordsOf(wanted)];
  const answer = words.length > 0 && words.every((word) => own.has(word));
  remembered.set(key, answer);
  return answer;
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
