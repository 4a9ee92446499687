import type { Plugin } from 'graphql-yoga';
import { exchangeOf } from '../fetch-api.js';
import type { Operations } from '../operations.js';

/** Handles the parameters of a request, in place of Yoga's own way through parsing, validation and execution. */
export const useOperations = (operations: Operations): Plugin => ({
  onParams({ setParamsHandler }) {
    setParamsHandler(({ request, params }) => operations.run(exchangeOf(request), params));
  },
});
