/** What clients send in the rows that load the gateway; the bare endpoint beside it takes the same. */
const SUBMIT = `mutation ($input: SubmitJobInput!) { submitJob(input: $input) {
  __typename ... on Error { message } ... on SubmitJobSuccess { job { id state } } } }`;
const STATUS = 'query ($id: ID!) { job(id: $id) { id name state createdAt } }';

export const submitBody = (project: string): string =>
  JSON.stringify({
    query: SUBMIT,
    variables: {
      input: {
        name: 'a job',
        project,
        command: ['python3', 'train.py', '--epochs', '10'],
        gpus: { count: 1 },
      },
    },
  });

export const SUBMITTED = '"SubmitJobSuccess"';
export const SUBMITTED_ID = '"id":"([^"]+)"';

export const statusBody = (id: string): string => JSON.stringify({ query: STATUS, variables: { id } });
export const KNOWN = '"createdAt":"';

const RESERVE = `mutation ($input: ReserveInput!) { reserve(input: $input) {
  __typename ... on Error { code } ... on ReserveSuccess { reservation { id state devices { uuid } } } } }`;

/** One device for a minute. */
export const reservationBody = (project: string, from: string): string =>
  JSON.stringify({
    query: RESERVE,
    variables: { input: { project, gpus: { count: 1 }, from, durationMinutes: 1 } },
  });
export const RESERVED = '"ReserveSuccess"';
