import type { ServerResponse } from 'node:http';

/** Server-sent events for the phone page. A slow reader is dropped rather than kept in memory. */
export class Stream {
  private readonly readers = new Set<ServerResponse>();

  open(reply: ServerResponse): void {
    reply.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', connection: 'keep-alive' });
    reply.write('retry: 1000\n\n');
    this.readers.add(reply);
    reply.on('close', () => this.readers.delete(reply));
  }

  send(event: 'delivery' | 'call' | 'chat' | 'contact' | 'group' | 'clock' | 'inbox', data: unknown): void {
    if (this.readers.size === 0) return;
    const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const reader of this.readers) {
      if (reader.writableLength > 4_000_000) reader.destroy();
      else reader.write(text);
    }
  }

  close(): void {
    for (const reader of this.readers) reader.end();
    this.readers.clear();
  }
}
