import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { ContainerStart } from '../../ContainerRuntime';

/** A folder or file of this machine that appears at a path of the container. */
export interface Bind {
  readonly from: string;
  readonly to: string;
}

const PROGRAMS = ['/usr', '/bin', '/sbin', '/lib', '/lib64', '/lib32'];
const LINKER_CACHE = '/etc/ld.so.cache';
/** Where the image has its programs. */
const IMAGE_PROGRAMS = '/usr/local/bin';
/** The image's entry point ends in the server, in the same process. */
const ENTRY_POINT = '#!/bin/sh\nexec "$@"\n';
/** The file that AWS's certificates are verified against. */
export const TRUST_FILE = '/etc/ssl/sandbox-ca.pem';

/**
 * Lays out what a container sees as its root: this machine's programs, Vault's binary as the image has it, and a few
 * files of `/etc`. The pod's volumes are put in by binds.
 *
 * @returns what has to be bound into the folder, in this order
 */
export function layRoot(options: {
  readonly root: string;
  readonly binary: string;
  readonly start: Pick<ContainerStart, 'mounts' | 'hostPath' | 'env'>;
  /** PEM that the container trusts for AWS. */
  readonly trust: string;
}): Bind[] {
  const { root, binary, start, trust } = options;
  const inside = (name: string) => path.join(root, name);
  for (const folder of ['etc/ssl', 'proc', 'dev', 'tmp', 'home/vault']) {
    mkdirSync(inside(folder), { recursive: true });
  }
  writeFileSync(inside(TRUST_FILE), trust);
  writeFileSync(inside('etc/nsswitch.conf'), 'hosts: files\n');
  // Nobody is asked: names are those of /etc/hosts.
  writeFileSync(inside('etc/resolv.conf'), '');
  writeFileSync(inside('etc/passwd'), 'root:x:0:0:root:/home/vault:/bin/sh\n');
  writeFileSync(inside('etc/group'), 'root:x:0:\n');
  if (existsSync(LINKER_CACHE))
    copyFileSync(LINKER_CACHE, inside(LINKER_CACHE));

  const binds: Bind[] = [{ from: '/dev', to: '/dev' }];
  for (const folder of PROGRAMS.filter(existsSync)) {
    if (lstatSync(folder).isSymbolicLink()) {
      rmSync(inside(folder), { force: true });
      symlinkSync(readlinkSync(folder), inside(folder));
    } else {
      mkdirSync(inside(folder), { recursive: true });
      binds.push({ from: folder, to: folder });
    }
  }
  const image = inside('.image');
  mkdirSync(image, { recursive: true });
  writeFileSync(path.join(image, 'vault'), '');
  writeFileSync(path.join(image, 'docker-entrypoint.sh'), ENTRY_POINT, {
    mode: 0o755,
  });
  binds.push(
    { from: binary, to: '/.image/vault' },
    { from: image, to: IMAGE_PROGRAMS },
  );
  for (const mount of [...start.mounts].sort((a, b) => a.length - b.length)) {
    const from = start.hostPath(mount);
    if (lstatSync(from).isDirectory()) {
      mkdirSync(inside(mount), { recursive: true });
    } else {
      mkdirSync(path.dirname(inside(mount)), { recursive: true });
      writeFileSync(inside(mount), '');
    }
    binds.push({ from, to: mount });
  }
  return binds;
}

/** Replaces the container's `/etc/hosts` in one step. */
export function writeHosts(root: string, text: string): void {
  const file = path.join(root, 'etc/hosts');
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
