import { note, until } from './run-step.mjs';

const JOB_TIMEOUT_MS = 180_000;
const ENDS = ['SUCCEEDED', 'FAILED', 'CANCELLED'];

const training = (recipe, learningRate) => ({
  command: ['node', recipe, '--epochs', '2', '--learning-rate', learningRate],
  gpus: { count: 0 },
  timeoutMinutes: 30,
});

/** Two trainings beside each other, and a look at both when they are done. */
export async function submit(api, { pool, project, recipe }) {
  const nodes = [
    { name: 'fast', job: training(recipe, '0.1') },
    { name: 'slow', job: training(recipe, '0.02') },
    {
      name: 'compare',
      dependsOn: ['fast', 'slow'],
      job: { command: ['sh', '-c', 'echo "compares $BERTH_JOB_FAST with $BERTH_JOB_SLOW"'] },
    },
  ];
  const input = { name: 'learning rates', project: project.id, pool: pool.id, nodes };
  const { workflow } = await api.do('submitWorkflow', input, 'workflow { id state nodes { name } }');
  return { did: `a workflow of ${workflow.nodes.length} nodes is submitted`, result: workflow };
}

const WORKFLOW = `query ($id: ID!) { workflow(id: $id) { state nodes { name state message } } }`;

/** Prints each change of a node; resolves when all have succeeded. */
export async function follow(api, workflow) {
  const printed = new Map();
  const ended = await until(
    'the end of the workflow',
    async () => {
      const { workflow: now } = await api.ask(WORKFLOW, { id: workflow.id });
      for (const { name, state } of now.nodes) {
        if (printed.get(name) !== state) note(`node     ${name.padEnd(8)} ${state}`);
        printed.set(name, state);
      }
      return ENDS.includes(now.state) ? now : undefined;
    },
    { timeoutMs: JOB_TIMEOUT_MS },
  );
  const wrong = ended.nodes.find(({ state }) => state !== 'SUCCEEDED');
  if (wrong) throw new Error(`node ${wrong.name} ended in state ${wrong.state}: ${wrong.message ?? ''}`);
  return { did: `each node ran after what it depends on; the workflow has ${ended.state}` };
}

/** Nothing of a workflow with a cycle is taken in, and the cycle is named. */
export async function refuse(api, { pool, project }) {
  const job = { command: ['true'] };
  const nodes = [
    { name: 'train', dependsOn: ['test'], job },
    { name: 'test', dependsOn: ['train'], job },
  ];
  try {
    await api.do(
      'submitWorkflow',
      { name: 'round', project: project.id, pool: pool.id, nodes },
      'workflow { id }',
    );
  } catch (error) {
    return { did: `a workflow with a cycle is refused: ${error.message}` };
  }
  throw new Error('a workflow with a cycle was accepted');
}
