/** Where the REST API begins. */
export const BASE_PATH = '/api/v1';
