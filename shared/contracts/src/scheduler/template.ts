import { z } from 'zod';
import { id, sealedValue } from '../fields.js';
import { jobSpec } from './events.js';
import { submitJobInput } from './operations.js';

/** What a job will be, as it is kept until then: the pool chosen, the env sealed under the key of its project. */
export const jobTemplate = z.object({ poolId: id, spec: jobSpec, env: sealedValue.optional() });
export type JobTemplate = z.output<typeof jobTemplate>;

/** A job as part of a workflow or schedule. */
export const jobTemplateInput = submitJobInput.omit({ name: true, project: true, externalId: true });
export type JobTemplateInput = z.output<typeof jobTemplateInput>;

/** What anyone who sees the whole may see of a job to be: no env. */
export type JobTemplateView = Omit<JobTemplate, 'env'>;
