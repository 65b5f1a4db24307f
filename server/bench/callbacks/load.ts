import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { writeRequests, type Address } from './messages';

/** The child process that sends: 64 connections, each waits for its answer before it sends the next. */
export interface LoadOrder {
  address: Address;
  connections: number;
  seconds: number;
  /** Messages are made before the clock starts; with none left the run ends early. */
  messages: number;
}

export interface LoadReport {
  /** Answered with 200 and `success`. */
  acknowledged: number;
  refused: number;
  seconds: number;
  p50: number;
  p99: number;
  cpuSeconds: number;
}

const success = 'success';

async function send({ address, connections, seconds, messages }: LoadOrder): Promise<LoadReport> {
  const { bytes, ends } = writeRequests(address, messages);
  const latencies = new Float64Array(messages);
  let next = 0;
  let acknowledged = 0;
  let refused = 0;
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1000;

  const speak = () => new Promise<void>((resolve, reject) => {
    const socket = connect({ port: address.port, host: '127.0.0.1', noDelay: true });
    let pending = '';
    let sentAt = 0;
    const sendNext = () => {
      sentAt = performance.now();
      if (next >= messages || sentAt >= endAt) {
        socket.destroy();
        resolve();
        return;
      }
      const index = next++;
      socket.write(bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index]));
    };
    socket.on('connect', sendNext);
    socket.on('data', (chunk: Buffer) => {
      pending = pending === '' ? chunk.toString('latin1') : pending + chunk.toString('latin1');
      const bodyAt = pending.indexOf('\r\n\r\n') + 4;
      if (bodyAt === 3 || pending.length - bodyAt < contentLength(pending)) return;
      if (pending.startsWith('HTTP/1.1 200') && pending.endsWith(success)) latencies[acknowledged++] = performance.now() - sentAt;
      else refused++;
      pending = '';
      sendNext();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
  await Promise.all(Array.from({ length: connections }, speak));

  const took = (performance.now() - startedAt) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  const sorted = latencies.subarray(0, acknowledged).sort();
  const at = (share: number) => sorted[Math.min(acknowledged - 1, Math.floor(acknowledged * share))] ?? NaN;
  return { acknowledged, refused, seconds: took, p50: at(0.5), p99: at(0.99), cpuSeconds: (cpu.user + cpu.system) / 1e6 };
}

function contentLength(head: string): number {
  const at = head.indexOf('ontent-Length: ') + 15;
  return at === 14 ? 0 : parseInt(head.slice(at, at + 8), 10);
}

process.on('message', (order: LoadOrder) => {
  send(order).then((report) => process.send!(report), (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
});
