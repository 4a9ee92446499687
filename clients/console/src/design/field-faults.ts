import type { Refusal } from '../api/refusal.js';

/** What is wrong with one field of a form. */
export interface FieldFault {
  /** The name of the form's field: the last part of its path in the input, `input.gpus.count` is `count`. */
  readonly name: string;
  /** In English, as the platform says it. */
  readonly message: string;
  /** Why, for texts in other languages: TOO_SMALL with its `minimum`. */
  readonly rule: string;
  readonly numbers: { readonly [name: string]: string | number };
}

interface Problem {
  readonly field: string;
  readonly message: string;
  readonly rule?: string;
}

/** All that a refusal says about fields; a refusal that names only one of them is about that. */
export function faultsOf({ code, field, message, details }: Refusal): readonly FieldFault[] {
  const problems = problemsIn(details) ?? (field === undefined ? [] : [{ field, message, rule: code }]);
  return problems.map(({ field, message, rule = '', ...more }) => ({
    name: field.split('.').at(-1) ?? field,
    message,
    rule,
    numbers: Object.fromEntries(
      Object.entries(more).filter(
        (entry): entry is [string, string | number] =>
          typeof entry[1] === 'string' || typeof entry[1] === 'number',
      ),
    ),
  }));
}

function problemsIn(details: Refusal['details']): readonly Problem[] | undefined {
  const problems = details?.['problems'];
  return Array.isArray(problems) && problems.length > 0 ? (problems as Problem[]) : undefined;
}
