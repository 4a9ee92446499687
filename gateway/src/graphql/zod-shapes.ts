import type { z } from 'zod';

export interface Base {
  readonly schema: z.ZodType;
  /** Whether the field may be left out. */
  readonly isOptional: boolean;
  /** Whether null means something of its own. */
  readonly isNullable: boolean;
}

/** What a schema is within its defaults. */
export function baseOf(schema: z.ZodType): Base {
  const around = new Set<string>();
  let base = schema;
  for (;;) {
    const { type } = base._zod.def;
    if (type !== 'optional' && type !== 'default' && type !== 'prefault' && type !== 'nullable') break;
    around.add(type);
    base = (base as z.ZodOptional<z.ZodType>)._zod.def.innerType;
  }
  const isNullable = around.delete('nullable');
  return { schema: base, isOptional: around.size > 0, isNullable };
}

/** Whether it is that schema, or was made of it by a further check or a description. */
export function derivedFrom(schema: z.ZodType, origin: z.ZodType): boolean {
  for (let at: unknown = schema; at !== undefined; at = (at as z.ZodType)._zod.parent)
    if (at === origin) return true;
  return false;
}
