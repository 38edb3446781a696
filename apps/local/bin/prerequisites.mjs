import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
const needsServers = ['start', 'test', 'test:faults', 'bench'];

function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** `17` of `openjdk version "17.0.15"`, 8 of `"1.8.0_402"`; undefined without a working Java. */
function javaMajor() {
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const { stderr, status } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  const match = status === 0 ? /version "(?:1\.)?(\d+)/.exec(stderr) : null;
  return match === null ? undefined : Number(match[1]);
}

function installHint(linuxPackage, macFormula) {
  return process.platform === 'darwin'
    ? `brew install ${macFormula}`
    : `sudo apt-get install ${linuxPackage}`;
}

/** A line for each thing that the command needs and this machine lacks, with the way to get it. */
export function missingPrerequisites(command) {
  const missing = [];
  const platform = `${process.platform}-${process.arch}`;
  if (!platforms.includes(platform)) {
    missing.push(
      `Casewire runs locally on Linux and macOS (x64, arm64); this is ${platform}: use docker/compose.yaml.`,
    );
  }
  if (!needsServers.includes(command) || process.env.KAFKA_BROKERS) return missing;

  const instead = 'or set KAFKA_BROKERS to use a Kafka that already runs';
  const java = javaMajor();
  if (java === undefined || java < 17) {
    const found = java === undefined ? 'none was found' : `found is Java ${java}`;
    missing.push(
      `Apache Kafka needs Java 17 or later (${found}): ${installHint('openjdk-17-jre-headless', 'openjdk@17')}, ${instead}.`,
    );
  }
  if (!isOnPath('mvn')) {
    missing.push(
      `Apache Kafka is fetched with Maven (mvn was not found): ${installHint('maven', 'maven')}, ${instead}.`,
    );
  }
  return missing;
}
