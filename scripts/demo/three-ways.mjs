/** How anybody submits the job of the demonstration: by the command line, by REST, and in Python. */
export function threeWays(url, { name, project, gpus, command }) {
  const words = command.map((word) => (/^[\w./-]+$/.test(word) ? word : `'${word}'`)).join(' ');
  const body = JSON.stringify({ name, project, gpus: { count: gpus }, command });
  return {
    berth: `berth run --name ${name} --project ${project} --gpus ${gpus} -- ${words}`,
    REST: `curl -s ${url}/api/v1/jobs -H "authorization: Bearer $BERTH_TOKEN" -H 'content-type: application/json' -d '${body}'`,
    Python: `berth.Client().submit(${JSON.stringify(command)}, name="${name}", project="${project}", gpus=${gpus}).wait()`,
  };
}
