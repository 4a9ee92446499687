import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { skipTest } from '@berth/testing/test-end';
import { newId } from '@berth/kernel/ids';
import { tempDir } from '@berth/testing/temp-dir';
import { Cgroups } from '../cgroups.js';
import { ownerOf, RunDirectory } from '../run-directory.js';
import { RunLauncher } from '../run-launcher.js';
import { isolationOf, type RunIsolation } from './isolation.js';
import { mountTable } from './mount-table.js';
import { folderAccessOf, type FolderAccess } from './folder-access.js';
import { findIsolation } from './probe.js';

const folders = { root: '/run/view', work: '/data/agent/runs/a.1/work', tmp: '/data/agent/runs/a.1/tmp' };
const NOWHERE: FolderAccess = { hidden: [], programs: [], shared: [], home: '/', platform: '/' };
const ADA = 54_321;

/** What is covered by an empty folder, as a run would see it. */
function hiddenBy(
  folderAccess: Partial<FolderAccess>,
  runIsolation: RunIsolation,
  mountinfo: string,
): readonly string[] {
  const table = mountTable(
    folders,
    { ...NOWHERE, ...folderAccess },
    runIsolation,
    mountinfo,
    (path) => path !== '/tmp',
  );
  return table
    .split('\n')
    .filter((line) => line.startsWith('hidden '))
    .map((line) => line.split(' ')[1]?.replace(folders.root, '') ?? '');
}

const mount = (id: number, device: string, root: string, point: string) =>
  `${id} 1 ${device} ${root} ${point} rw,relatime - btrfs /dev/sda rw`;

describe('what a run sees of the file system', () => {
  it('has no folder of the platform, wherever else its file system is mounted', () => {
    const mountinfo = [
      mount(1, '0:30', '/@', '/'),
      mount(2, '0:30', '/@home', '/home'),
      mount(3, '0:30', '/', '/all'),
      mount(4, '0:30', '/@home/ada/berth/data/agent', '/agent'),
      mount(5, '0:30', '/@home/ada/papers', '/papers'),
      mount(6, '0:31', '/@home', '/other-disk'),
      mount(7, '0:30', '/@home', '/covered'),
      mount(8, '0:32', '/', '/covered'),
    ].join('\n');
    const folderAccess = { hidden: ['/home/ada/berth/data'], home: '/home/ada' };
    const hidden = hiddenBy(folderAccess, { namespaces: 'ofUser' }, mountinfo);
    assert.deepEqual(hidden.toSorted(), ['/agent', '/all/@home/ada', '/home/ada', '/run']);
  });

  it('has no folder that is to be hidden and is made later', () => {
    const folder = tempDir('later');
    const later = join(folder, 'archive', 'of-output');
    const { hidden } = folderAccessOf({ agentFolder: folder, privateFolders: [later], jobFolders: [] });
    assert.deepEqual(hidden, [folder]);
    const other = tempDir('agent');
    const folderAccess = folderAccessOf({ agentFolder: other, privateFolders: [later], jobFolders: [] });
    assert.deepEqual(folderAccess.hidden, [other, later]);
    mkdirSync(later, { recursive: true });
    const mountinfo = mount(1, '0:30', '/', '/');
    assert.ok(hiddenBy(folderAccess, { namespaces: 'ofUser' }, mountinfo).includes(later));
  });

  it('has the home of a mapped account, also where the platform lies in it and others may not enter', async () => {
    const around = tempDir('homes');
    const home = join(around, 'ada');
    const platform = join(home, 'platform');
    const agentFolder = join(platform, 'data');
    const runsFolder = join(agentFolder, 'runs');
    mkdirSync(runsFolder, { recursive: true });
    writeFileSync(join(agentFolder, 'secret'), 'secret');
    writeFileSync(join(home, 'notes'), 'mine');
    chmodSync(around, 0o711);
    const settings = { agentFolder, privateFolders: [], jobFolders: [] };
    const { kind, statement } = await findIsolation({ ...settings, runsFolder, trustJobs: true });
    if (kind !== 'accountsAndNamespaces') skipTest(`could not be had: ${statement}`);
    for (const path of [home, join(home, 'notes')]) chownSync(path, ADA, ADA);
    chmodSync(home, 0o750);

    const account = { uid: ADA, gid: ADA, groups: [], own: false, name: 'ada', home };
    const runIsolation: RunIsolation = { namespaces: 'ofRoot', account };
    const folderAccess = { ...folderAccessOf(settings), programs: [platform] };
    assert.deepEqual(hiddenBy(folderAccess, runIsolation, mount(1, '0:30', '/', '/')), [home, agentFolder]);

    const directory = new RunDirectory(runsFolder, { jobId: newId(), run: 1 }, await ownerOf(runsFolder));
    const launcher = new RunLauncher(
      Cgroups.none,
      { outputLimitBytes: 0, checkSeconds: 5 },
      isolationOf(kind, folderAccess, []),
    );
    const script = 'cat "$HOME/notes"; echo new > "$HOME/new" && cat "$HOME/new"; cat "$1"; echo; echo end';
    await launcher.prepare(
      directory,
      {
        ...directory.key,
        command: ['/bin/sh', '-c', script, 'sh', join(agentFolder, 'secret')],
        ...{ env: {}, deviceUuids: [], graceSeconds: 0, timeoutSeconds: 20 },
      },
      runIsolation,
    );
    const spec = await directory.spec();
    assert.ok(spec);
    const supervisor = await launcher.launch(directory, spec);
    supervisor.ref();
    await once(supervisor, 'exit');
    assert.equal(readFileSync(directory.file('stdout'), 'utf8'), 'minenew\n\nend\n');
    await directory.remove();
  });
});
