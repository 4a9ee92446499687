/** What clients of a person's tools ask for: all that a list or a page of a job shows. */
const JOB = `id name description state createdAt queuedAt command args envNames workingDirectory image
  gpus { count model memoryGb device deviceUuid } class vcpus ramGb timeoutMinutes priority preemptible
  retry { maxRetries on backoffSeconds maxBackoffSeconds } externalId`;

export const wideQuery = JSON.stringify({
  query: `query ($id: ID!) { job(id: $id) { ${JOB} } }`,
  variables: { id: '0'.repeat(26) },
});

export const wideSubmission = JSON.stringify({
  query: `mutation ($input: SubmitJobInput!) { submitJob(input: $input) {
    __typename ... on Error { code message } ... on SubmitJobSuccess { job { id state } } } }`,
  variables: {
    input: {
      name: 'train',
      project: 'vision',
      command: ['python3', 'train.py', '--epochs', '10'],
      args: ['--seed', '1'],
      env: [{ name: 'LEARNING_RATE', value: '0.1' }],
      workingDirectory: '/data',
      gpus: { count: 1, memoryGb: 20 },
      class: 'training',
      vcpus: 4,
      ramGb: 16,
      timeoutMinutes: 60,
      priority: 5,
    },
  },
});
