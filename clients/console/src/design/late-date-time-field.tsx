import { lazy, Suspense, type ReactNode } from 'react';
import type { DateTimeFieldProps } from './date-time-field.js';

const Field = lazy(async () => ({ default: (await import('./date-time-field.js')).DateTimeField }));

/** One that a screen can be read without: it is loaded after the rest, and its place is kept. */
export const LateDateTimeField = (props: DateTimeFieldProps): ReactNode => (
  <div className="min-h-15 min-w-44">
    <Suspense>
      <Field {...props} />
    </Suspense>
  </div>
);
