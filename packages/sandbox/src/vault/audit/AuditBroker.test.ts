import {
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileSink } from './FileSink';
import { memoryVault } from '../testing/memoryVault';

/** What a broken disk does. */
function breakAudit() {
  jest.spyOn(FileSink.prototype, 'write').mockImplementation(() => {
    throw new Error('input/output error');
  });
}

describe('audit', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'audit-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const linesOf = (name: string) =>
    readFileSync(path.join(folder, name), 'utf8').trim().split('\n');
  const enable = (file: string) => ({
    type: 'file',
    options: { file_path: file },
  });

  it('writes a request and its answer under one id to every device', async () => {
    const { call, output } = await memoryVault({
      resolveFile: name => path.join(folder, name),
    });
    await call('update', 'sys/audit/file', enable('/one.log'));
    await call('update', 'sys/audit/stdout', enable('stdout'));
    await call('read', 'sys/mounts');
    const [request, response] = linesOf('one.log')
      .slice(-2)
      .map(line => JSON.parse(line));
    expect([request.type, response.type]).toEqual(['request', 'response']);
    expect(response.request.id).toBe(request.request.id);
    const same = JSON.parse(output[output.length - 1]);
    expect(same.request.id).toBe(request.request.id);
    // Each device has a salt of its own.
    expect(same.auth.client_token).not.toBe(response.auth.client_token);
  });

  it('does not enable a device that cannot take its test line', async () => {
    writeFileSync(path.join(folder, 'a-file'), '');
    const { call } = await memoryVault({
      resolveFile: name => path.join(folder, name),
    });
    const answer = await call(
      'update',
      'sys/audit/file',
      enable('/a-file/below.log'),
    );
    expect(answer.status).toBe(400);
    const listed = await call('read', 'sys/audit');
    expect(Object(listed.body).data).toEqual({});
  });

  it('refuses every request once its only device cannot write, until one can', async () => {
    const { call } = await memoryVault({
      resolveFile: name => path.join(folder, 'disk', name),
    });
    await call('update', 'sys/audit/file', enable('/full.log'));
    expect((await call('read', 'sys/mounts')).status).toBe(200);
    breakAudit();
    expect(await call('read', 'sys/mounts')).toEqual({
      status: 500,
      body: { errors: ['internal error'] },
    });
    jest.restoreAllMocks();
    expect((await call('read', 'sys/mounts')).status).toBe(200);
  });

  it('writes nothing to a full volume', () => {
    let full = false;
    const sink = new FileSink(path.join(folder, 'full.log'), 0o600, () => full);
    sink.write('fits');
    full = true;

    expect(() => sink.write('does not fit')).toThrow('no space left on device');
    sink.close();
    expect(linesOf('full.log')).toEqual(['fits']);
  });

  it('leaves a renamed file behind after a reload', async () => {
    const { call } = await memoryVault({
      resolveFile: name => path.join(folder, name),
    });
    await call('update', 'sys/audit/file', enable('/rotated.log'));
    renameSync(
      path.join(folder, 'rotated.log'),
      path.join(folder, 'rotated.1'),
    );
    await call('read', 'sys/mounts');
    expect(linesOf('rotated.1')).toHaveLength(4);
  });
});
