import { PassThrough } from 'node:stream';
import type { Context } from 'koa';
import { AppError } from '../errors';
import type { Api, ApiParts } from './api';

/** What may have changed; a screen that shows it asks again. */
export const liveTopics = ['customers', 'liveCodes', 'callbacks', 'jobs', 'welcome', 'tags', 'org', 'corps', 'tasks', 'exports'] as const;
export type LiveTopic = (typeof liveTopics)[number];

/** Gives the newest mark of each topic for a corp; a topic whose mark moved has changed. */
export type LiveMarks = (corpId: string) => Promise<Partial<Record<LiveTopic, string>>>;

/**
 * `GET /api/live`: server-sent events that name what changed. The rows themselves are looked at once a second for
 * each corp that somebody watches, so it works with any number of processes and loses nothing.
 */
export class LiveFeed {
  /** Of each corp, with whether whoever listens still may. */
  private readonly watchers = new Map<string, Map<PassThrough, () => Promise<boolean>>>();
  private readonly seen = new Map<string, Partial<Record<LiveTopic, string>>>();
  private timer: NodeJS.Timeout | null = null;
  /** Set by the app, which knows the tables. */
  marks: LiveMarks = async () => ({});

  constructor(private readonly parts: ApiParts, private readonly api: Api) {}

  async open(ctx: Context): Promise<void> {
    const corpId = await this.corpOf(ctx);
    // What changes from now on is told, not only what changes after the next look.
    if (!this.seen.has(corpId)) {
      const now = await this.marks(corpId);
      if (!this.seen.has(corpId)) this.seen.set(corpId, now);
    }
    const stream = new PassThrough();
    const group = this.watchers.get(corpId) ?? new Map<PassThrough, () => Promise<boolean>>();
    this.watchers.set(corpId, group.set(stream, () => this.corpOf(ctx).then((now) => now === corpId, () => false)));
    stream.on('close', () => {
      group.delete(stream);
      if (group.size === 0) {
        this.watchers.delete(corpId);
        this.seen.delete(corpId);
      }
    });
    ctx.req.socket.setTimeout(0);
    ctx.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' });
    ctx.compress = false;
    ctx.body = stream;
    stream.write('retry: 2000\n\n');
    this.timer ??= setInterval(() => void this.look(), 1000).unref();
  }

  /** Of whoever is signed in; throws when they may not listen. */
  private async corpOf(ctx: Context): Promise<string> {
    const { actor } = await this.api.authenticate(ctx);
    if (!actor) throw new AppError('not_signed_in');
    if (actor.kind === 'visitor') throw new AppError('not_allowed', { permission: 'live' });
    await this.parts.access.rightsOf(actor);
    if (!actor.corpId) throw new AppError('no_corp_chosen');
    return actor.corpId;
  }

  private async look(): Promise<void> {
    for (const [corpId, group] of this.watchers) {
      const now = await this.marks(corpId).catch(() => null);
      if (!now) continue;
      const before = this.seen.get(corpId);
      this.seen.set(corpId, now);
      const topics = before ? liveTopics.filter((topic) => now[topic] !== before[topic]) : [];
      const text = topics.length > 0 ? `data: ${JSON.stringify({ topics })}\n\n` : ': \n\n';
      // Who has left, or whose session was ended, hears of nothing any more.
      await Promise.all([...group].map(async ([stream, mayHear]) => (topics.length > 0 && !(await mayHear()) ? stream.end() : stream.write(text))));
    }
  }

  close(): void {
    if (this.timer) clearInterval(this.timer);
    for (const group of this.watchers.values()) for (const stream of group.keys()) stream.end();
  }
}
