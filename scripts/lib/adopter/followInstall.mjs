import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { YARN, headersEnvironment } from '../install.mjs';
import { ROOT } from '../paths.mjs';
import { Mendable, say } from '../progress.mjs';
import { snippet } from './docSnippets.mjs';

const GUIDE = path.join(ROOT, 'docs/install.md');

/** A command of the guide with the archive in place of each name that npm does not have yet. */
function withArchives(command, archives) {
  const words = command.replaceAll('\\\n', ' ').trim().split(/\s+/);
  return words.map(word =>
    archives.has(word) ? `${word}@file:${archives.get(word)}` : word,
  );
}

async function addPackages({ app, archives, group, heading }) {
  const [program, ...args] = withArchives(
    snippet(GUIDE, heading, 'sh'),
    archives,
  );
  if (program !== 'yarn' || !args.some(word => word.includes('@file:'))) {
    throw new Mendable(
      `The command below "${heading}" of the guide adds none of the packages.`,
    );
  }
  say(`${heading}: yarn ${args.slice(0, 3).join(' ')} …`);
  const name = `add-${heading.toLowerCase()}`;
  const code = await group.run(name, ['--yes', YARN, ...args], {
    command: 'npx',
    cwd: app,
    env: headersEnvironment(),
  });
  if (code !== 0) {
    throw group.failed(name, 'The packages could not be added');
  }
}

/** Puts the guide's lines into the file that its first line names, before the backend starts. */
function addToBackend(app) {
  const text = snippet(GUIDE, 'Backend', 'ts');
  const file = /^\/\/ (\S+)\n/.exec(text)?.[1];
  const start = 'backend.start();';
  const source = readFileSync(path.join(app, file), 'utf8');
  if (!source.includes(start)) {
    throw new Mendable(`${file} of a fresh app has no line ${start}`);
  }
  writeFileSync(
    path.join(app, file),
    source.replace(start, `${text}\n${start}`),
  );
}

/** Does with a fresh app what docs/install.md says, in its order, by its own code blocks. */
export async function followInstall({ app, archives, group }) {
  await addPackages({ app, archives, group, heading: 'Backend' });
  addToBackend(app);
  await addPackages({ app, archives, group, heading: 'Frontend' });
  const template = path.join(ROOT, 'templates/vault-on-eks/template.yaml');
  writeFileSync(
    path.join(app, 'app-config.local.yaml'),
    `${snippet(GUIDE, 'Configuration', 'yaml')}
catalog:
  locations:
    - type: file
      target: ${template}
      rules: [{ allow: [Template] }]
`,
  );
}
