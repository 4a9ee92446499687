export interface Options {
  readonly json: string | undefined;
  readonly quick: boolean;
  readonly full: boolean;
  readonly only: readonly string[];
  readonly data: string;
  readonly help: boolean;
}

export const USAGE = `Usage: npm run bench -- [options]

  --only NAME[,NAME]   these rows only
  --quick              a few seconds a row: shows that it works, not how fast it is
  --full               the long rows too: a million jobs stored
  --json FILE          write the figures as JSON
  --data DIR           where to put what is measured, on the disk that counts (default: data in the clone)
  --help               print this help

Rows: `;

/** @throws with what is wrong and what would be right */
export function parseOptions(args: readonly string[], rows: readonly string[], data: string): Options {
  let options: Options = { json: undefined, quick: false, full: false, only: [], data, help: false };
  const rest = [...args];
  for (let flag = rest.shift(); flag !== undefined; flag = rest.shift()) {
    const value = (): string => {
      const given = rest.shift();
      if (given === undefined) throw new Error(`${flag} requires a value`);
      return given;
    };
    if (flag === '--json') options = { ...options, json: value() };
    else if (flag === '--data') options = { ...options, data: value() };
    else if (flag === '--only') options = { ...options, only: [...options.only, ...value().split(',')] };
    else if (flag === '--quick') options = { ...options, quick: true };
    else if (flag === '--full') options = { ...options, full: true };
    else if (flag === '--help' || flag === '-h') options = { ...options, help: true };
    else throw new Error(`unknown option ${flag}`);
  }
  const unknown = options.only.find((name) => !rows.includes(name));
  if (unknown !== undefined) throw new Error(`there is no row "${unknown}"; there are ${rows.join(', ')}`);
  return options;
}
