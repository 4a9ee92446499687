import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, it } from '@jest/globals';
import { runBerth } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'berth-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Nothing listens at a port that nobody is assigned: what gets as far as a request ends with status 7. */
const URL = 'http://127.0.0.1:4';

async function berth(
  args: readonly string[],
  env: { readonly [name: string]: string } = {},
): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await runBerth(args, {
    env: { BERTH_CONFIG: join(folder, 'none'), BERTH_URL: URL, ...env },
    cwd: folder,
    stdout: (text) => (out += text),
    stderr: (text) => (err += text),
    isTerminal: false,
  });
  return { code, out, err };
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What is called, and what the message must say: what is wrong, and what would be right. */
const ARGUMENTS: readonly (readonly [string, RegExp])[] = [
  ['jbos', /unknown command 'jbos'.*Did you mean jobs/],
  ['job', /Usage: berth job/],
  ['job shw', /unknown command 'shw'.*Did you mean show/],
  ['jobs --stat running', /unknown option '--stat'.*--state/],
  ['jobs --limit 0', /--limit: "0" is not a whole number above 0; write for example/],
  ['jobs --limit many', /--limit: "many"/],
  ['jobs -o xml', /-o: "xml" is not one of table, wide, json, yaml, name/],
  ['jobs --jq', /option '--jq <expression>' argument missing/],
  ['jobs --jq .[', /--jq: syntax error, unexpected end of file at line 1, column 2:/],
  ['jobs --jq nam', /--jq: nam\/0 is not defined at line 1, column 1:/],
  ['job cancel x --jq .a|b(1)', /--jq: b\/1 is not defined at line 1, column 4:/],
  ['jobs --jq . -o yaml', /--jq: goes without -o yaml; it makes something of the JSON/],
  ['jobs --jq . -o name', /--jq: goes without -o name/],
  ['jobs --timeout soon', /--timeout: "soon" is not a duration; write for example 30m/],
  ['jobs --url lab', /--url: "lab" is not the URL of a gateway, such as https/],
  ['jobs --url ftp://lab', /--url: "ftp:\/\/lab" is not the URL/],
  ['jobs --url http://ada:x@lab', /--url: a URL holds no password/],
  ['jobs --url http://lab/?a=1', /--url: .* must end before \?/],
  ['jobs --context lab', /--context: there is no context lab; there is none/],
  ['job show', /missing required argument 'job'/],
  ['job reject x', /--reason is missing: why/],
  ['logs', /missing required argument 'job'/],
  ['logs x --tail -5', /--tail: "-5" is not a whole number/],
  ['logs x --run one', /--run: "one" is not a whole number/],
  ['logs x --tail lots', /--tail: "lots" is not a whole number; write for example 100/],
  ['logs x --from-line first', /--from-line: "first" is not a whole number/],
  ['logs x --from-line 0', /--from-line: the first line is 1; write for example/],
  ['logs x --from-line 1.5', /--from-line: "1.5" is not a whole number/],
  ['logs x --since whenever', /--since: "whenever" is not a time; write for example 30m/],
  ['logs x --since 2999-01-01', /--since: "2999-01-01" has not come yet/],
  ['logs x --tail 5 --from-line 9', /--from-line: goes without --tail; each says where to begin/],
  ['logs x --from-line 5 --since 1h', /--since: goes without --from-line/],
  ['logs x --grep a --regex b', /--regex: goes without --grep/],
  ['logs x --grep=', /--grep: must not be empty/],
  ['logs x --regex=', /--regex: must not be empty/],
  ['logs x --grep a --tail 5', /--grep: goes without --tail; all lines are searched/],
  ['logs x --regex a -f', /--regex: goes without --follow/],
  ['logs x --grep a -C 21', /--around: "21" is not a whole number up to 20/],
  ['logs x --grep a -A few', /--after-context: "few" is not a whole number up to 20/],
  ['logs x -i', /--ignore-case: goes with --grep or --regex/],
  ['logs x -B 3', /--before-context: goes with --grep, --regex or --at/],
  ['logs x --at whenever', /--at: "whenever" is not a time; write for example 30m/],
  ['logs x --at 2999-01-01', /--at: "2999-01-01" has not come yet/],
  ['logs x --at 1h -f', /--at: goes without --follow; --since begins at a time and goes on/],
  ['logs x --at 1h --tail 5', /--at: goes without --tail; each says where to begin/],
  ['logs x --at 1h --grep a', /--grep: goes without --at; all lines are searched/],
  ['logs x --at 1h -C 1001', /--around: "1001" is not a whole number up to 1000/],
  ['logs x --at 1h -C 0', /--around: of no lines there is nothing to show/],
  ['audit at', /missing required argument 'time'/],
  ['audit at whenever x', /time: "whenever" is not a time; write for example 30m/],
  ['audit at 2999-01-01 x', /time: "2999-01-01" has not come yet/],
  ['logs x --download=', /--download: must not be empty; write the name of a file, or -/],
  ['logs x --download f -f', /--download: goes without --follow; the file has all lines/],
  ['logs x --download f --tail 5', /--download: goes without --tail/],
  ['logs x --download f --grep a', /--download: goes without --grep/],
  ['logs x --download f --timestamps', /--download: goes without --timestamps/],
  ['logs x --level loud', /--level: "loud" is not one of trace, debug/i],
  ['logs x --stream out', /--stream: "out" is not one of stdout, stderr/i],
  ['logs x y', /too many arguments/],
  ['wait x --for 5', /--for: "5" is not a duration/],
  ['submit', /the command is missing; write it after --/],
  ['submit --gpus two -- a', /--gpus: "two" is not a number; write for example 2/],
  ['submit --gpus 1.5 -- a', /--gpus: "1.5" is not a whole number; write for example 2/],
  ['submit --memory lots -- a', /--memory: "lots" is not a number/],
  ['submit --time 4 -- a', /--time: "4" is not a duration; write for example/],
  ['submit --time 0h -- a', /--time: must be longer than nothing/],
  ['submit --class big -- a', /--class: "big" is not one of training, inference/],
  ['submit --env 1=2 -- a', /--env: "1=2" must be NAME=VALUE, such as/],
  ['submit --env NOT_SET_HERE -- a', /--env: NOT_SET_HERE is not set here; write NOT_SET_HERE=VALUE/],
  ['submit --env-file nowhere.env -- a', /--env-file: nowhere.env can't be read/],
  ['submit --retry-on signal -- a', /--retry is missing: --retry-on says which/],
  ['submit -f nowhere.yaml', /--file: nowhere.yaml can't be read/],
  ['submit --name= -- a', /--name: must not be empty/],
  ['run --gpu 1 -- a', /unknown option '--gpu'.*--gpus/],
  ['book --from yesterday', /--from: "yesterday" is not a time; write for example/],
  ['book --from 9', /--from: "9" has no minutes/],
  ['book --from 25:00', /--from: "25:00" names no time of day/],
  ['book --from 2026-02-30', /--from: "2026-02-30" is no date of the calendar/],
  ['book --for 1x', /--for: "1x" is not a duration/],
  ['book --repeat monthly', /--repeat: "monthly" is not one of day, week/],
  ['book --repeat week --on funday', /--on: "funday" is not one of mon, tue/],
  ['reservation extend x', /--by is missing: by how much/],
  ['reservation list --state gone', /--state: "gone" is not one of reserved, active/],
  ['jobs --created-from whenever', /--created-from: "whenever" is not a time; write for example 30m/],
  ['jobs --created-until 2999-01-01', /--created-until: "2999-01-01" has not come yet/],
  ['jobs --sort name', /--sort: "name" is not one of newest, oldest/],
  ['search', /missing required argument 'text'/],
  ['search --kind cow x', /--kind: "cow" is not one of job, host/],
  ['search --limit few x', /--limit: "few" is not a number/],
  ['host list --status gone', /--status: "gone" is not one of joining, online/],
  ['host list --scheduling shut', /--scheduling: "shut" is not one of open, cordoned/],
  ['calendar --until whenever', /--until: "whenever" is not a time/],
  ['request create --reason x', /--for is missing: how long/],
  ['workflow run', /--file is missing: members of the request/],
  ['workflow rerun x', /--from is missing: name of the node/],
  ['schedule create --name n -- a', /--cron is missing: when, such as/],
  ['host usage h --from now', /--to is missing: until when/],
  ['host update h --labels {a', /--labels: is not JSON .*write JSON, or @FILE/],
  ['device limits u --training x --inference 1', /--training: "x" is not a number/],
  ['pool create p --approval maybe', /--approval: "maybe" must be yes or no/],
  ['price set --amount 2,50', /--amount: "2,50" is not an amount; write for example 2.50/],
  ['price set', /--amount is missing: an hour of one device/],
  ['token create t', /--scopes is missing: what it may do/],
  ['token create t --scopes all', /--scopes: "all" is not one of read, jobs, admin/],
  ['user role u --role boss', /--role: "boss" is not one of guest, member/],
  ['user register u', /--email is missing: such as/],
  ['usage --by year', /--by: "year" is not one of user, project, model/],
  ['parked list payroll', /service: "payroll" is not one of auth, inventory/],
  ['api http://x/y', /path: "http:\/\/x\/y" is a URL; write the path alone/],
  ['api FETCH /jobs', /method: FETCH is not one of GET, POST/],
  ['api /jobs -f limit', /--field: "limit" must be name=value/],
  ['api /jobs -F limit=five', /--value: limit=five is not JSON; -f limit=five/],
  ['graphql', /--query or --file is missing: a document/],
  ['config set colour red', /name: there is no setting colour; there are url, project/],
  ['config set output xml', /output must be one of table, wide/],
  ['config set url lab', /url: "lab" is not the URL/],
  ['context add a/b http://lab', /name: "a\/b" must be 1 to 64 letters/],
  ['context add lab lab', /url: "lab" is not the URL/],
  ['login http://lab --password-stdin', /--user is missing: whose password/],
];

describe('a wrong argument or option', () => {
  for (const [line, message] of ARGUMENTS)
    it(`of "berth ${line}" is named, with what would be right`, async () => {
      const { code, out, err } = await berth(line.split(' '));
      assert.match(err, message);
      assert.equal(out, '');
      // of `run` and `wait` these are the job's codes
      assert.equal(code, /^(run|wait) /.test(line) && !line.includes('--gpu ') ? 125 : 2, err);
    });
});

/** Files of the configuration, and the place in them that the message must name. */
const CONFIGS: readonly (readonly [string, RegExp])[] = [
  ['{', /config\.json is not JSON/],
  ['[]', /config\.json must hold an object, such as/],
  ['{"current": 1}', /config\.json: current must be the name of a context/],
  ['{"curent": "lab"}', /config\.json: curent is not known; there are current and contexts/],
  ['{"contexts": []}', /config\.json: contexts must be an object/],
  ['{"current": "lab"}', /current is lab, which is no context; there is none/],
  ['{"contexts": {"lab": "http://lab"}}', /contexts\.lab must be an object with a url/],
  ['{"contexts": {"lab": {}}}', /contexts\.lab\.url is missing, such as/],
  ['{"contexts": {"lab": {"url": "lab"}}}', /contexts\.lab\.url: "lab" is not the URL/],
  ['{"contexts": {"lab": {"url": 5}}}', /contexts\.lab\.url must be a text/],
  [
    '{"contexts": {"lab": {"url": "http://lab", "token": "x"}}}',
    /contexts\.lab\.token is not known; there are url/,
  ],
  [
    '{"contexts": {"lab": {"url": "http://lab", "output": "xml"}}}',
    /contexts\.lab\.output must be one of table/,
  ],
];
const CREDENTIALS: readonly (readonly [string, RegExp])[] = [
  ['nonsense', /credentials\.json is not JSON/],
  ['{"lab": "token"}', /credentials\.json: lab must be an object with a url/],
  ['{"lab": {"apiToken": "x"}}', /credentials\.json: lab\.url is missing/],
  ['{"lab": {"url": "http://lab", "password": "x"}}', /lab\.password is not known; there are url, username/],
  ['{"lab": {"url": "http://lab", "apiToken": 5}}', /lab\.apiToken must be a text/],
];

describe('a wrong file of the configuration', () => {
  for (const [index, [text, message]] of CONFIGS.entries())
    it(`is named by its place: ${text}`, async () => {
      const own = join(folder, `config-${index}`);
      mkdirSync(own);
      writeFileSync(join(own, 'config.json'), text);
      const { code, err } = await berth(['jobs'], { BERTH_CONFIG: own, BERTH_URL: '' });
      assert.match(err, message);
      assert.equal(code, 2);
    });

  for (const [index, [text, message]] of CREDENTIALS.entries())
    it(`of credentials is named, and never printed: ${text}`, async () => {
      const own = join(folder, `credentials-${index}`);
      mkdirSync(own);
      writeFileSync(
        join(own, 'config.json'),
        '{"current": "lab", "contexts": {"lab": {"url": "http://lab"}}}',
      );
      writeFileSync(join(own, 'credentials.json'), text);
      const { code, err } = await berth(['jobs'], { BERTH_CONFIG: own, BERTH_URL: '' });
      assert.match(err, message);
      assert.match(err, index === 0 ? /remove it/ : /next: berth login --context lab/);
      assert.equal(code, 2);
    });
});

describe('a wrong file of a job', () => {
  it('is named by its option', async () => {
    for (const [text, message] of [
      ['- a\n- b', /--file: .* must hold members of the request/],
      ['name: [', /--file: .* is neither YAML nor JSON/],
      ['name: train', /the command is missing/],
    ] as const) {
      const { code, err } = await berth(['submit', '-f', file('job.yaml', text)]);
      assert.match(err, message);
      assert.equal(code, 2);
    }
    for (const [text, message] of [
      ['LR', /--each: .* a line for each job/],
      ['LR,2x\n1,2', /--each: .*"2x" in the first line is no name/],
      ['LR,SEED\n1', /--each: .*line 2 has 1 values, and must have 2/],
    ] as const) {
      const args = ['submit', '-p', 'digits', '--each', file('each.csv', text), '--', 'a'];
      const { code, err } = await berth(args);
      assert.match(err, message);
      assert.equal(code, 2);
    }
  });

  it('is used where it is right: what cannot be reached ends with status 7', async () => {
    const { code, err } = await berth([
      'submit',
      '-p',
      'digits',
      '--timeout',
      '1s',
      '-f',
      file('right.yaml', 'command: python3 train.py\nenv: { LR: 1e-4 }'),
    ]);
    assert.equal(code, 7, err);
    assert.match(err, /127\.0\.0\.1:4 does not answer/);
  });
});

describe('help', () => {
  it('is on stdout, and no failure', async () => {
    const { code, out, err } = await berth(['submit', '--help']);
    assert.equal(code, 0);
    assert.equal(err, '');
    assert.match(out, /--gpus <number>/);
    assert.match(out, /Example:\n {2}berth submit/);
    assert.match(out, /Options of every command:/);
  });
});
