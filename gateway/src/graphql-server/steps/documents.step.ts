import type { Documents } from '../documents.js';
import type { Step } from './step.js';

/** Parses and validates: rules and caps are checked once for each text, sizes with each request. */
export const documentsStep = (documents: Documents): Step => ({
  before(exchange, { query = '', operationName, variables = {} }) {
    const document = documents.find(query);
    if (!document.ok) throw new AggregateError(document.error);
    const operation = documents.operation(document.value, operationName, variables);
    if (!operation.ok) throw operation.error;
    exchange.operation = operation.value;
  },
});
