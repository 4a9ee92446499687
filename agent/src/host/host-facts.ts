import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, hostname, networkInterfaces, release, totalmem } from 'node:os';
import type { HostFacts } from '@berth/contracts/inventory/events';
import { runWithTimeout } from '../run-with-timeout.js';

const PYTHON_TIMEOUT_MS = 5000;
/** Asks the package's metadata: importing torch takes seconds. */
const ASK_PYTHON = `
import platform
from importlib.metadata import version, PackageNotFoundError
print(platform.python_version())
try: print(version("torch"))
except PackageNotFoundError: pass`;

/**
 * What this machine is, for the host's report.
 * @param limits what holds runs to their CPU and memory
 * @param isolation what holds them apart
 */
export async function hostFacts(
  agentVersion: string,
  limits: string,
  isolation: { readonly statement: string; readonly adminsOnly: boolean },
): Promise<HostFacts> {
  const [os, python] = await Promise.all([operatingSystem(), pythonVersions()]);
  const model = cpus()[0]?.model.trim();
  return {
    hostname: hostname(),
    addresses: addresses().slice(0, 32),
    os: os.slice(0, 200),
    ...(model ? { cpuModel: model.slice(0, 200) } : {}),
    cpuCores: availableParallelism(),
    memoryMiB: Math.floor(totalmem() / 1024 / 1024),
    agentVersion,
    limits: limits.slice(0, 300),
    isolation: isolation.statement.slice(0, 500),
    adminsOnly: isolation.adminsOnly,
    ...python,
  };
}

function addresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((interfaces) => interfaces ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address);
}

/** os-release(5) and the kernel. */
async function operatingSystem(): Promise<string> {
  const description = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const name = /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(description)?.[1] ?? 'Linux';
  return `${name}, kernel ${release()}`;
}

async function pythonVersions(): Promise<Pick<HostFacts, 'pythonVersion' | 'torchVersion'>> {
  try {
    const output = await runWithTimeout('python3', ['-c', ASK_PYTHON], { timeoutMs: PYTHON_TIMEOUT_MS });
    const [pythonVersion, torchVersion] = output.trim().split('\n');
    return {
      ...(pythonVersion ? { pythonVersion: pythonVersion.slice(0, 40) } : {}),
      ...(torchVersion ? { torchVersion: torchVersion.slice(0, 40) } : {}),
    };
  } catch {
    return {};
  }
}
