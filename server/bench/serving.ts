/** What a server under measurement tells its parent, and what it is asked. */
export type FromServer = { ready: unknown } | { cpuSeconds: number };
export type ToServer = 'cpu' | 'stop';

/** Tells where it listens, then answers for its CPU time (all threads) until it is stopped. */
export function serveParent(address: unknown, stop: () => Promise<void>): void {
  const tell = (message: FromServer) => process.send!(message);
  process.on('message', (message: ToServer) => {
    if (message === 'stop') {
      void stop().finally(() => process.exit(0));
      return;
    }
    const { user, system } = process.cpuUsage();
    tell({ cpuSeconds: (user + system) / 1e6 });
  });
  process.on('disconnect', () => process.exit(1));
  tell({ ready: address });
}
