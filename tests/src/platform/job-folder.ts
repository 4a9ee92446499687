import { chmodSync } from 'node:fs';
import { tempDir } from '@berth/testing/temp-dir';

/** A folder that jobs of the test's platforms may write in, to exchange files with the test. */
export const JOB_FOLDER = tempDir('for-jobs');
chmodSync(JOB_FOLDER, 0o1777);
