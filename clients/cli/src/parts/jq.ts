import { loadJq } from 'jq-wasm/inline';

export interface JqAnswer {
  /** A value a line, as JSON. */
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** jq itself, which takes 1 MB. @param json any number of values */
export type Jq = (json: string, expression: string) => JqAnswer;

export async function jq(): Promise<Jq> {
  const loaded = await loadJq();
  // what begins with a dash is an expression too
  return (json, expression) => loaded.raw(json, expression, ['-c', '--']);
}
