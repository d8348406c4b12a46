import type { ContainerExit, ContainerRuntime } from '../ContainerRuntime';

/** Stands in for images that nobody asks anything of: it runs, and ends when told to. */
export const idleRuntime: ContainerRuntime = {
  runs: () => true,
  start: async () => {
    let end: (exit: ContainerExit) => void = () => {};
    const exited = new Promise<ContainerExit>(resolve => {
      end = resolve;
    });
    return {
      exited,
      kill: signal => {
        if (signal === 'TERM') end({ exitCode: 0, reason: 'Completed' });
        if (signal === 'KILL') end({ exitCode: 137, reason: 'Error' });
      },
      exec: async (command, streams) => {
        streams.stderr.write(
          `exec: "${command[0] ?? ''}": executable file not found in $PATH\n`,
        );
        return 127;
      },
    };
  },
};
